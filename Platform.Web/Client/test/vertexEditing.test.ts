import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { countOf } from '../src/annotator/geometry/path.js';
import type { PolygonGeometry, PolylineGeometry } from '../src/annotator/model.js';
import { shapeOf } from '../src/annotator/shapes/registry.js';
import type { ToolOption } from '../src/annotator/tools/options.js';
import { SelectAndEditTool } from '../src/annotator/tools/vertexEditing.js';
import { box, polygon, polyline, random, star } from './builders.js';
import { at, click, drag, FakeHost } from './fakeHost.js';

const square = [20, 20, 60, 20, 60, 60, 20, 60];
const triangle = [70, 10, 90, 10, 80, 30];

let host: FakeHost;
let tool: SelectAndEditTool;

beforeEach(() => {
  host = new FakeHost();
  tool = new SelectAndEditTool(host);
  host.put(polygon('a', [square]), polygon('t', [triangle]), polyline('l', [10, 70, 40, 75, 70, 70, 95, 75]));
  host.drawSettings.set({ snap: false });
  host.selection.replace(['a']);
});

const ringsOf = (id: string): readonly (readonly number[])[] => (host.get(id)!.geometry as PolygonGeometry).rings;
const lineOf = (id: string): readonly number[] => (host.get(id)!.geometry as PolylineGeometry).points;
const item = (text: string): { run(): void } => host.menus.at(-1)!.find(each => each.text === text)!;

describe('vertices', () => {
  test('Drag_Vertex_MovesOnlyIt', () => {
    drag(tool, [60, 60], [70, 65]);
    assert.deepEqual(ringsOf('a'), [[20, 20, 60, 20, 70, 65, 20, 60]]);
    assert.equal(host.edits.length, 1);
  });

  test('Drag_VertexBeyondTheImage_StopsAtItsBorder', () => {
    drag(tool, [60, 60], [170, 165]);
    assert.deepEqual(ringsOf('a')[0]!.slice(4, 6), [100, 80]);
  });

  test('Drag_VertexNearANeighbour_TakesItsPlaceExactly_CtrlDoesNot', () => {
    host.drawSettings.set({ snap: true });
    drag(tool, [60, 20], [68, 12]);
    assert.deepEqual(ringsOf('a')[0]!.slice(2, 4), [70, 10]);
    drag(tool, [20, 60], [14, 66], { ctrl: true });
    assert.deepEqual(ringsOf('a')[0]!.slice(6), [14, 66]);
  });

  test('Drag_MiddleOfAnEdge_InsertsAVertexThere', () => {
    drag(tool, [60, 40], [75, 40]);
    assert.deepEqual(ringsOf('a'), [[20, 20, 60, 20, 75, 40, 60, 60, 20, 60]]);
    drag(tool, [20, 40], [10, 40]);
    assert.deepEqual(ringsOf('a'), [[20, 20, 60, 20, 75, 40, 60, 60, 20, 60, 10, 40]], 'the closing edge too');
  });

  test('Drag_VertexOfAHole_ChangesTheHoleOnly', () => {
    host.put(polygon('a', [square, [30, 30, 50, 30, 50, 50, 30, 50]]));
    drag(tool, [50, 50], [55, 54]);
    assert.deepEqual(ringsOf('a'), [square, [30, 30, 50, 30, 55, 54, 30, 50]]);
    click(tool, 30, 50, { alt: true });
    click(tool, 30, 30, { alt: true });
    assert.deepEqual(ringsOf('a'), [square], 'a hole of two points is none');
  });

  test('Issue3821_DeletePoint_AltClick_ExactlyThatVertexOfThatShape', () => {
    click(tool, 60, 60, { alt: true });
    assert.deepEqual(ringsOf('a'), [[20, 20, 60, 20, 20, 60]]);
    assert.deepEqual(ringsOf('t'), [triangle]);
    assert.deepEqual(host.selection.ids(), ['a']);
    assert.equal(host.edits.length, 1);
  });

  test('Issue1391_DeletePoint_FromTheMenuOfTheRightButton', () => {
    assert.ok(tool.secondary(at(60, 20)));
    item('deletePoint').run();
    assert.deepEqual(ringsOf('a'), [[20, 20, 60, 60, 20, 60]]);
    assert.deepEqual(ringsOf('t'), [triangle]);
  });

  test('Case34_LastAllowedVertex_CannotBeDeleted', () => {
    host.selection.replace(['t']);
    click(tool, 70, 10, { alt: true });
    assert.deepEqual(ringsOf('t'), [triangle]);
    host.put(polyline('l', [10, 70, 40, 75]));
    host.selection.replace(['l']);
    click(tool, 40, 75, { alt: true });
    assert.deepEqual(lineOf('l'), [10, 70, 40, 75]);
    assert.deepEqual(host.notices, ['tooFewToRemove', 'tooFewToRemove']);
  });

  test('Case10_StartPointAndDirection_ChangeTheOrderOnly', () => {
    tool.secondary(at(60, 60));
    item('startHere').run();
    assert.deepEqual(ringsOf('a'), [[60, 60, 20, 60, 20, 20, 60, 20]]);
    tool.secondary(at(60, 60));
    item('reverse').run();
    assert.deepEqual(ringsOf('a'), [[60, 60, 60, 20, 20, 20, 20, 60]]);
    host.selection.replace(['l']);
    tool.secondary(at(40, 75));
    assert.ok(!host.menus.at(-1)!.some(({ text }) => text === 'startHere'), 'an open line has its ends where they are');
    item('reverse').run();
    assert.deepEqual(lineOf('l'), [95, 75, 70, 70, 40, 75, 10, 70]);
  });

  test('RightClick_BesideVertices_LeavesTheMenuToTheCanvas', () => {
    assert.ok(!tool.secondary(at(80, 15)));
    assert.ok(!tool.secondary(at(5, 5)));
    assert.deepEqual(host.menus, []);
  });

  test('ReadOnly_Vertices_StayWhereTheyAre', () => {
    host.readOnly = true;
    click(tool, 60, 60, { alt: true });
    drag(tool, [60, 60], [70, 70]);
    assert.equal(host.edits.length, 0);
  });

  test('Locked_Vertex_StaysWhereItIs', () => {
    host.marks.set('locked', [{ id: 'a' }], true);
    click(tool, 60, 60, { alt: true });
    assert.equal(host.edits.length, 0);
  });
});

describe('grips of dense outlines', () => {
  const huge = polygon('h', [star(random(3), { x: 2000, y: 1500 }, 10_000, 1200, 1300)]);
  const grips = shapeOf(huge)!.grips!;

  test('TenThousandVertices_SeenWhole_OnlyThoseThatCanBeToldApart', () => {
    const offered = grips(huge.geometry, { scale: 0.3, visible: { x: 0, y: 0, width: 4000, height: 3000 } });
    assert.ok(offered.length > 100 && offered.length < 1200, String(offered.length));
  });

  test('TenThousandVertices_SeenFromNear_EveryOneInSight', () => {
    const visible = { x: 3150, y: 1450, width: 60, height: 100 };
    const inSight = huge.geometry.rings[0]!.filter((x, i, ring) => i % 2 === 0 && x >= 3150 && x <= 3210 && ring[i + 1]! >= 1450 && ring[i + 1]! <= 1550).length;
    const offered = grips(huge.geometry, { scale: 40, visible }).filter(({ kind }) => kind === 'vertex');
    assert.ok(offered.length <= inSight && offered.length > inSight * 0.9, `${offered.length} of ${inSight}`);
  });

  test('ShortEdge_OffersNoMiddle', () => {
    const near = { scale: 1, visible: { x: 0, y: 0, width: 100, height: 80 } };
    assert.ok(!grips(polygon('s', [[10, 10, 30, 10, 30, 30]]).geometry, near).some(({ kind }) => kind === 'insert'));
    assert.equal(grips(polygon('s', [[10, 10, 60, 10, 60, 60]]).geometry, near).filter(({ kind }) => kind === 'insert').length, 3);
  });
});

describe('redrawing a stretch', () => {
  test('Case59_EditHandler_Escape_LeavesTheShapeUnchanged', () => {
    click(tool, 60, 20, { shift: true });
    assert.ok(tool.drawing);
    click(tool, 80, 40);
    assert.ok(tool.cancel());
    assert.ok(!tool.drawing);
    assert.deepEqual(ringsOf('a'), [square]);
    assert.equal(host.edits.length, 0);
  });

  test('Case59_EditHandler_Polygon_GrowsByTheNewPoints', () => {
    click(tool, 60, 20, { shift: true });
    click(tool, 75, 30);
    click(tool, 75, 50);
    click(tool, 60, 60);
    assert.deepEqual(ringsOf('a'), [[60, 60, 20, 60, 20, 20, 60, 20, 75, 30, 75, 50]]);
    assert.equal(host.edits.length, 1);
  });

  test('Case67_KeepLarger_TakesTheLargerPartByItself', () => {
    click(tool, 20, 20, { shift: true });
    click(tool, 40, 50);
    click(tool, 60, 20);
    assert.equal(countOf(ringsOf('a')[0]!), 5);
    assert.ok(ringsOf('a')[0]!.includes(50));
  });

  test('Case67_Choosing_ThePersonPicksThePart_UndoBringsTheOldOneBack', () => {
    host.drawSettings.set({ keepLarger: false });
    click(tool, 20, 20, { shift: true });
    click(tool, 40, 50);
    click(tool, 60, 20);
    assert.equal(host.edits.length, 0);
    assert.equal(tool.options()[0]!.text, 'pickPart');
    click(tool, 40, 30);
    assert.equal(countOf(ringsOf('a')[0]!), 3);
    host.step('undo', tool);
    assert.deepEqual(ringsOf('a'), [square]);
  });

  test('Issue2807_PolylineEditing_CorrectedStretch_KeepsTheCount', () => {
    host.selection.replace(['l']);
    click(tool, 40, 75, { shift: true });
    click(tool, 50, 60);
    click(tool, 70, 70);
    assert.equal(countOf(lineOf('l')), 5);
    click(tool, 40, 75, { shift: true });
    click(tool, 58, 50);
    click(tool, 70, 70);
    assert.deepEqual(lineOf('l'), [10, 70, 40, 75, 58, 50, 70, 70, 95, 75]);
  });

  test('Case59_EditHandler_Polyline_GoesOnFromItsEnds', () => {
    host.selection.replace(['l']);
    click(tool, 95, 75, { shift: true });
    click(tool, 95, 50);
    assert.ok(tool.finish());
    assert.deepEqual(lineOf('l').slice(-4), [95, 75, 95, 50]);
    click(tool, 10, 70, { shift: true });
    click(tool, 5, 50);
    tool.doubleClick();
    assert.deepEqual(lineOf('l').slice(0, 4), [5, 50, 10, 70]);
  });

  test('Stretch_InTheOpen_IsNoEnd', () => {
    click(tool, 60, 20, { shift: true });
    click(tool, 80, 40);
    tool.finish();
    assert.deepEqual(host.notices, ['endOnPoint']);
    assert.ok(tool.drawing);
  });

  test('Stretch_RightClickAndUndo_TakePointsBack_ThenEnd', () => {
    click(tool, 60, 20, { shift: true });
    click(tool, 80, 40);
    tool.secondary(at(80, 40));
    assert.ok(tool.drawing);
    tool.stepBack();
    assert.ok(!tool.drawing);
  });

  test('Stretch_ShapeChangedByOthersMeanwhile_StaysAsTheyLeftIt', () => {
    click(tool, 60, 20, { shift: true });
    click(tool, 75, 40);
    host.put(polygon('a', [[0, 0, 50, 0, 50, 50]]));
    click(tool, 60, 60);
    assert.deepEqual(ringsOf('a'), [[0, 0, 50, 0, 50, 50]]);
    assert.deepEqual(host.notices, ['changedMeanwhile']);
  });

  test('Stretch_Options_EndAndDropWithoutKeyboard', () => {
    click(tool, 60, 20, { shift: true });
    (tool.options().find(({ id }) => id === 'drop') as ToolOption & { kind: 'button' }).press();
    assert.ok(!tool.drawing);
  });
});

test('Box_ShiftOnItsHandle_ResizesAsEver', () => {
  host.put(box('b', 30, 30, 20, 20));
  host.selection.replace(['b']);
  drag(tool, [50, 50], [55, 60], { shift: true });
  assert.deepEqual(host.get('b')!.geometry, { x: 30, y: 30, width: 25, height: 30 });
});
