import assert from 'node:assert/strict';
import { test } from 'node:test';
import { merge, type MergeInput } from '../src/annotator/merge.js';
import { sameContent, type Annotation } from '../src/annotator/model.js';
import { box, mapOf, modelBox, random } from './builders.js';

const none = mapOf();

function mergeOf(base: Map<string, Annotation>, mine: Map<string, Annotation>, theirs: Map<string, Annotation>, sent: MergeInput['sent'] = new Map()) {
  return merge({ base, mine, theirs, sent, newId: () => 'copy' });
}

test('Merge_OnlyTheirsChanged_IsTaken', () => {
  const result = mergeOf(mapOf(box('a', 1)), mapOf(box('a', 1)), mapOf(box('a', 9)));
  assert.deepEqual([...result.merged.values()], [box('a', 9)]);
  assert.ok(result.taken.has('a'));
  assert.equal(result.conflicts.length, 0);
});

test('Merge_TheirNewAndDeletedShapes_AreTaken', () => {
  const result = mergeOf(mapOf(box('gone')), mapOf(box('gone')), mapOf(box('new')));
  assert.deepEqual([...result.merged.keys()], ['new']);
});

test('Merge_OnlyMineChanged_IsKept', () => {
  const result = mergeOf(mapOf(box('a', 1), box('b')), mapOf(box('a', 5), box('c')), mapOf(box('a', 1), box('b')));
  assert.deepEqual([...result.merged.values()], [box('a', 5), box('c')]);
  assert.equal(result.taken.size, 0);
});

test('Merge_BothChanged_TheirsStaysMineBecomesCopy', () => {
  const result = mergeOf(mapOf(box('a', 1)), mapOf(box('a', 5)), mapOf(box('a', 9)));
  assert.deepEqual(result.merged.get('a'), box('a', 9));
  assert.ok(sameContent(result.merged.get('copy'), { ...box('a', 5), id: 'copy' }));
  assert.deepEqual(result.conflicts, [{ id: 'a', kind: 'copied', mine: box('a', 5), theirs: box('a', 9), copyId: 'copy' }]);
  assert.equal(result.renamed.get('a'), 'copy');
});

test('Merge_BothMadeTheSameChange_IsNoConflict', () => {
  const result = mergeOf(mapOf(box('a', 1)), mapOf(box('a', 5)), mapOf(box('a', 5, 10, 20, 20, { revision: 4 })));
  assert.equal(result.conflicts.length, 0);
  assert.equal(result.merged.size, 1);
  assert.equal(result.merged.get('a')?.revision, 4);
});

test('Merge_TheyDeletedWhatIChanged_ComesBack', () => {
  const result = mergeOf(mapOf(box('a', 1)), mapOf(box('a', 5)), none);
  assert.equal(result.merged.size, 1);
  assert.ok(sameContent(result.merged.get('a'), box('a', 5)));
  assert.equal(result.conflicts[0]?.kind, 'recreated');
});

test('Merge_TheyChangedWhatIDeleted_Stays', () => {
  const result = mergeOf(mapOf(box('a', 1)), none, mapOf(box('a', 9)));
  assert.deepEqual([...result.merged.values()], [box('a', 9)]);
  assert.equal(result.conflicts[0]?.kind, 'keptTheirs');
  assert.ok(result.taken.has('a'));
});

test('Merge_CopyOfModelShape_IsThePersons', () => {
  const mine = { ...modelBox('m', 0.5), reviewState: 'accepted' as const, geometry: { x: 5, y: 5, width: 9, height: 9 } };
  const result = mergeOf(mapOf(modelBox('m', 0.5)), mapOf(mine), mapOf(modelBox('m', 0.5, 40)));
  assert.equal(result.merged.get('copy')?.source, 'human');
  assert.equal(result.merged.get('copy')?.confidence, null);
  assert.equal(result.merged.get('m')?.source, 'model');
});

test('Merge_BothDeleted_IsGone', () => {
  assert.equal(mergeOf(mapOf(box('a')), none, none).merged.size, 0);
});

test('Merge_LostAnswerThenEditedAgain_IsMine', () => {
  const result = mergeOf(none, mapOf(box('a', 7)), mapOf(box('a', 5)), new Map([['a', [box('a', 5)]]]));
  assert.deepEqual([...result.merged.values()], [box('a', 7)]);
  assert.equal(result.conflicts.length, 0);
});

test('Merge_LostAnswerThenDeleted_StaysDeleted', () => {
  assert.equal(mergeOf(none, none, mapOf(box('a', 5)), new Map([['a', [box('a', 5)]]])).merged.size, 0);
});

test('Merge_ServerRounded_IsNotAnEdit', () => {
  const result = mergeOf(mapOf(box('a', 1.25)), mapOf(box('a', 5)), mapOf(box('a', 1.2500001)));
  assert.equal(result.conflicts.length, 0);
});

test('Merge_RandomHistories_LoseNothing', () => {
  const next = random(17);
  for (let round = 0; round < 300; round++) {
    const base = mapOf(...['a', 'b', 'c', 'd'].map(id => box(id, 0)));
    const mine = change(base, 'mine', 10);
    const theirs = change(base, 'theirs', 30);
    let copies = 0;
    const { merged } = merge({ base, mine, theirs, sent: new Map(), newId: () => `copy${copies++}` });
    const kept = [...merged.values()];
    for (const [side, other] of [[mine, theirs], [theirs, mine]] as const) {
      for (const [id, version] of side) {
        const edited = !sameContent(version, base.get(id));
        const present = kept.some(annotation => sameContent(annotation, version));
        assert.ok(!edited || present, `${id} lost`);
        // Untouched by this side: gone only where the other side removed or changed it.
        assert.ok(edited || present || !sameContent(other.get(id), version), `${id} vanished`);
      }
    }
  }

  function change(base: Map<string, Annotation>, name: string, x: number): Map<string, Annotation> {
    const copy = new Map(base);
    for (const id of base.keys()) {
      const dice = next();
      if (dice < 0.25) {
        copy.delete(id);
      } else if (dice < 0.5) {
        copy.set(id, box(id, x + next() * 10));
      }
    }
    copy.set(`${name}-new`, box(`${name}-new`, x));
    return copy;
  }
});
