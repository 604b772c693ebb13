import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { decodeRuns, isSet, maskArea, maskBounds } from '../src/annotator/geometry/mask.js';
import { translatedMask } from '../src/annotator/geometry/maskOps.js';
import type { Annotation, MaskGeometry } from '../src/annotator/model.js';
import { SaveQueue } from '../src/annotator/saveQueue.js';
import { MaskTool } from '../src/annotator/tools/mask.js';
import { box, FakeScheduler, FakeServer } from './builders.js';
import { at, click, drag, FakeHost } from './fakeHost.js';
import { maskOf, picture } from './maskPictures.js';

const image = { width: 100, height: 80 };
let host: FakeHost;
let tool: MaskTool;

beforeEach(() => {
  host = new FakeHost();
  tool = new MaskTool(host);
  tool.settings.tip = 'square';
  tool.settings.sizePx = 4;
});

function mask(id: string, x: number, y: number, width: number, height: number, extra: Partial<Annotation> = {}): Annotation {
  const block = maskOf(...Array.from({ length: image.height }, (_, row) =>
    Array.from({ length: image.width }, (_, column) => (column >= x && column < x + width && row >= y && row < y + height ? '#' : '.')).join('')));
  return { ...box(id), type: 'mask', geometry: block, ...extra };
}

function geometryOf(id: string): MaskGeometry {
  return host.get(id)!.geometry as MaskGeometry;
}

function areaOf(id: string): number {
  return maskArea(geometryOf(id));
}

const ids = (): string[] => [...host.store.all()].map(annotation => annotation.id);

describe('masks_basics: drawing', () => {
  test('MasksBasics_Stroke_BecomesSelectedMaskOfTheActiveClass', () => {
    drag(tool, [10, 10], [30, 10]);
    const [only] = [...host.store.all()];
    assert.equal(only?.type, 'mask');
    assert.equal(only?.classId, 'cell');
    assert.deepEqual(geometryOf('new0').size, [80, 100]);
    assert.deepEqual(maskBounds(geometryOf('new0')), { x: 8, y: 8, width: 24, height: 4 });
    assert.equal(areaOf('new0'), 24 * 4);
    assert.deepEqual(host.selection.ids(), ['new0']);
    assert.equal(host.draft, null);
  });

  test('MasksBasics_Continue_SecondStrokeGoesOnInTheMask_FinishStartsAnother', () => {
    drag(tool, [10, 10], [30, 10]);
    drag(tool, [10, 40], [30, 40]);
    assert.deepEqual(ids(), ['new0']);
    assert.equal(areaOf('new0'), 2 * 24 * 4);
    assert.ok(tool.finish());
    assert.equal(host.selection.size, 0);
    assert.ok(!tool.finish());
    drag(tool, [60, 60], [70, 60]);
    assert.equal(host.store.size, 2);
  });

  test('MasksBasics_FinishedMask_IsOneStep', () => {
    drag(tool, [10, 10], [30, 10]);
    drag(tool, [10, 40], [30, 40]);
    const drawn = geometryOf('new0');
    tool.finish();
    host.step('undo', tool);
    assert.deepEqual(ids(), []);
    assert.ok(!host.history.canUndo);
    host.step('redo', tool);
    assert.equal(geometryOf('new0'), drawn);
  });

  test('MasksBasics_UndoWhileDrawing_GoesStrokeByStroke', () => {
    drag(tool, [10, 10], [30, 10]);
    const first = geometryOf('new0');
    drag(tool, [10, 40], [30, 40]);
    const second = geometryOf('new0');
    host.step('undo', tool);
    assert.equal(geometryOf('new0'), first);
    host.step('undo', tool);
    assert.deepEqual(ids(), []);
    host.step('redo', tool);
    host.step('redo', tool);
    assert.equal(geometryOf('new0'), second);
    host.step('undo', tool);
    drag(tool, [50, 50], [60, 50]);
    tool.finish();
    host.step('undo', tool);
    assert.deepEqual(ids(), [], 'strokes before and after an undo are one step in the end');
  });

  test('MasksBasics_Escape_DropsTheMask_RedoBringsItsStrokesBack', () => {
    drag(tool, [10, 10], [30, 10]);
    drag(tool, [10, 40], [30, 40]);
    assert.ok(tool.run('cancel'));
    assert.deepEqual(ids(), []);
    assert.ok(!tool.run('cancel'), 'a second Escape is for the selection');
    host.step('redo', tool);
    host.step('redo', tool);
    assert.equal(areaOf('new0'), 2 * 24 * 4);
  });

  test('MasksBasics_EscapeDuringStroke_DropsOnlyThat', () => {
    drag(tool, [10, 10], [30, 10]);
    tool.down(at(50, 50));
    tool.move(at(60, 50));
    assert.deepEqual(host.draft?.hidden, ['new0']);
    assert.ok(tool.run('cancel'));
    tool.move(at(70, 50));
    tool.up(at(70, 50));
    assert.equal(areaOf('new0'), 24 * 4);
    assert.equal(host.draft, null);
  });

  test('MasksBasics_EmptyMask_CannotBeCreated', () => {
    tool.down(at(-50, -50));
    tool.up(at(-40, -50));
    assert.equal(host.edits.length, 0);
    tool.run('maskMode:eraser');
    drag(tool, [10, 10], [30, 10]);
    assert.equal(host.edits.length, 0);
    assert.deepEqual(host.notices, ['selectMaskToErase']);
  });

  test('MasksBasics_NoClassForMasks_AsksForOne', () => {
    host.classes = [];
    drag(tool, [10, 10], [30, 10]);
    assert.deepEqual(host.notices, ['pickMaskClass']);
    assert.equal(host.edits.length, 0);
  });

  test('MasksBasics_ReadOnly_ChangesNothing', () => {
    host.readOnly = true;
    drag(tool, [10, 10], [30, 10]);
    assert.equal(host.edits.length, 0);
  });
});

describe('masks_basics: editing', () => {
  beforeEach(() => {
    host.put(mask('a', 10, 10, 20, 20));
    host.selection.replace(['a']);
  });

  test('MasksBasics_EditSelectedMask_KeepsItsIdAndClass', () => {
    drag(tool, [40, 20], [50, 20]);
    assert.deepEqual(ids(), ['a']);
    assert.equal(areaOf('a'), 400 + 14 * 4);
    tool.run('maskMode:eraser');
    drag(tool, [10, 12], [30, 12]);
    assert.equal(areaOf('a'), 400 + 14 * 4 - 20 * 4);
    assert.ok(tool.run('cancel'));
    assert.equal(areaOf('a'), 400, 'Escape takes all strokes of this edit back');
  });

  test('MasksBasics_EraseEverything_IsRefused', () => {
    tool.run('maskMode:eraser');
    tool.settings.sizePx = 60;
    click(tool, 20, 20);
    assert.equal(areaOf('a'), 400);
    assert.deepEqual(host.notices, ['maskNeverEmpty']);
    assert.equal(host.edits.length, 0);
  });

  test('MasksBasics_EditTwice_IsTwoSteps', () => {
    drag(tool, [40, 20], [50, 20]);
    tool.finish();
    host.selection.replace(['a']);
    drag(tool, [40, 40], [50, 40]);
    drag(tool, [60, 40], [70, 40]);
    tool.finish();
    host.step('undo', tool);
    assert.equal(areaOf('a'), 400 + 14 * 4);
    host.step('undo', tool);
    assert.equal(areaOf('a'), 400);
  });

  test('MasksBasics_ModelMask_CountsAsAcceptedOncePainted', () => {
    host.put(mask('m', 10, 10, 20, 20, { source: 'model', reviewState: 'pending', confidence: 0.6 }));
    host.selection.replace(['m']);
    drag(tool, [40, 20], [50, 20]);
    assert.equal(host.get('m')?.reviewState, 'accepted');
    assert.equal(host.get('m')?.source, 'model');
  });

  test('MasksBasics_LockedMask_IsNotPainted', () => {
    host.marks.set('locked', [host.get('a')!], true);
    drag(tool, [40, 20], [50, 20]);
    assert.deepEqual(host.notices, ['lockedRefused']);
    assert.equal(host.edits.length, 0);
  });

  test('MasksBasics_ChangedBySomebodyElseUnderTheBrush_BothChangesStay', () => {
    tool.down(at(40, 20));
    tool.move(at(50, 20));
    host.put({ ...host.get('a')!, geometry: translatedMask(geometryOf('a'), 0, 30) });
    tool.up(at(50, 20));
    assert.ok(isSet(geometryOf('a'), 15, 45) && !isSet(geometryOf('a'), 15, 15) && isSet(geometryOf('a'), 45, 20));
  });

  test('MasksBasics_DeletedUnderTheBrush_StrokeIsKeptAsMask', () => {
    tool.down(at(40, 20));
    host.store.apply([{ id: 'a', after: undefined }], 'remote');
    tool.up(at(50, 20));
    assert.equal(host.store.size, 1);
    assert.equal(maskArea(([...host.store.all()][0]!).geometry as MaskGeometry), 14 * 4);
  });

  test('MasksBasics_PageTurnedUnderTheBrush_StrokeIsKept', () => {
    tool.down(at(40, 20));
    tool.move(at(50, 20));
    tool.park();
    assert.equal(areaOf('a'), 400 + 14 * 4);
    tool.up(at(60, 20));
    assert.equal(areaOf('a'), 400 + 14 * 4);
  });
});

describe('masks_basics: pixels below', () => {
  beforeEach(() => {
    host.put(mask('a', 10, 10, 20, 20), mask('b', 60, 10, 4, 4));
    tool.settings.removesUnderlying = true;
    tool.settings.sizePx = 10;
  });

  test('MasksBasics_RemoveUnderlying_ChangesTheOtherMask_UndoRestoresIt', () => {
    const before = geometryOf('a');
    click(tool, 30, 20);
    assert.equal(areaOf('a'), 400 - 5 * 10);
    host.step('undo', tool);
    assert.equal(geometryOf('a'), before);
  });

  test('MasksBasics_RemoveUnderlying_MaskErasedEntirely_IsBackAfterUndo', () => {
    click(tool, 62, 12);
    assert.deepEqual(ids().sort(), ['a', 'new0']);
    host.step('undo', tool);
    assert.equal(areaOf('b'), 16);
    host.step('redo', tool);
    assert.ok(!ids().includes('b'));
    tool.finish();
    host.step('undo', tool);
    assert.equal(areaOf('b'), 16);
  });

  test('MasksBasics_RemoveUnderlying_HigherAndLockedMasks_StayWhole', () => {
    host.put({ ...host.get('a')!, zOrder: 5 });
    host.marks.set('locked', [host.get('b')!], true);
    drag(tool, [20, 12], [70, 12]);
    assert.equal(areaOf('a'), 400);
    assert.equal(areaOf('b'), 16);
  });

  test('MasksBasics_RemoveUnderlying_Erasing_TakesNothing', () => {
    host.selection.replace(['b']);
    tool.run('maskMode:eraser');
    tool.settings.sizePx = 2;
    drag(tool, [15, 12], [61, 12]);
    assert.equal(areaOf('a'), 400);
  });

  test('MasksBasics_EveryStepSaved_NoRequestHoldsAnEmptyOrBrokenMask', async () => {
    const scheduler = new FakeScheduler();
    const server = new FakeServer([...host.store.all()]);
    const queue = new SaveQueue('asset', server.document, {
      store: host.store, api: server, scheduler, newId: () => 'copy', writeJournal: () => undefined, onStatus: () => undefined, onMerged: () => undefined,
    });
    const saved = async (act: () => void): Promise<void> => {
      act();
      await queue.flush();
      assert.equal(queue.status.state, 'saved');
    };
    await saved(() => click(tool, 62, 12));
    await saved(() => drag(tool, [5, 15], [40, 25]));
    await saved(() => host.step('undo', tool));
    await saved(() => host.step('undo', tool));
    await saved(() => host.step('redo', tool));
    await saved(() => host.step('redo', tool));
    await saved(() => void tool.finish());
    await saved(() => host.step('undo', tool));
    for (const annotation of server.requests.flatMap(request => request.upserts)) {
      const runs = decodeRuns((annotation.geometry as MaskGeometry).counts);
      assert.equal(runs.reduce((sum, run) => sum + run, 0), 8000);
      assert.ok(runs.length > 1 && runs.every(run => run >= 0));
    }
    assert.deepEqual([...server.records.keys()].sort(), ['a', 'b']);
  });
});

describe('brush', () => {
  test('LabelStudioBrush_OverTheSameRegion_AddsOnlyWhatIsNew', () => {
    drag(tool, [10, 10], [30, 10]);
    drag(tool, [10, 10], [30, 10]);
    assert.equal(host.edits.length, 1, 'a stroke that changes nothing is no step');
    drag(tool, [30, 10], [40, 10]);
    assert.equal(areaOf('new0'), 34 * 4);
  });

  test('LabelStudioBrush_Erases_Continuously', () => {
    tool.settings.sizePx = 20;
    drag(tool, [10, 40], [90, 40]);
    tool.run('maskMode:eraser');
    tool.settings.sizePx = 2;
    tool.down(at(0, 40));
    // One frame may bring many positions, and they may lie far apart.
    tool.move(at(99, 40, { trail: [{ x: 30, y: 35 }, { x: 60, y: 45 }, { x: 99, y: 40 }] }));
    tool.up(at(99, 40));
    const upper = picture(geometryOf('new0'));
    for (let x = 5; x < 95; x++) {
      assert.ok(upper.slice(30, 51).some(row => row[x] === '.'), `column ${x}`);
    }
  });

  test('LabelStudioBrush_CentredOutside_PaintsOnlyTheImage', () => {
    tool.settings.sizePx = 10;
    drag(tool, [-2, 40], [120, 40]);
    assert.deepEqual(maskBounds(geometryOf('new0')), { x: 0, y: 35, width: 100, height: 10 });
    assert.equal(decodeRuns(geometryOf('new0').counts).reduce((sum, run) => sum + run, 0), 8000);
  });

  test('Alt_TurnsBrushIntoEraser_ForOneStroke', () => {
    drag(tool, [10, 10], [30, 10]);
    drag(tool, [20, 10], [20, 10], { alt: true });
    assert.equal(areaOf('new0'), 20 * 4);
    drag(tool, [20, 10], [20, 10]);
    assert.equal(areaOf('new0'), 24 * 4);
  });

  test('Shift_DrawsStraightFromTheLastStroke', () => {
    click(tool, 10, 10);
    click(tool, 50, 10, { shift: true });
    assert.deepEqual(maskBounds(geometryOf('new0')), { x: 8, y: 8, width: 44, height: 4 });
    assert.equal(areaOf('new0'), 44 * 4);
  });

  test('Brackets_ChangeTheSize_WithinBounds', () => {
    tool.run('brushLarger');
    assert.equal(tool.settings.sizePx, 5);
    for (let i = 0; i < 60; i++) {
      tool.run('brushLarger');
    }
    assert.equal(tool.settings.sizePx, 500);
    for (let i = 0; i < 90; i++) {
      tool.run('brushSmaller');
    }
    assert.equal(tool.settings.sizePx, 1);
    click(tool, 10.7, 10.2);
    assert.deepEqual(maskBounds(geometryOf('new0')), { x: 10, y: 10, width: 1, height: 1 });
  });
});
