import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { zOrderEdits, zOf, type ZStep } from '../src/annotator/edits.js';
import { Marks, type MarkStorage } from '../src/annotator/marks.js';
import type { Annotation } from '../src/annotator/model.js';
import { createTools } from '../src/annotator/tools/registry.js';
import type { Tool } from '../src/annotator/tools/tool.js';
import { ViewFilter } from '../src/annotator/viewFilter.js';
import { box, mapOf, modelBox } from './builders.js';
import { at, click, drag, FakeHost } from './fakeHost.js';

let host: FakeHost;
let select: Tool;

beforeEach(() => {
  host = new FakeHost();
  select = createTools(host).get('select')!;
  host.put(box('a', 10, 10, 20, 20), box('b', 50, 40, 20, 20), box('big', 0, 0, 100, 80));
});

const geometryOf = (id: string): unknown => host.get(id)?.geometry;

describe('multi-selection', () => {
  test('MultiSelection_ShiftDragOverEmptyAndShapes_TakesOnlyWhatIsWhollyInside', () => {
    drag(select, [5, 5], [60, 50], { shift: true });
    assert.deepEqual(host.selection.ids(), ['a']);
    assert.equal(host.edits.length, 0);
  });

  test('MultiSelection_AltDragOfFrame_AlsoTakesWhatItTouches', () => {
    drag(select, [5, 5], [60, 50], { shift: true, alt: true });
    assert.deepEqual(host.selection.ids().sort(), ['a', 'b', 'big']);
  });

  test('MultiSelection_ShiftOrCtrlClick_TogglesAtRelease', () => {
    click(select, 15, 15);
    click(select, 55, 45, { ctrl: true });
    assert.deepEqual(host.selection.ids(), ['a', 'b']);
    click(select, 15, 15, { shift: true });
    assert.deepEqual(host.selection.ids(), ['b']);
  });

  test('MultiSelection_ShiftDrag_AddsToWhatWasSelected', () => {
    host.selection.replace(['b']);
    drag(select, [5, 5], [35, 35], { shift: true });
    assert.deepEqual(host.selection.ids(), ['b', 'a']);
  });

  test('MultiSelection_Moved_IsOneStep_AndLockedOrPinnedMembersStayPut', () => {
    host.put(box('c', 80, 10, 10, 10));
    host.selection.replace(['a', 'b', 'c']);
    host.marks.set('locked', [{ id: 'b' }], true);
    host.marks.set('pinned', [{ id: 'c' }], true);
    drag(select, [15, 15], [20, 25]);
    assert.equal(host.edits.length, 1);
    assert.deepEqual(geometryOf('a'), { x: 15, y: 20, width: 20, height: 20 });
    assert.deepEqual(geometryOf('b'), { x: 50, y: 40, width: 20, height: 20 });
    assert.deepEqual(geometryOf('c'), { x: 80, y: 10, width: 10, height: 10 });
  });

  test('MultiSelection_CtrlHeld_KeepsTheHoveredShapeUnderOthers', () => {
    select.move(at(15, 15));
    assert.equal(host.selection.hovered, 'a');
    host.put(box('over', 12, 12, 6, 6));
    select.move(at(14, 14, { ctrl: true }));
    assert.equal(host.selection.hovered, 'a');
    click(select, 14, 14, { ctrl: true });
    assert.deepEqual(host.selection.ids(), ['a']);
    select.move(at(55, 45, { ctrl: true }));
    assert.equal(host.selection.hovered, 'b');
  });
});

describe('locks and hiding', () => {
  test('Case17_Locked_CanBeSelectedButNeitherMovedNorResized', () => {
    host.marks.set('locked', [{ id: 'a' }], true);
    click(select, 15, 15);
    assert.deepEqual(host.selection.ids(), ['a']);
    drag(select, [15, 15], [30, 30]);
    assert.deepEqual(geometryOf('a'), { x: 10, y: 10, width: 20, height: 20 });
    assert.equal(host.edits.length, 0);
  });

  test('Case17_LockedGround_LetsAFrameBeDrawnOverIt', () => {
    host.marks.set('locked', [{ id: 'big' }], true);
    drag(select, [5, 5], [35, 35]);
    assert.deepEqual(host.selection.ids(), ['a']);
  });

  test('Case17_Pinned_StaysButCanBeResized', () => {
    host.marks.set('pinned', [{ id: 'a' }], true);
    host.selection.replace(['a']);
    drag(select, [15, 15], [25, 25]);
    assert.deepEqual(geometryOf('a'), { x: 10, y: 10, width: 20, height: 20 });
    drag(select, [30, 30], [40, 40]);
    assert.deepEqual(geometryOf('a'), { x: 10, y: 10, width: 30, height: 30 });
  });

  test('Case24_Edit_TouchingALockedShape_IsRefusedWhole', () => {
    host.marks.set('locked', [{ id: 'a' }], true);
    host.edit([{ id: 'a', after: undefined }, { id: 'b', after: undefined }]);
    assert.ok(host.get('a') && host.get('b'));
    assert.deepEqual(host.notices, ['lockedRefused']);
  });

  test('MultiSelection_MixedMarks_AreNormalised', () => {
    const marks = new Marks();
    const group = [{ id: 'a' }, { id: 'b' }];
    marks.set('locked', [{ id: 'a' }], true);
    assert.ok(marks.toggle('locked', group));
    assert.ok(group.every(each => marks.has('locked', each)));
    assert.ok(!marks.toggle('locked', group));
    assert.ok(group.every(each => !marks.has('locked', each)));
  });

  test('Case17_Marks_SurviveReload_PerImage', () => {
    const kept = new Map<string, string>();
    const storage: MarkStorage = { getItem: key => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: key => void kept.delete(key) };
    const marks = new Marks(storage);
    marks.open('first');
    marks.set('hidden', [{ id: 'a' }], true);
    marks.set('locked', [{ id: 't1', trackId: 'track' }], true);
    marks.open('second');
    assert.ok(!marks.has('hidden', { id: 'a' }));
    const reloaded = new Marks(storage);
    reloaded.open('first');
    assert.ok(reloaded.has('hidden', { id: 'a' }));
    assert.ok(reloaded.has('locked', { id: 't2', trackId: 'track' }), 'a track is one object');
    reloaded.clear('hidden');
    reloaded.clear('locked');
    assert.equal(kept.size, 0);
  });

  test('Case17_Marks_DamagedOrForbiddenStorage_HoldForThePage', () => {
    const marks = new Marks({ getItem: () => '{"hidden":7', setItem: () => { throw new Error('full'); }, removeItem: () => undefined });
    marks.open('first');
    marks.set('hidden', [{ id: 'a' }], true);
    assert.ok(marks.has('hidden', { id: 'a' }));
  });

  test('Case17_Hidden_IsListedButNotShown_SoloShowsOnlyItsOwn', () => {
    const filter = new ViewFilter();
    filter.marks.set('hidden', [{ id: 'a' }], true);
    assert.ok(filter.passes(box('a')) && !filter.shows(box('a')));
    filter.setSolo(['b']);
    assert.ok(filter.shows(box('b')) && !filter.shows(box('c')));
    filter.keep([{ id: 'new', before: undefined, after: box('new') }]);
    assert.ok(filter.shows(box('new')), 'what is drawn while others are away stays in sight');
    filter.setSolo(null);
    assert.ok(filter.shows(box('c')) && !filter.shows(box('a')));
  });

  test('Case18_Filter_EditedShape_StaysInSightUntilTheFilterChanges', () => {
    const filter = new ViewFilter();
    filter.setTest(annotation => annotation.classId === 'cell');
    const before = box('a');
    const after: Annotation = { ...before, classId: 'other' };
    filter.keep([{ id: 'a', before, after }]);
    assert.ok(filter.shows(after));
    filter.setTest(annotation => annotation.classId === 'cell');
    assert.ok(!filter.shows(after));
    assert.ok(!filter.passes({ ...modelBox('m', 0.5), classId: 'other' }));
  });
});

describe('z-order', () => {
  function after(all: Map<string, Annotation>, moved: readonly string[], step: ZStep): Map<string, Annotation> {
    const edits = zOrderEdits(moved.map(id => all.get(id)!), [...all.values()], step);
    return new Map([...all, ...edits.map(edit => [edit.id, edit.after!] as const)]);
  }

  test('Case18_ZOrder_BackUpDownFront_AreMinusOneZeroMinusOneOne', () => {
    let all = mapOf(box('a'), box('b'));
    const steps = (['back', 'up', 'down', 'front'] as const).map(step => zOf((all = after(all, ['a'], step)).get('a')!));
    assert.deepEqual(steps, [-1, 0, -1, 1]);
  });

  test('Case16_ZOrder_GroupToFront_KeepsItsOwnOrder', () => {
    const all = mapOf(box('a', 0, 0, 5, 5, { zOrder: -3 }), box('b', 0, 0, 5, 5, { zOrder: 2 }), box('c', 0, 0, 5, 5, { zOrder: 4 }));
    const moved = after(all, ['a', 'b'], 'front');
    assert.deepEqual(['a', 'b', 'c'].map(id => zOf(moved.get(id)!)), [5, 10, 4]);
  });

  test('Case16_ZOrder_AlreadyInFront_ChangesNothing', () => {
    const all = mapOf(box('a', 0, 0, 5, 5, { zOrder: 9 }), box('b'));
    assert.deepEqual(zOrderEdits([all.get('a')!], [...all.values()], 'front'), []);
    assert.deepEqual(zOrderEdits([all.get('a')!], [all.get('a')!], 'back'), []);
  });
});
