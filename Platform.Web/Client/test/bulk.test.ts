import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bulkEdits, filteredObjects, inScope, runBulk, sharedSpecs, takers } from '../src/annotator/bulk.js';
import type { Engine } from '../src/annotator/engine.js';
import { History } from '../src/annotator/history.js';
import type { Annotation, AnnotatorClass } from '../src/annotator/model.js';
import { StoredObjects } from '../src/annotator/objects.js';
import { AnnotationStore, type Edit } from '../src/annotator/store.js';
import { ViewFilter } from '../src/annotator/viewFilter.js';
import { box, modelBox, polygon } from './builders.js';

const classes: AnnotatorClass[] = [
  { id: 'cell', key: 'cell', name: 'Cell', color: '#ff0000', index: 0, attributes: [{ name: 'age', type: 'number' }, { name: 'side', type: 'text' }] },
  { id: 'dot', key: 'dot', name: 'Dot', color: '#00ff00', index: 1, shapeType: 'bbox', attributes: [{ name: 'age', type: 'number' }] },
  { id: 'night', key: 'night', name: 'Night', color: '#0000ff', index: 2, shapeType: 'tag' },
];
const tag = { ...box('tag', 0, 0, 1, 1, { classId: 'night' }), type: null } as unknown as Annotation;
const track = box('track', 0, 0, 5, 5, { trackId: 'track', frame: 0 });

/** As much of the engine as a sweep needs. */
class Sweep {
  readonly store: AnnotationStore;
  readonly history = new History();
  readonly filter = new ViewFilter();
  readonly marks = this.filter.marks;
  readonly objects: StoredObjects;
  readonly classes = classes;
  readonly notices: [string, ...unknown[]][] = [];
  readonly propagated: string[][] = [];
  readonly options = { onPropagate: (originals: readonly Annotation[]) => this.propagated.push(originals.map(each => each.id)) };
  readOnly = false;
  video = null;

  constructor(...annotations: readonly Annotation[]) {
    this.store = new AnnotationStore(annotations);
    this.objects = new StoredObjects(this.store);
  }

  get engine(): Engine { return this as unknown as Engine; }
  notify(...notice: [string, ...unknown[]]): void { this.notices.push(notice); }
  edit(edits: readonly Edit[]): void { this.history.push(this.store.apply(edits, 'local'), 0); }
}

describe('actions over filtered shapes', () => {
  test('AnnotationsActions_Delete_TakesExactlyWhatTheFilterShows_AsOneStep', () => {
    const sweep = new Sweep(box('small', 0, 0, 5, 5), box('large', 0, 0, 50, 50), box('other', 0, 0, 60, 60));
    sweep.filter.setTest(annotation => (annotation as ReturnType<typeof box>).geometry.width >= 50);
    assert.equal(runBulk(sweep.engine, filteredObjects(sweep.engine), { kind: 'delete' }), true);
    assert.deepEqual([...sweep.store.all()].map(each => each.id), ['small']);
    sweep.store.apply(sweep.history.undo()!, 'history');
    assert.equal(sweep.store.size, 3);
    assert.equal(sweep.history.canUndo, false, 'one step, however many shapes');
  });

  test('AnnotationsActions_TracksAndTags_AreUntouchedUnlessTheyAreChosen', () => {
    const all = [box('a'), tag, track];
    assert.deepEqual(inScope(all, { tags: false, tracks: false }).map(each => each.id), ['a']);
    assert.deepEqual(inScope(all, { tags: true, tracks: false }).map(each => each.id), ['a', 'tag']);
    assert.deepEqual(inScope(all, { tags: false, tracks: true }).map(each => each.id), ['a', 'track']);
  });

  test('AnnotationsActions_OneLocked_RefusesTheWhole', () => {
    const sweep = new Sweep(box('a'), box('b'));
    sweep.marks.set('locked', [{ id: 'b' }], true);
    for (const action of [{ kind: 'delete' }, { kind: 'relabel', classId: 'dot' }, { kind: 'flag', flag: 'occluded', on: true }, { kind: 'attribute', name: 'age', value: 3 }] as const) {
      assert.equal(runBulk(sweep.engine, filteredObjects(sweep.engine), action), false);
    }
    assert.deepEqual([...sweep.store.all()], [box('a'), box('b')]);
    assert.deepEqual(sweep.notices[0], ['bulkLocked', 1]);
  });

  test('AnnotationsActions_HideAndLock_AreMarksAndNoEdits', () => {
    const sweep = new Sweep(box('a'), box('b'));
    runBulk(sweep.engine, filteredObjects(sweep.engine), { kind: 'hide' });
    runBulk(sweep.engine, filteredObjects(sweep.engine), { kind: 'lock' });
    assert.deepEqual([sweep.marks.count('hidden'), sweep.marks.count('locked'), sweep.history.canUndo], [2, 2, false]);
  });

  test('AnnotationsActions_Relabel_LeavesWhatTheClassDoesNotTake', () => {
    const targets = [box('a'), polygon('p', [[0, 0, 5, 0, 5, 5]])];
    assert.deepEqual(bulkEdits(targets, { kind: 'relabel', classId: 'dot' }, classes).map(edit => [edit.id, edit.after?.classId]), [['a', 'dot']]);
    assert.deepEqual(takers(targets, classes).map(each => each.id), ['cell', 'dot']);
  });

  test('AnnotationsActions_FlagAndAttribute_SetOneValueForAll_AndVouchForAModelsShapes', () => {
    const targets = [box('a', 0, 0, 5, 5, { attributes: { occluded: true } }), modelBox('m', 0.9)];
    const flagged = bulkEdits(targets, { kind: 'flag', flag: 'occluded', on: true }, classes);
    assert.deepEqual(flagged.map(edit => [edit.id, edit.after?.reviewState]), [['m', 'accepted']], 'who has it already is no edit');
    const aged = bulkEdits(targets, { kind: 'attribute', name: 'age', value: 3 }, classes);
    assert.deepEqual(aged.map(edit => edit.after?.attributes), [{ occluded: true, age: 3 }, { age: 3 }]);
    assert.deepEqual(bulkEdits([aged[1]!.after!], { kind: 'attribute', name: 'age', value: undefined }, classes)[0]!.after!.attributes, null);
    assert.deepEqual(sharedSpecs(classes.slice(0, 2)).map(spec => spec.name), ['age']);
  });

  test('AnnotationsActions_Copy_HandsExactlyTheseOn_LockedOnesToo', () => {
    const sweep = new Sweep(box('a'), box('b'));
    sweep.marks.set('locked', [{ id: 'b' }], true);
    runBulk(sweep.engine, filteredObjects(sweep.engine), { kind: 'copy' });
    assert.deepEqual(sweep.propagated, [['a', 'b']]);
  });

  test('AnnotationsActions_RejectedShapes_AreNotThere', () => {
    const sweep = new Sweep(box('a'), { ...modelBox('m', 0.4), reviewState: 'rejected' });
    assert.deepEqual(filteredObjects(sweep.engine).map(each => each.id), ['a']);
  });
});
