import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AnnotatorClass } from '../src/annotator/model.js';
import { idsBetween, indexOf, listItems, nearestObject } from '../src/annotator/ui/objectItems.js';
import { box } from './builders.js';

const classes: AnnotatorClass[] = ['cell', 'dot'].map((id, index) => ({ id, key: id, name: id, color: '#ff0000', index }));
const objects = Array.from({ length: 40 }, (_, i) => box(`a${i}`, 0, 0, 5, 5, { classId: i % 2 === 0 ? 'cell' : 'dot' }));
const flat = listItems(objects, classes, { by: 'none', collapsed: new Set() });

describe('object list', () => {
  test('VirtualizedSidebar_ShiftRange_SpansRowsThatAreNotOnThePage', () => {
    assert.deepEqual(idsBetween(flat, 'a35', 'a3'), objects.slice(3, 36).map(each => each.id));
    assert.deepEqual(idsBetween(flat, 'gone', 'a3'), ['a3'], 'a range without a beginning is its end');
  });

  test('VirtualizedSidebar_GroupedByClass_CountsEqualTheModel', () => {
    const items = listItems(objects, classes, { by: 'class', collapsed: new Set() });
    const groups = items.filter(item => item.kind === 'group');
    assert.deepEqual(groups.map(group => [group.key, group.members.length]), [['cell', 20], ['dot', 20]]);
    assert.equal(items.length, 42);
    assert.equal(indexOf(items, 'a1'), 22);
  });

  test('VirtualizedSidebar_CollapsedGroup_HidesItsRowsButBelongsToARange', () => {
    const items = listItems(objects, classes, { by: 'class', collapsed: new Set(['dot']) });
    assert.equal(items.length, 22);
    assert.equal(indexOf(items, 'a1'), -1);
    assert.equal(nearestObject(items, 0, 1), 1);
    assert.equal(nearestObject(items, 21, 1), -1);
    assert.equal(nearestObject(items, 21, -1), 20);
  });

  test('VirtualizedSidebar_ClassThatIsGone_StillHasItsGroup', () => {
    const items = listItems([box('x', 0, 0, 5, 5, { classId: 'removed' })], classes, { by: 'class', collapsed: new Set() });
    assert.deepEqual(items.map(item => item.kind), ['group', 'object']);
  });
});
