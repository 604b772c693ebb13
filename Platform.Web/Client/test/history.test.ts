import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { copyEdits, deleteEdits, nudgeEdits, relabelEdits, acceptEdits } from '../src/annotator/edits.js';
import { History } from '../src/annotator/history.js';
import { AnnotationStore, type Edit } from '../src/annotator/store.js';
import { box, modelBox, random } from './builders.js';

class Desk {
  readonly store = new AnnotationStore();
  readonly history = new History();
  now = 0;

  edit(edits: readonly Edit[], key: string | null = null): void {
    this.now += 100;
    this.history.push(this.store.apply(edits, 'local'), this.now, key);
  }

  undo(): void {
    this.store.apply(this.history.undo() ?? [], 'history');
  }

  redo(): void {
    this.store.apply(this.history.redo() ?? [], 'history');
  }
}

describe('history', () => {
  test('Undo_ThousandRandomEdits_WalksBackThroughEveryState', () => {
    const desk = new Desk();
    const next = random(3);
    const states = [desk.store.snapshot()];
    for (let i = 0; i < 1000; i++) {
      const id = `a${Math.floor(next() * 30)}`;
      const before = desk.store.size;
      const after = next() < 0.3 ? undefined : box(id, next() * 50, next() * 50);
      const had = desk.store.get(id) !== undefined;
      if (!after && !had) {
        continue;
      }
      desk.edit([{ id, after }]);
      assert.ok(Math.abs(desk.store.size - before) <= 1);
      states.push(desk.store.snapshot());
    }
    for (let i = states.length - 2; i >= 0; i--) {
      desk.undo();
      assert.deepEqual(new Map([...desk.store.snapshot()].sort()), new Map([...states[i]!].sort()));
    }
    assert.ok(!desk.history.canUndo);
    for (let i = 1; i < states.length; i++) {
      desk.redo();
    }
    assert.deepEqual(new Map([...desk.store.snapshot()].sort()), new Map([...states.at(-1)!].sort()));
  });

  test('Push_AfterUndo_DropsRedo', () => {
    const desk = new Desk();
    desk.edit([{ id: 'a', after: box('a') }]);
    desk.undo();
    desk.edit([{ id: 'b', after: box('b') }]);
    assert.ok(!desk.history.canRedo);
  });

  test('Push_SameKeySoonAfter_IsOneStep', () => {
    const desk = new Desk();
    desk.edit([{ id: 'a', after: box('a', 10) }]);
    desk.edit([{ id: 'a', after: box('a', 11) }], 'nudge');
    desk.edit([{ id: 'a', after: box('a', 12) }], 'nudge');
    desk.now += 5000;
    desk.edit([{ id: 'a', after: box('a', 13) }], 'nudge');
    desk.undo();
    assert.equal((desk.store.get('a') as ReturnType<typeof box>).geometry.x, 12);
    desk.undo();
    assert.equal((desk.store.get('a') as ReturnType<typeof box>).geometry.x, 10);
  });

  test('Forget_ForeignShape_LeavesItAloneAtUndo', () => {
    const desk = new Desk();
    desk.edit([{ id: 'a', after: box('a', 1) }, { id: 'b', after: box('b', 1) }]);
    desk.edit([{ id: 'a', after: box('a', 2) }]);
    desk.store.apply([{ id: 'a', after: box('a', 50) }], 'remote');
    desk.history.forget(new Set(['a']));
    desk.undo();
    assert.equal(desk.store.get('b'), undefined);
    assert.deepEqual(desk.store.get('a'), box('a', 50));
    assert.ok(!desk.history.canUndo);
  });

  test('Rename_ConflictCopy_UndoGoesOnAtTheCopy', () => {
    const desk = new Desk();
    desk.edit([{ id: 'a', after: box('a', 1) }]);
    desk.edit([{ id: 'a', after: box('a', 2) }]);
    desk.store.apply([{ id: 'a', after: box('a', 50) }, { id: 'copy', after: box('copy', 2) }], 'remote');
    desk.history.rename(new Map([['a', 'copy']]));
    desk.undo();
    assert.deepEqual(desk.store.get('copy'), box('copy', 1));
    assert.deepEqual(desk.store.get('a'), box('a', 50));
    desk.undo();
    assert.equal(desk.store.get('copy'), undefined);
  });
});

describe('edits', () => {
  const image = { width: 100, height: 80 };
  const cell = { id: 'cell', key: 'cell', name: 'Cell', color: '#ff0000', index: 0 };

  test('Relabel_PendingModelBox_BecomesAccepted', () => {
    const [edit] = relabelEdits([modelBox('m', 0.5)], { ...cell, id: 'other' });
    assert.equal(edit?.after?.classId, 'other');
    assert.equal(edit?.after?.reviewState, 'accepted');
    assert.equal(edit?.after?.source, 'model');
  });

  test('Relabel_ClassOfAnotherShape_ChangesNothing', () => {
    assert.deepEqual(relabelEdits([box('a')], { ...cell, id: 'outline', shapeType: 'polygon' }), []);
  });

  test('Accept_Mixed_TouchesOnlyPending', () => {
    assert.deepEqual(acceptEdits([box('a'), modelBox('m', 0.9)]).map(edit => edit.id), ['m']);
  });

  test('Delete_ModelShape_IsRejectedAndCanBeUndone', () => {
    const [human, model] = deleteEdits([box('a'), modelBox('m', 0.5)]);
    assert.equal(human?.after, undefined);
    assert.equal(model?.after?.reviewState, 'rejected');
    assert.equal(model?.after?.confidence, 0.5);
  });

  test('Nudge_AtBorder_ChangesNothing', () => {
    assert.deepEqual(nudgeEdits([box('a', 0, 10)], -1, 0, image), []);
  });

  test('Copy_ModelBoxAtFarCorner_IsHumanVisibleAndInside', () => {
    const [edit] = copyEdits([{ ...modelBox('m', 0.9), geometry: { x: 80, y: 60, width: 20, height: 20 } }], image, () => 'new');
    assert.deepEqual(edit?.after?.geometry, { x: 68, y: 48, width: 20, height: 20 });
    assert.equal(edit?.after?.source, 'human');
    assert.equal(edit?.after?.confidence, null);
  });

  test('Copy_ToSmallerImage_IsCutToFit', () => {
    const [edit] = copyEdits([box('a', 10, 10, 500, 20)], image, () => 'new', 0);
    assert.deepEqual(edit?.after?.geometry, { x: 0, y: 10, width: 100, height: 20 });
  });
});
