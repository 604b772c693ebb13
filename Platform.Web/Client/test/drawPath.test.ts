import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { ClassSet } from '../src/annotator/classSet.js';
import { countOf, isInside } from '../src/annotator/geometry/path.js';
import type { ClassShape, PolygonGeometry, PolylineGeometry } from '../src/annotator/model.js';
import { Toolbox } from '../src/annotator/toolbox.js';
import { DrawPathTool } from '../src/annotator/tools/drawPath.js';
import type { ToolOption } from '../src/annotator/tools/options.js';
import { SnapCandidates } from '../src/annotator/tools/snap.js';
import { box, polygon } from './builders.js';
import { at, click, drag, FakeHost } from './fakeHost.js';

let host: FakeHost;
let draw: DrawPathTool;
let line: DrawPathTool;

beforeEach(() => {
  host = new FakeHost();
  draw = new DrawPathTool(host, 'polygon');
  line = new DrawPathTool(host, 'polyline');
});

const clicks = (tool: DrawPathTool, ...points: [number, number][]): void => points.forEach(([x, y]) => click(tool, x, y));
const ringOf = (id: string): readonly number[] => (host.get(id)!.geometry as PolygonGeometry).rings[0]!;
const lineOf = (id: string): readonly number[] => (host.get(id)!.geometry as PolylineGeometry).points;
const option = (tool: DrawPathTool, id: string): ToolOption => tool.options().find(each => each.id === id)!;

describe('drawing polygons', () => {
  test('Case10_Polygon_ClicksAndEnter_KeepsOrderAndIsSelected', () => {
    clicks(draw, [20, 20], [60, 20], [60, 60], [20, 60]);
    assert.ok(draw.finish());
    assert.deepEqual(ringOf('new0'), [20, 20, 60, 20, 60, 60, 20, 60]);
    assert.deepEqual(host.selection.ids(), ['new0']);
    assert.equal(host.get('new0')!.type, 'polygon');
    assert.ok(!draw.drawing);
  });

  test('Case10_Polygon_ClickOnFirstPoint_Closes', () => {
    clicks(draw, [20, 20], [60, 20], [60, 60], [22, 21]);
    assert.deepEqual(ringOf('new0'), [20, 20, 60, 20, 60, 60]);
  });

  test('Case10_Polygon_ClickOnFirstPointTooEarly_IsNoEnd', () => {
    clicks(draw, [20, 20], [60, 20]);
    click(draw, 26, 20);
    assert.equal(host.edits.length, 0);
    assert.equal(draw.points.length, 3);
  });

  test('Case10_Polygon_DoubleClick_EndsWithoutADoubledPoint', () => {
    clicks(draw, [20, 20], [60, 20], [60, 60], [60, 60]);
    draw.doubleClick();
    assert.deepEqual(ringOf('new0'), [20, 20, 60, 20, 60, 60]);
  });

  test('Case10_Polygon_DoubleClickOnFirstPoint_LeavesNoNewStart', () => {
    clicks(draw, [20, 20], [60, 20], [60, 60], [20, 20], [20, 20]);
    draw.doubleClick();
    assert.equal(host.edits.length, 1);
    assert.ok(!draw.drawing);
  });

  test('Case10_Polygon_DoneButton_EndsAndIsDisabledBefore', () => {
    clicks(draw, [20, 20], [60, 20]);
    assert.equal((option(draw, 'done') as ToolOption & { kind: 'button' }).disabled, true);
    click(draw, 60, 60);
    const done = option(draw, 'done') as ToolOption & { kind: 'button' };
    assert.equal(done.disabled, false);
    done.press();
    assert.equal(host.edits.length, 1);
  });

  test('Case34_PredefinedNumberOfPoints_FinishesByItself', () => {
    host.drawSettings.set({ pointCount: 4 });
    clicks(draw, [20, 20], [60, 20], [60, 60], [20, 60]);
    assert.equal(countOf(ringOf('new0')), 4);
    host.drawSettings.set({ pointCount: 2 });
    clicks(draw, [80, 10], [95, 10], [95, 30]);
    assert.equal(countOf(ringOf('new1')), 3, 'a polygon never has fewer than three');
  });

  test('Case34_TooFewPoints_IsRefusedAndNothingIsLost', () => {
    clicks(draw, [20, 20], [60, 20]);
    assert.ok(draw.finish());
    assert.deepEqual(host.notices, ['tooFewPoints']);
    assert.equal(draw.points.length, 2);
    click(line, 20, 20);
    line.finish();
    assert.equal(host.edits.length, 0);
    assert.equal(line.points.length, 1);
  });

  test('Finish_PointsOnALine_AreRefusedAndKept', () => {
    clicks(draw, [20, 20], [40, 40], [60, 60]);
    draw.finish();
    assert.deepEqual(host.notices, ['noAreaYet']);
    assert.equal(draw.points.length, 3);
  });

  test('Drag_Freehand_FollowsTheHandAndThinsOut', () => {
    draw.down(at(20, 20));
    for (let i = 0; i <= 100; i++) {
      const angle = (i / 100) * 1.9 * Math.PI;
      draw.move(at(40 - 20 * Math.cos(angle), 40 + 20 * Math.sin(angle)));
    }
    draw.up(at(21, 36));
    assert.ok(draw.points.length > 10 && draw.points.length < 60, String(draw.points.length));
    draw.finish();
    assert.equal(host.edits.length, 1);
  });

  test('Drag_FreehandBackToTheStart_Closes', () => {
    draw.down(at(20, 20));
    [[60, 20], [60, 60], [20, 60], [20, 24]].forEach(([x, y]) => draw.move(at(x!, y!)));
    draw.up(at(20, 22));
    assert.equal(host.edits.length, 1);
  });

  test('ShiftMove_AfterAClick_DrawsFreehandWithoutTheButton', () => {
    click(draw, 20, 20);
    draw.move(at(30, 20, { shift: true }));
    draw.move(at(40, 24, { shift: true }));
    draw.move(at(50, 24));
    assert.deepEqual(draw.points, [{ x: 20, y: 20 }, { x: 30, y: 20 }, { x: 40, y: 24 }]);
  });

  test('SecondaryButton_Backspace_Undo_TakeBackOnePoint_RedoBringsItAgain', () => {
    clicks(draw, [20, 20], [60, 20], [60, 60]);
    assert.ok(draw.secondary());
    assert.equal(draw.points.length, 2);
    assert.ok(draw.stepForward());
    assert.equal(draw.points.length, 3);
    assert.ok(!draw.stepForward());
    for (let i = 0; i < 3; i++) {
      assert.ok(draw.stepBack());
    }
    assert.ok(!draw.stepBack(), 'then undo means the history');
  });

  test('Escape_DropsAll_UndoBringsItBackOnce', () => {
    clicks(draw, [20, 20], [60, 20], [60, 60]);
    assert.ok(draw.cancel());
    assert.ok(!draw.drawing);
    assert.ok(draw.stepBack());
    assert.equal(draw.points.length, 3);
    draw.cancel();
    assert.ok(!draw.stepBack());
  });

  test('SecondFinger_WhileDrawing_TakesOnlyThePressBack', () => {
    clicks(draw, [20, 20], [60, 20]);
    draw.down(at(60, 60));
    draw.move(at(60, 70));
    draw.release();
    assert.equal(draw.points.length, 2);
  });

  test('ReadOnly_OrWithoutClass_DrawsNothing', () => {
    host.readOnly = true;
    click(draw, 20, 20);
    host.readOnly = false;
    host.classes = [];
    click(draw, 20, 20);
    assert.deepEqual(host.notices, ['readOnly', 'pickLineClass']);
    assert.ok(!draw.drawing);
  });

  test('Case77_DrawnPastTheImage_IsClipped', () => {
    host.drawSettings.set({ snap: false });
    clicks(draw, [60, 40], [160, 40], [160, 60], [60, 60]);
    draw.finish();
    assert.ok(isInside(ringOf('new0'), { x: 0, y: 0, ...host.image }));
    assert.equal(Math.max(...ringOf('new0')), 100);
  });

  test('Case77_WhollyOutside_IsRefusedAndKept', () => {
    host.drawSettings.set({ snap: false });
    clicks(draw, [160, 40], [190, 40], [190, 60]);
    draw.finish();
    assert.deepEqual(host.notices, ['outsideImage']);
    assert.equal(draw.points.length, 3);
  });

  test('Case67_LeaveOutNeighbours_SubtractsWhatTheyCover', () => {
    host.put(box('b', 40, 20, 40, 40));
    host.drawSettings.set({ cropNeighbours: true, snap: false });
    clicks(draw, [20, 20], [60, 20], [60, 60], [20, 60]);
    draw.finish();
    assert.deepEqual([...ringOf('new0')].sort(), [20, 20, 20, 60, 40, 20, 40, 60].sort());
    assert.deepEqual(host.get('b')!.geometry, box('b', 40, 20, 40, 40).geometry);
    clicks(draw, [45, 25], [55, 25], [55, 35]);
    draw.finish();
    assert.ok(host.notices.includes('nothingLeft') && draw.points.length === 3);
  });

  test('LeaveOutNeighbours_NeighbourAcross_GivesTwoShapes', () => {
    host.put(box('b', 40, 0, 10, 80));
    host.drawSettings.set({ cropNeighbours: true, snap: false });
    clicks(draw, [20, 20], [70, 20], [70, 60], [20, 60]);
    draw.finish();
    assert.equal(host.selection.size, 2);
    assert.equal(host.edits.length, 1);
    assert.ok(host.notices.includes('cutIntoPieces'));
  });
});

describe('drawing polylines', () => {
  test('Case12_Polyline_ClicksAndRepeatKey_KeepsOrder', () => {
    clicks(line, [20, 20], [60, 25], [80, 60]);
    line.finish();
    assert.deepEqual(lineOf('new0'), [20, 20, 60, 25, 80, 60]);
  });

  test('Polyline_ClickOnItsFirstPoint_GoesOn', () => {
    clicks(line, [20, 20], [60, 25], [20, 20]);
    assert.equal(host.edits.length, 0);
    assert.equal(line.points.length, 3);
  });

  test('Polyline_LeavingTheImage_IsCutIntoWhatLiesInside', () => {
    host.drawSettings.set({ snap: false });
    clicks(line, [20, 20], [20, 120], [60, 120], [60, 20]);
    line.finish();
    assert.deepEqual([...host.store.all()].map(({ geometry }) => (geometry as PolylineGeometry).points), [[20, 20, 20, 80], [60, 80, 60, 20]]);
  });
});

describe('snapping', () => {
  const view = { x: 0, y: 0, width: 100, height: 80 };

  test('Case60_Candidates_AreTheVerticesOfVisibleShapes', () => {
    host.put(box('a', 10, 10, 20, 20), box('b', 60, 10, 20, 20));
    assert.equal(new SnapCandidates(host).within(view, { x: 50, y: 40 }).length, 8);
    host.put(polygon('c', [[10, 50, 30, 50, 30, 70, 10, 70]]));
    assert.equal(new SnapCandidates(host).within(view, { x: 50, y: 40 }).length, 12);
  });

  test('Candidates_TooManyToShow_OnlyThoseNearThePointer', () => {
    host.put(...Array.from({ length: 400 }, (_, i) => box(`b${i}`, (i % 20) * 5, Math.floor(i / 20) * 4, 4, 3)));
    const candidates = new SnapCandidates(host);
    assert.ok(candidates.within(view, { x: 5, y: 5 }, 0).length <= 500);
    host.put(box('far', 0, 0, 1, 1));
    assert.ok(candidates.within(view, { x: -150, y: -150 }, 1).length < 10, 'and no look at the whole view for a while');
  });

  test('Issue3931_HiddenShapes_OfferNothing', () => {
    host.put(box('a', 10, 10, 20, 20), box('b', 60, 10, 20, 20));
    host.hide('a', 'b');
    assert.deepEqual(new SnapCandidates(host).within(view, { x: 50, y: 40 }), []);
    clicks(draw, [12, 11], [50, 40], [40, 60]);
    draw.finish();
    assert.deepEqual(ringOf('new0').slice(0, 2), [12, 11]);
  });

  test('Case60_NearAVertex_TakesItsCoordinatesExactly', () => {
    host.put(polygon('a', [[20.13, 20.37, 50, 20, 50, 50]]));
    clicks(draw, [23, 17], [53, 52], [20, 60]);
    draw.finish();
    assert.deepEqual(ringOf('new0').slice(0, 4), [20.13, 20.37, 50, 50]);
  });

  test('Snap_NearAnEdge_LandsOnIt_VertexGoesFirst', () => {
    host.put(box('a', 20, 20, 40, 40));
    clicks(draw, [40, 16], [58, 17], [90, 5], [70, 8]);
    assert.deepEqual(draw.points.slice(0, 2), [{ x: 40, y: 20 }, { x: 60, y: 20 }]);
  });

  test('Snap_NearTheBorder_LandsOnIt', () => {
    clicks(draw, [4, 40], [-3, -5], [97, 84]);
    assert.deepEqual(draw.points, [{ x: 0, y: 40 }, { x: 0, y: 0 }, { x: 100, y: 80 }]);
  });

  test('Snap_CtrlHeldOrSwitchedOff_PlacesFreely', () => {
    host.put(box('a', 20, 20, 40, 40));
    click(draw, 22, 19, { ctrl: true });
    host.drawSettings.set({ snap: false });
    click(draw, 62, 19);
    assert.deepEqual(draw.points, [{ x: 22, y: 19 }, { x: 62, y: 19 }]);
  });

  test('Case60_AltClick_FollowsTheNeighboursBorder', () => {
    host.put(polygon('a', [[20, 20, 40, 15, 60, 20, 60, 60, 20, 60]]));
    click(draw, 20, 20);
    click(draw, 60, 20, { alt: true });
    assert.deepEqual(draw.points, [{ x: 20, y: 20 }, { x: 40, y: 15 }, { x: 60, y: 20 }]);
    click(draw, 60, 40, { alt: true });
    click(draw, 45, 61, { alt: true });
    assert.deepEqual(draw.points.slice(3), [{ x: 60, y: 40 }, { x: 60, y: 60 }, { x: 45, y: 60 }]);
  });
});

describe('unfinished drawings', () => {
  test('ToolOrImageChanged_DrawingWaitsThere', () => {
    clicks(draw, [20, 20], [60, 20]);
    draw.park();
    assert.ok(!draw.drawing);
    host.assetId = 'other';
    draw.resume();
    assert.ok(!draw.drawing);
    host.assetId = 'asset';
    draw.resume();
    assert.deepEqual(draw.points, [{ x: 20, y: 20 }, { x: 60, y: 20 }]);
    assert.deepEqual(host.notices, ['unfinishedBack']);
  });

  test('BrowserKilled_DrawingIsBackOnReturn', () => {
    clicks(draw, [20, 20], [60, 20], [60, 60]);
    const again = new DrawPathTool(host, 'polygon');
    again.resume();
    assert.equal(again.points.length, 3);
    again.finish();
    assert.equal(host.edits.length, 1);
  });

  test('FinishedOrDropped_NothingWaits', () => {
    clicks(draw, [20, 20], [60, 20], [60, 60]);
    draw.finish();
    clicks(draw, [20, 20], [60, 20]);
    draw.cancel();
    draw.park();
    draw.resume();
    assert.ok(!draw.drawing);
    assert.equal(host.drafts.length, 0);
  });

  test('StoredGarbage_IsIgnored', () => {
    host.drafts.setItem('annotator.unfinished.kim.asset.polygon', '{"classId":"cell","points":[1,"x"]}');
    draw.resume();
    assert.ok(!draw.drawing);
  });

  test('ManyImages_OldestDrawingsGoFirst', () => {
    for (let i = 0; i < 60; i++) {
      host.assetId = `asset${i}`;
      host.unfinished.write('polygon', { classId: 'cell', points: [i, i] });
    }
    assert.ok(host.drafts.length <= 40);
    assert.deepEqual(host.unfinished.read('polygon')?.points, [59, 59]);
  });
});

describe('redrawing', () => {
  test('Case54_Redraw_KeepsIdClassAndAttributes', () => {
    host.put(polygon('a', [[10, 10, 30, 10, 30, 30]], { classId: 'rare', attributes: { occluded: true } }));
    host.redraw.begin(host.get('a')!);
    clicks(draw, [40, 40], [60, 40], [60, 60]);
    draw.finish();
    assert.equal(host.store.size, 1);
    assert.deepEqual(ringOf('a'), [40, 40, 60, 40, 60, 60]);
    assert.deepEqual([host.get('a')!.classId, host.get('a')!.attributes], ['rare', { occluded: true }]);
  });
});

describe('repeating the last tool', () => {
  test('Case55_RepeatDraw_TakesUpTheLastToolClassAndPointCount', () => {
    const classes = new ClassSet();
    classes.replace([['a', 'bbox'], ['b', 'polygon'], ['c', 'polyline'], ['d', 'mask']].map(([id, shapeType], index) =>
      ({ id: id!, key: id!, name: id!, color: '#ff0000', index, shapeType: shapeType as ClassShape })));
    const toolbox = new Toolbox(host, classes, () => undefined);
    host.drawSettings.set({ pointCount: 4 });
    for (const [id, classId] of [['bbox', 'a'], ['extremes', 'a'], ['polygon', 'b'], ['polyline', 'c'], ['mask', 'd']] as const) {
      toolbox.take(id);
      toolbox.take('select');
      assert.equal(toolbox.repeatable, id);
      toolbox.take(toolbox.repeatable!);
      assert.deepEqual([toolbox.active.id, classes.activeId, host.drawSettings.pointCount], [id, classId, 4]);
    }
  });
});

test('Drag_LongWay_DoesNotLoseTheFirstPoint', () => {
  host.drawSettings.set({ snap: false });
  drag(line, [10, 10], [60, 40]);
  assert.deepEqual(line.points, [{ x: 10, y: 10 }, { x: 60, y: 40 }]);
});
