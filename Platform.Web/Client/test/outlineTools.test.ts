import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { polygonArea } from '../src/annotator/geometry/clip.js';
import { countOf } from '../src/annotator/geometry/path.js';
import type { PolygonGeometry, PolylineGeometry } from '../src/annotator/model.js';
import { ExtremeBoxTool } from '../src/annotator/tools/extremeBox.js';
import type { ToolOption } from '../src/annotator/tools/options.js';
import { SimplifyTool } from '../src/annotator/tools/simplify.js';
import { SliceTool } from '../src/annotator/tools/slice.js';
import { TransformTool } from '../src/annotator/tools/transform.js';
import { box, polygon, polyline, random, star } from './builders.js';
import { at, click, drag, FakeHost } from './fakeHost.js';

const square = [20, 20, 60, 20, 60, 60, 20, 60];

let host: FakeHost;

beforeEach(() => {
  host = new FakeHost();
  host.drawSettings.set({ snap: false });
  host.put(polygon('a', [square], { attributes: { occluded: true } }));
});

const polygonOf = (id: string): PolygonGeometry => host.get(id)!.geometry as PolygonGeometry;
const areas = (): number[] => [...host.store.all()].filter(({ type }) => type === 'polygon').map(({ geometry }) => polygonArea(geometry as PolygonGeometry));

describe('slicing', () => {
  let tool: SliceTool;
  beforeEach(() => {
    tool = new SliceTool(host);
  });

  test('Case13_Slice_ClicksAcross_GiveTwoOfTheSameObject', () => {
    click(tool, 10, 30);
    click(tool, 70, 30);
    assert.deepEqual(areas(), [1200, 400]);
    assert.equal(host.edits.length, 1);
    assert.deepEqual(host.selection.ids().length, 2);
    assert.ok([...host.store.all()].every(({ classId, attributes }) => classId === 'cell' && JSON.stringify(attributes) === '{"occluded":true}'));
    assert.deepEqual(host.tools, ['select']);
    host.step('undo', tool);
    assert.deepEqual(polygonOf('a').rings, [square]);
  });

  test('Case13_Slice_BentCut_TakesInnerPoints', () => {
    [[10, 30], [30, 40], [50, 40], [70, 30]].forEach(([x, y]) => click(tool, x!, y!));
    assert.equal(host.store.size, 2);
    assert.ok(polygonOf('a').rings[0]!.includes(40));
  });

  test('Case13_Slice_RightClick_TakesCuttingPointsBack', () => {
    click(tool, 10, 30);
    click(tool, 40, 40);
    assert.ok(tool.secondary());
    assert.ok(tool.secondary());
    assert.ok(!tool.drawing);
    assert.ok(!tool.stepBack());
    assert.deepEqual(areas(), [1600]);
  });

  test('Case13_Slice_Slip_FreehandCutsAtTheRelease', () => {
    drag(tool, [40, 10], [40, 70]);
    assert.deepEqual(areas(), [800, 800]);
  });

  test('Slice_NotAcross_SaysSoAndGoesOn', () => {
    click(tool, 10, 30);
    click(tool, 40, 30);
    tool.finish();
    assert.deepEqual(host.notices, ['cutMustCross']);
    assert.ok(tool.drawing);
    click(tool, 70, 35);
    assert.equal(host.store.size, 2);
  });

  test('Slice_WithSelection_CutsNothingElse', () => {
    host.put(polygon('b', [[70, 20, 90, 20, 90, 60, 70, 60]]));
    host.selection.replace(['b']);
    click(tool, 10, 30);
    click(tool, 95, 30);
    assert.deepEqual(polygonOf('a').rings, [square]);
    assert.equal(host.store.size, 3);
  });

  test('Slice_LockedShape_StaysWhole', () => {
    host.marks.set('locked', [{ id: 'a' }], true);
    click(tool, 10, 30);
    click(tool, 70, 30);
    assert.equal(host.edits.length, 0);
  });

  test('Slice_Polyline_GivesPiecesOfIt', () => {
    host.put(polyline('l', [5, 70, 95, 70]));
    host.selection.replace(['l']);
    click(tool, 50, 65);
    click(tool, 50, 78);
    assert.deepEqual([...host.store.all()].filter(({ type }) => type === 'polyline').map(({ geometry }) => (geometry as PolylineGeometry).points), [[5, 70, 50, 70], [50, 70, 95, 70]]);
  });

  test('Slice_EscapeTwice_DropsTheCutThenPutsTheKnifeAway', () => {
    click(tool, 10, 30);
    assert.ok(!tool.run('cancel') && tool.cancel());
    assert.ok(tool.run('cancel'));
    assert.deepEqual(host.tools, ['select']);
  });
});

describe('simplifying', () => {
  const dense = polygon('d', [star(random(9), { x: 50, y: 40 }, 200, 28, 30)]);
  let tool: SimplifyTool;
  const count = (): number => countOf((host.draft!.shapes[0]!.geometry as PolygonGeometry).rings[0]!);

  beforeEach(() => {
    tool = new SimplifyTool(host);
    host.put(dense);
    host.selection.replace(['d']);
    tool.enter();
  });

  test('SimplifyPolygons_Slider_PreviewsAndLeavesTheOriginalUntouched', () => {
    const slider = tool.options()[0] as ToolOption & { kind: 'range' };
    slider.set(0);
    assert.equal(count(), 200);
    assert.ok(Math.abs(polygonArea(host.draft!.shapes[0]!.geometry as PolygonGeometry) - polygonArea(dense.geometry)) < 1);
    slider.set(2);
    const rough = count();
    assert.ok(rough < 100);
    slider.set(4);
    assert.ok(count() < rough);
    assert.equal(host.get('d'), dense);
    assert.equal(host.edits.length, 0);
  });

  test('Simplify_Brackets_ChangeTheTolerance', () => {
    const before = count();
    for (let i = 0; i < 5; i++) {
      assert.ok(tool.run('simplify:more'));
    }
    assert.ok(count() < before);
    for (let i = 0; i < 30; i++) {
      tool.run('simplify:less');
    }
    assert.equal(count(), 200);
  });

  test('Simplify_Accept_IsOneStep_Escape_IsNone', () => {
    tool.cancel();
    tool.leave();
    assert.equal(host.edits.length, 0);
    assert.equal(host.draft, null);
    tool.enter();
    const shown = count();
    assert.ok(tool.finish());
    assert.equal(countOf(polygonOf('d').rings[0]!), shown);
    assert.equal(host.edits.length, 1);
  });

  test('Simplify_ChangedMeanwhile_StaysAsItIs', () => {
    host.put(polygon('d', [square]));
    tool.finish();
    assert.deepEqual(polygonOf('d').rings, [square]);
    assert.deepEqual(host.notices, ['changedMeanwhile']);
  });
});

describe('transform box', () => {
  let tool: TransformTool;

  beforeEach(() => {
    tool = new TransformTool(host);
    host.selection.replace(['a']);
  });

  test('Issue9578_BboxEditMode_Corner_ScalesPolygon', () => {
    drag(tool, [60, 60], [80, 70]);
    assert.deepEqual(polygonOf('a').rings, [[20, 20, 80, 20, 80, 70, 20, 70]]);
    assert.equal(host.edits.length, 1);
    host.step('undo', tool);
    assert.deepEqual(polygonOf('a').rings, [square]);
  });

  test('Issue9578_BboxEditMode_Handle_RotatesPolygon_ShiftInSteps', () => {
    host.put(polygon('a', [[30, 30, 60, 30, 60, 50, 30, 50]]));
    drag(tool, [45, 4], [82, 42], { shift: true });
    assert.deepEqual(polygonOf('a').rings, [[55, 25, 55, 55, 35, 55, 35, 25]]);
  });

  test('Transform_Polyline_ShiftKeepsProportions', () => {
    host.put(polyline('l', [20, 20, 40, 30]));
    host.selection.replace(['l']);
    drag(tool, [40, 30], [60, 32], { shift: true });
    assert.deepEqual((host.get('l')!.geometry as PolylineGeometry).points, [20, 20, 60, 40]);
  });

  test('Transform_BoxAmongThem_OffersNoTurning', () => {
    host.put(box('b', 70, 10, 10, 10));
    host.selection.replace(['a', 'b']);
    assert.equal(tool.options()[0]!.text, 'scaleHint');
    drag(tool, [80, 60], [90, 70]);
    assert.deepEqual(host.get('b')!.geometry, { x: 78.33, y: 10, width: 11.67, height: 12 });
  });

  test('Transform_OutOfTheImage_StaysInside', () => {
    drag(tool, [60, 60], [500, 500]);
    assert.deepEqual(polygonOf('a').rings, [[20, 20, 100, 20, 100, 80, 20, 80]]);
    drag(tool, [60, 50], [40, 10]);
    assert.ok(polygonOf('a').rings[0]!.every((value, i) => value >= 0 && value <= (i % 2 === 0 ? 100 : 80)));
  });

  test('Transform_ClickBesideIt_OrItsKey_PutsItAway', () => {
    click(tool, 95, 75);
    assert.ok(tool.run('transform'));
    assert.ok(tool.run('cancel'));
    assert.deepEqual(host.tools, ['select', 'select', 'select']);
    assert.equal(host.edits.length, 0);
  });

  test('Transform_EscapeWhileDragging_ChangesNothing', () => {
    tool.down(at(60, 60));
    tool.move(at(80, 80));
    assert.ok(!tool.run('cancel') && tool.cancel());
    assert.deepEqual(polygonOf('a').rings, [square]);
    assert.equal(host.draft, null);
  });
});

describe('box by extreme points', () => {
  test('Case8_FourExtremePoints_InAnyOrder_MakeTheBox', () => {
    const tool = new ExtremeBoxTool(host);
    [[30, 10], [50, 25], [10, 20], [28, 40]].forEach(([x, y]) => click(tool, x!, y!));
    assert.deepEqual(host.get('new0')!.geometry, { x: 10, y: 10, width: 40, height: 30 });
    assert.deepEqual(host.selection.ids(), ['new0']);
    assert.equal(host.draft, null);
  });

  test('Case8_RightClick_TakesThePointBack_EscapeAll', () => {
    const tool = new ExtremeBoxTool(host);
    click(tool, 30, 10);
    click(tool, 50, 25);
    assert.ok(tool.secondary());
    assert.ok(tool.drawing);
    assert.ok(tool.finish());
    assert.deepEqual(host.notices, ['tooFewPoints']);
    assert.ok(tool.cancel());
    assert.equal(host.edits.length, 0);
  });
});
