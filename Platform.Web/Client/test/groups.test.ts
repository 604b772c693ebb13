import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { groupOf } from '../src/annotator/attributes.js';
import { groupEdits, relabelEdits, ungroupEdits, withTheirGroups } from '../src/annotator/edits.js';
import type { Annotation } from '../src/annotator/model.js';
import { box, modelBox } from './builders.js';

const ids = (): (() => string) => {
  let next = 0;
  return () => `g${++next}`;
};

const grouped = (group: unknown, id = 'a'): Annotation => box(id, 0, 0, 5, 5, { attributes: { group, kind: 'round' } });

describe('groups', () => {
  test('Case15_Group_OfSeveral_ShareOneFreshGroup_AndKeepTheirAttributes', () => {
    const edits = groupEdits([grouped('old'), box('b'), modelBox('m', 0.5)], ids());
    assert.deepEqual(edits.map(({ after }) => groupOf(after!)), ['g1', 'g1', 'g1']);
    assert.equal((edits[0]!.after!.attributes as { kind: string }).kind, 'round');
    assert.equal(edits[2]!.after!.reviewState, 'accepted', 'who groups a model\'s shape vouches for it');
  });

  test('Case15_Group_OfOneOrOfAGroupThatIsOne_ChangesNothing', () => {
    assert.deepEqual(groupEdits([box('a')], ids()), []);
    assert.deepEqual(groupEdits([grouped('g', 'a'), grouped('g', 'b')], ids()), []);
  });

  test('Case15_Ungroup_TakesOutOnlyThoseInAGroup', () => {
    const edits = ungroupEdits([grouped('g'), box('b')]);
    assert.deepEqual(edits.map(({ id }) => id), ['a']);
    assert.equal(groupOf(edits[0]!.after!), null);
    assert.deepEqual(edits[0]!.after!.attributes, { kind: 'round' });
  });

  test('Case15_SelectGroup_TakesAllMembers_AndKeepsWhatStandsAlone', () => {
    const all = [grouped('g', 'a'), grouped('g', 'b'), grouped('h', 'c'), box('d')];
    assert.deepEqual(withTheirGroups([all[0]!, all[3]!], all).map(({ id }) => id), ['a', 'b', 'd']);
    assert.deepEqual(withTheirGroups([all[3]!], all).map(({ id }) => id), ['d']);
  });

  test('Case15_Group_NumberedByAnotherTool_Counts_ZeroIsNone', () => {
    assert.equal(groupOf(grouped(3)), '3');
    assert.equal(groupOf(grouped(0)), null);
    assert.equal(groupOf(grouped('')), null);
  });

  test('Case15_Group_Relabelled_StaysAGroup', () => {
    const target = { id: 'other', key: 'other', name: 'Other', color: '#00ff00', index: 1 };
    assert.equal(groupOf(relabelEdits([grouped('g')], target, [])[0]!.after!), 'g');
  });
});
