import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { transferEdits } from '../src/annotator/edits.js';
import { MemoryJournal } from '../src/annotator/journal/memoryJournal.js';
import type { Annotation, ChangeRequest } from '../src/annotator/model.js';
import { propagate } from '../src/annotator/propagation.js';
import type { AnnotationApi } from '../src/annotator/protocol.js';
import { Sessions } from '../src/annotator/sessions.js';
import { box, documentOf, FakeScheduler, FakeServer, modelBox } from './builders.js';

/** Many images of 100 × 80 pixels, each with a server of its own. */
class ManyImages implements AnnotationApi {
  readonly servers = new Map<string, FakeServer>();
  readonly scheduler = new FakeScheduler();
  readonly sessions = new Sessions(this, new MemoryJournal(), this.scheduler);
  readOnly = new Set<string>();

  constructor(...ids: readonly string[]) {
    ids.forEach(id => this.servers.set(id, new FakeServer()));
  }

  async get(assetId: string): ReturnType<AnnotationApi['get']> {
    const server = this.servers.get(assetId);
    return server && !server.down
      ? { kind: 'loaded', document: { ...documentOf([...server.records.values()], server.revision), assetId, readOnly: this.readOnly.has(assetId) } }
      : { kind: 'unreachable', signedOut: false };
  }

  put(assetId: string, request: ChangeRequest): ReturnType<AnnotationApi['put']> {
    return this.servers.get(assetId)!.put(assetId, request);
  }

  stored(assetId: string): Annotation[] {
    return [...this.servers.get(assetId)!.records.values()];
  }
}

const tag = { ...box('tag'), type: null, geometry: {} as Annotation['geometry'] } as unknown as Annotation;

describe('propagation', () => {
  test('Case53_Propagate_ToTheNextImages_WritesOneCopyEach_WithFreshIdsAndAttributes', async () => {
    const images = new ManyImages('one', 'two', 'three', 'far');
    const original = box('a', 10, 10, 20, 20, { attributes: { occluded: true, colour: 'red' }, zOrder: 2, trackId: 'from a video', frame: 7 });
    const report = await propagate([original, tag], ['two', 'three'], images.sessions, () => true);
    await images.scheduler.advance(5000);
    assert.deepEqual(report, { copies: 4, images: 2, present: 0, readOnly: 0, failed: 0 });
    for (const id of ['two', 'three']) {
      const [copy, tagCopy] = images.stored(id);
      assert.deepEqual([copy?.geometry, copy?.attributes, copy?.zOrder, copy?.classId], [original.geometry, original.attributes, 2, 'cell']);
      assert.equal(tagCopy?.type, null);
      assert.deepEqual([copy?.trackId, copy?.frame], [null, null]);
      assert.notEqual(copy?.id, 'a');
    }
    assert.equal(new Set(['two', 'three'].flatMap(id => images.stored(id).map(each => each.id))).size, 4);
    assert.deepEqual(images.stored('far'), []);
  });

  test('Case53_Propagate_Twice_WritesNothingTwice_AndLeavesWhatIsThere', async () => {
    const images = new ManyImages('two');
    const theirs = box('theirs', 50, 40);
    images.servers.get('two')!.records.set('theirs', theirs);
    await propagate([box('a')], ['two'], images.sessions, () => true);
    const again = await propagate([box('a')], ['two'], images.sessions, () => true);
    await images.scheduler.advance(5000);
    assert.deepEqual([again.copies, again.images, again.present], [0, 0, 1]);
    assert.equal(images.stored('two').length, 2);
    assert.deepEqual(images.servers.get('two')!.records.get('theirs'), theirs);
  });

  test('Propagate_ReadOnlyOrUnreachableImages_AreCountedAndPassedOver', async () => {
    const images = new ManyImages('frozen', 'down', 'fine');
    images.readOnly.add('frozen');
    images.servers.get('down')!.down = true;
    const report = await propagate([box('a')], ['frozen', 'down', 'fine'], images.sessions, () => true);
    assert.deepEqual([report.copies, report.readOnly, report.failed], [1, 1, 1]);
  });

  test('Propagate_Stopped_EndsAfterTheImageUnderWay', async () => {
    const images = new ManyImages('one', 'two', 'three');
    const report = await propagate([box('a')], ['one', 'two', 'three'], images.sessions, done => done < 2);
    assert.equal(report.images, 2);
  });

  test('Propagate_OnAnImage_IsOneStepToUndoThere', async () => {
    const images = new ManyImages('two');
    await propagate([box('a'), box('b', 40)], ['two'], images.sessions, () => true);
    const opened = await images.sessions.open('two');
    assert.ok(opened.kind === 'opened');
    opened.session.store.apply(opened.session.history.undo()!, 'history');
    assert.equal(opened.session.store.size, 0);
    assert.ok(!opened.session.history.canUndo);
  });

  test('Propagate_ToMoreImagesThanAreKept_KeepsTheShownOneOpen', async () => {
    const ids = Array.from({ length: 40 }, (_, i) => `image${i}`);
    const images = new ManyImages('shown', ...ids);
    const shown = await images.sessions.open('shown');
    for (const id of ids) {
      await propagate([box('a')], [id], images.sessions, () => true);
      await images.scheduler.advance(5000);
    }
    assert.ok(shown.kind === 'opened');
    shown.session.store.apply([{ id: 'mine', after: box('mine') }], 'local');
    await images.scheduler.advance(5000);
    assert.deepEqual(images.stored('shown').map(each => each.id), ['mine']);
  });
});

describe('copies', () => {
  test('Case37_MakeCopy_OnAnotherImage_EqualInAttributesFlagsAndOrder', () => {
    const original = box('a', 10, 10, 20, 20, { attributes: { difficult: true, colour: 'red' }, zOrder: 3 });
    const [edit] = transferEdits([original], [], { width: 100, height: 80 }, () => 'new');
    const { after } = edit!;
    assert.deepEqual([after?.id, after?.attributes, after?.zOrder, after?.geometry], ['new', original.attributes, 3, original.geometry]);
  });

  test('Case37_MakeCopy_TagThatTheImageHasAlready_IsNotDoubled', () => {
    const here = { ...tag, id: 'here' };
    assert.deepEqual(transferEdits([tag], [here], { width: 100, height: 80 }, () => 'new'), []);
    assert.equal(transferEdits([tag], [{ ...here, classId: 'other' }], { width: 100, height: 80 }, () => 'new').length, 1);
  });

  test('Case37_MakeCopy_OfAModelsShape_IsThePersons', () => {
    const [edit] = transferEdits([modelBox('m', 0.7)], [], { width: 100, height: 80 }, () => 'new');
    assert.deepEqual([edit?.after?.source, edit?.after?.confidence], ['human', null]);
  });
});
