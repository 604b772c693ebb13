import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { handlePoint, Handles } from '../src/annotator/geometry/box.js';
import type { BoxGeometry } from '../src/annotator/model.js';
import { createTools } from '../src/annotator/tools/registry.js';
import type { Tool } from '../src/annotator/tools/tool.js';
import { box, modelBox } from './builders.js';
import { at, click, drag, FakeHost } from './fakeHost.js';

let host: FakeHost;
let tools: { readonly select: Tool; readonly bbox: Tool; readonly pan: Tool };

beforeEach(() => {
  host = new FakeHost();
  const created = createTools(host);
  tools = { select: created.get('select')!, bbox: created.get('bbox')!, pan: created.get('pan')! };
});

const geometryOf = (id: string): unknown => host.get(id)?.geometry;

describe('box tool', () => {
  test('Drag_Anywhere_AddsSelectedBoxOfActiveClass', () => {
    drag(tools.bbox, [60, 50], [20, 10]);
    assert.deepEqual(geometryOf('new0'), { x: 20, y: 10, width: 40, height: 40 });
    assert.deepEqual(host.selection.ids(), ['new0']);
    assert.equal(host.get('new0')?.classId, 'cell');
    assert.equal(host.draft, null);
  });

  test('Drag_BeyondImage_IsCutToImage', () => {
    drag(tools.bbox, [-20, -20], [300, 40]);
    assert.deepEqual(geometryOf('new0'), { x: 0, y: 0, width: 100, height: 40 });
  });

  test('TwoClicks_AddBox', () => {
    click(tools.bbox, 10, 10);
    tools.bbox.move(at(30, 30));
    assert.equal(host.draft?.shapes.length, 1);
    click(tools.bbox, 40, 50);
    assert.deepEqual(geometryOf('new0'), { x: 10, y: 10, width: 30, height: 40 });
  });

  test('DoubleClick_OnOneSpot_AddsNothing', () => {
    click(tools.bbox, 10, 10);
    click(tools.bbox, 11, 10);
    assert.equal(host.edits.length, 0);
    assert.equal(host.draft, null);
  });

  test('Cancel_WhileDrawing_LeavesNoTrace', () => {
    tools.bbox.down(at(10, 10));
    tools.bbox.move(at(50, 50));
    assert.ok(tools.bbox.cancel());
    tools.bbox.up(at(50, 50));
    assert.equal(host.edits.length, 0);
    assert.equal(host.draft, null);
    assert.ok(!tools.bbox.cancel());
  });

  test('Drag_HandleOfSelectedBox_ResizesInsteadOfDrawing', () => {
    host.put(box('a', 10, 10, 20, 20));
    host.selection.replace(['a']);
    drag(tools.bbox, [30, 30], [50, 60]);
    assert.deepEqual(geometryOf('a'), { x: 10, y: 10, width: 40, height: 50 });
    assert.equal(host.store.size, 1);
  });

  test('Drag_WithoutClass_AsksForOne', () => {
    host.classes = [];
    drag(tools.bbox, [10, 10], [50, 50]);
    assert.deepEqual(host.notices, ['pickClass']);
    assert.equal(host.edits.length, 0);
  });

  test('Drag_ReadOnly_ChangesNothing', () => {
    host.readOnly = true;
    drag(tools.bbox, [10, 10], [50, 50]);
    assert.equal(host.edits.length, 0);
  });
});

describe('select tool', () => {
  beforeEach(() => host.put(box('a', 10, 10, 20, 20), box('b', 50, 40, 20, 20), modelBox('m', 0.6, 60)));

  test('Click_Shape_SelectsIt', () => {
    click(tools.select, 15, 15);
    assert.deepEqual(host.selection.ids(), ['a']);
    click(tools.select, 95, 75);
    assert.equal(host.selection.size, 0);
  });

  test('ShiftClick_Shapes_AddsAndRemoves', () => {
    click(tools.select, 15, 15);
    click(tools.select, 55, 45, { shift: true });
    assert.deepEqual(host.selection.ids(), ['a', 'b']);
    click(tools.select, 15, 15, { shift: true });
    assert.deepEqual(host.selection.ids(), ['b']);
  });

  test('Drag_Shape_MovesItInOneEdit', () => {
    drag(tools.select, [15, 15], [25, 18]);
    assert.deepEqual(geometryOf('a'), { x: 20, y: 13, width: 20, height: 20 });
    assert.equal(host.edits.length, 1);
  });

  test('Drag_Group_KeepsDistancesAtBorder', () => {
    host.selection.replace(['a', 'b']);
    drag(tools.select, [15, 15], [-500, 15]);
    assert.deepEqual(geometryOf('a'), { x: 0, y: 10, width: 20, height: 20 });
    assert.deepEqual(geometryOf('b'), { x: 40, y: 40, width: 20, height: 20 });
  });

  test('Drag_ModelShape_CountsAsAccepted', () => {
    drag(tools.select, [70, 20], [72, 30]);
    assert.equal(host.get('m')?.reviewState, 'accepted');
    assert.equal(host.get('m')?.source, 'model');
  });

  test('Drag_EveryHandle_MovesItsEdges', () => {
    host.selection.replace(['a']);
    for (const handle of Handles) {
      host.put(box('a', 10, 10, 20, 20));
      const from = handlePoint(box('a', 10, 10, 20, 20).geometry, handle);
      drag(tools.select, [from.x, from.y], [from.x + 6, from.y + 7]);
      const { x, y, width, height } = geometryOf('a') as BoxGeometry;
      assert.deepEqual([x, y], [handle.includes('w') ? 16 : 10, handle.includes('n') ? 17 : 10], handle);
      assert.deepEqual([x + width, y + height], [handle.includes('e') ? 36 : 30, handle.includes('s') ? 37 : 30], handle);
    }
  });

  test('Drag_EmptyGround_SelectsByFrame', () => {
    drag(tools.select, [2, 2], [85, 65]);
    assert.deepEqual(host.selection.ids().sort(), ['a', 'b', 'm']);
    assert.equal(host.draft, null);
  });

  test('Cancel_WhileMoving_LeavesShapeAndSelection', () => {
    tools.select.down(at(15, 15));
    tools.select.move(at(40, 40));
    assert.equal(host.draft?.shapes[0]?.id, 'a');
    assert.ok(tools.select.cancel());
    assert.deepEqual(geometryOf('a'), box('a').geometry);
    assert.equal(host.edits.length, 0);
  });

  test('Click_UnsteadyHand_DoesNotMove', () => {
    drag(tools.select, [15, 15], [17, 16]);
    assert.equal(host.edits.length, 0);
  });

  test('Touch_UnselectedShape_LooksAround_SelectedMoves', () => {
    const touch = { type: 'touch' as const };
    drag(tools.select, [15, 15], [35, 15], touch);
    assert.equal(host.edits.length, 0);
    assert.deepEqual(host.panned, { x: 20, y: 0 });
    click(tools.select, 15, 15, touch);
    assert.deepEqual(host.selection.ids(), ['a']);
    drag(tools.select, [20, 20], [30, 20], touch);
    assert.deepEqual(geometryOf('a'), { x: 20, y: 10, width: 20, height: 20 });
  });

  test('Drag_ReadOnly_MovesNothing', () => {
    host.readOnly = true;
    drag(tools.select, [15, 15], [40, 40]);
    assert.equal(host.edits.length, 0);
    assert.deepEqual(host.selection.ids(), ['a']);
  });
});

test('PanTool_Drag_MovesViewOnly', () => {
  drag(tools.pan, [10, 10], [40, 25]);
  assert.deepEqual(host.panned, { x: 30, y: 15 });
  assert.equal(host.edits.length, 0);
});
