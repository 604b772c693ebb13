import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Annotation } from '../src/annotator/model.js';
import { SingleObject, type SingleHost } from '../src/annotator/singleObject.js';
import { AnnotationStore } from '../src/annotator/store.js';
import { History } from '../src/annotator/history.js';
import { box, settle } from './builders.js';

/** Images that open at once; tools that begin and finish shapes as the test says. */
class FakeDesk {
  readonly asked: string[] = [];
  readonly notices: string[] = [];
  readonly single: SingleObject;
  private readonly images = new Map<string, { store: AnnotationStore; history: History }>();
  private turnToUnlabelled = true;
  assetId: string | null = null;
  drawing = false;
  toolId = 'polygon';
  video: object | null = null;
  activeClassId: string | null = 'cell';
  readOnly = false;

  constructor() {
    const desk = this;
    const host = {
      get assetId() { return desk.assetId; },
      get readOnly() { return desk.readOnly; },
      get video() { return desk.video; },
      get activeClassId() { return desk.activeClassId; },
      set activeClassId(id) { desk.activeClassId = id; },
      get tool() { return { id: desk.toolId, drawing: desk.drawing }; },
      get toolbox() { return { activeDefinition: desk.toolId === 'select' ? {} : { draws: ['polygon'] } }; },
      get session() { return desk.images.get(desk.assetId ?? '') ?? null; },
      input: null,
      drawSettings: {
        get turnToUnlabelled() { return desk.turnToUnlabelled; },
        set: (change: { turnToUnlabelled: boolean }) => (desk.turnToUnlabelled = change.turnToUnlabelled),
      },
      setTool: (id: string) => (desk.toolId = id),
      notify: (key: string) => desk.notices.push(key),
      run: (command: string) => desk.run(command),
      touch: () => undefined,
      options: {
        onNavigate: (direction: string) => desk.asked.push(direction),
        onOpenImage: (id: string) => desk.asked.push(`open ${id}`),
        onReview: (name: string) => desk.asked.push(name),
        progress: () => Promise.resolve({ done: 12, total: 40, position: 7 }),
        sessions: { flushAll: () => Promise.resolve() },
      },
    };
    this.single = new SingleObject(host as unknown as SingleHost);
  }

  show(assetId: string): void {
    this.assetId = assetId;
    if (!this.images.has(assetId)) {
      const image = { store: new AnnotationStore(), history: new History() };
      image.store.subscribe((changes, origin) => this.single.follow(changes, origin));
      this.images.set(assetId, image);
    }
    this.single.opened();
  }

  shapes(assetId: string): string[] {
    return [...this.images.get(assetId)!.store.all()].map(each => each.id);
  }

  draw(shape: Annotation): void {
    const { store, history } = this.images.get(this.assetId!)!;
    history.push(store.apply([{ id: shape.id, after: shape }], 'local'), 0);
    this.single.step();
  }

  run(command: string): void {
    const { store, history } = this.images.get(this.assetId!)!;
    const edits = command === 'undo' ? history.undo() : undefined;
    if (edits) {
      store.apply(edits, 'history');
    } else if (command === 'undo') {
      this.single.undoBehind();
    }
    this.single.step();
  }
}

describe('one object an image', () => {
  test('SingleObject_FinishedShape_TurnsThePage_OnceAndOnlyInTheMode', () => {
    const desk = new FakeDesk();
    desk.show('one');
    desk.draw(box('before'));
    assert.deepEqual(desk.asked, [], 'outside the mode nothing turns');
    desk.single.toggle();
    desk.draw(box('a'));
    desk.single.step();
    assert.deepEqual(desk.asked, ['nextUnlabelled']);
  });

  test('SingleObject_ShapeStoredBitByBit_TurnsWhenItIsFinished', () => {
    const desk = new FakeDesk();
    desk.show('one');
    desk.single.toggle();
    desk.drawing = true;
    desk.draw(box('mask'));
    desk.draw(box('mask', 10, 10, 40, 40));
    assert.deepEqual(desk.asked, [], 'the brush is still at work');
    desk.drawing = false;
    desk.single.step();
    assert.deepEqual(desk.asked, ['nextUnlabelled']);
  });

  test('SingleObject_ShapeTakenBackBeforeItIsFinished_StaysOnTheImage', () => {
    const desk = new FakeDesk();
    desk.show('one');
    desk.single.toggle();
    desk.drawing = true;
    desk.draw(box('mask'));
    desk.run('undo');
    desk.drawing = false;
    desk.single.step();
    assert.deepEqual(desk.asked, []);
  });

  test('SingleObject_ChangedOrForeignShape_DoesNotTurn', () => {
    const desk = new FakeDesk();
    desk.show('one');
    desk.draw(box('a'));
    desk.single.toggle();
    desk.draw(box('a', 30, 30));
    assert.deepEqual(desk.asked, [], 'moving what was there is no new object');
  });

  test('SingleObject_NextImage_HasTheSameClassAndToolInTheHand', async () => {
    const desk = new FakeDesk();
    desk.show('one');
    desk.single.toggle();
    desk.draw(box('a'));
    desk.toolId = 'select';
    desk.activeClassId = 'dot';
    desk.show('two');
    assert.equal(desk.toolId, 'polygon');
    assert.equal(desk.activeClassId, 'cell');
    await settle();
    const note = desk.single.options().find(option => option.kind === 'note');
    assert.deepEqual(note?.kind === 'note' && note.values, [12, 40]);
  });

  test('SingleObject_OptionNext_TurnsToTheNextImageWhateverIsOnIt', () => {
    const desk = new FakeDesk();
    desk.show('one');
    desk.single.toggle();
    const option = desk.single.options().find(each => each.id === 'turnToUnlabelled');
    assert.ok(option?.kind === 'toggle');
    option.set(false);
    desk.draw(box('a'));
    assert.deepEqual(desk.asked, ['next']);
  });

  test('SingleObject_NoObjectHere_MarksDoneAndGoesOn', () => {
    const desk = new FakeDesk();
    desk.show('one');
    desk.single.noObject();
    assert.deepEqual(desk.asked, [], 'outside the mode the key means nothing');
    desk.single.toggle();
    desk.single.noObject();
    assert.deepEqual(desk.asked, ['done', 'nextUnlabelled']);
  });

  test('SingleObject_UndoAfterTheTurn_GoesBackAndTakesTheShapeAway', () => {
    const desk = new FakeDesk();
    desk.show('one');
    desk.single.toggle();
    desk.draw(box('a'));
    desk.show('two');
    desk.draw(box('b'));
    desk.show('three');
    desk.run('undo');
    assert.equal(desk.asked.at(-1), 'open two');
    desk.show('two');
    assert.deepEqual(desk.shapes('two'), []);
    assert.deepEqual(desk.shapes('one'), ['a']);
    desk.run('undo');
    assert.equal(desk.asked.at(-1), 'open one', 'again: one image further back');
    desk.show('one');
    assert.deepEqual(desk.shapes('one'), []);
  });

  test('SingleObject_Left_TurnsNoMore', () => {
    const desk = new FakeDesk();
    desk.show('one');
    desk.single.toggle();
    desk.single.leave();
    desk.draw(box('a'));
    assert.deepEqual(desk.asked, []);
    assert.equal(desk.single.undoBehind(), false);
  });

  test('SingleObject_VideoOrReadOnly_IsRefusedWithAWord', () => {
    const desk = new FakeDesk();
    desk.video = {};
    desk.show('one');
    desk.single.toggle();
    desk.video = null;
    desk.readOnly = true;
    desk.single.toggle();
    assert.equal(desk.single.active, false);
    assert.deepEqual(desk.notices, ['singleImagesOnly', 'readOnly']);
  });
});
