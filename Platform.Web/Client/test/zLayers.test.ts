import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { layerEdits } from '../src/annotator/edits.js';
import { HoldCornerTool } from '../src/annotator/tools/holdCorner.js';
import { listItems } from '../src/annotator/ui/objectItems.js';
import { ViewFilter } from '../src/annotator/viewFilter.js';
import { box, modelBox } from './builders.js';
import { at, FakeHost } from './fakeHost.js';

describe('layers', () => {
  test('Case16_ZOrder_LayerLimit_HidesHigherLayersUntilTheNextImage', () => {
    const filter = new ViewFilter();
    const shown = (): string[] => [box('low'), box('up', 0, 0, 5, 5, { zOrder: 2 }), box('down', 0, 0, 5, 5, { zOrder: -1 })].filter(each => filter.shows(each)).map(each => each.id);
    filter.setHighestLayer(0);
    assert.deepEqual(shown(), ['low', 'down']);
    filter.setHighestLayer(-1);
    assert.deepEqual(shown(), ['down']);
    filter.open('next');
    assert.deepEqual(shown(), ['low', 'up', 'down']);
  });

  test('VirtualizedSidebar_GroupedByLayer_UppermostFirst', () => {
    const objects = [box('a'), box('b', 0, 0, 5, 5, { zOrder: 2 }), box('c', 0, 0, 5, 5, { zOrder: -1 }), box('d')];
    const items = listItems(objects, [], { by: 'layer', collapsed: new Set(['-1']) });
    assert.deepEqual(items.map(item => (item.kind === 'group' ? `layer ${item.key}` : item.annotation.id)), ['layer 2', 'b', 'layer 0', 'a', 'd', 'layer -1']);
  });

  test('VirtualizedSidebar_DragBetweenLayers_MovesOnlyWhatLayElsewhere', () => {
    const edits = layerEdits([box('a', 0, 0, 5, 5, { zOrder: 2 }), box('b'), modelBox('m', 0.5)], 2);
    assert.deepEqual(edits.map(edit => [edit.id, edit.after?.zOrder, edit.after?.reviewState]), [['b', 2, 'accepted'], ['m', 2, 'accepted']]);
  });
});

describe('a corner that follows the mouse', () => {
  function held(corner: 'nw' | 'se'): { host: FakeHost; tool: HoldCornerTool } {
    const host = new FakeHost();
    host.put(box('a', 20, 20, 20, 20));
    host.selection.replace(['a']);
    return { host, tool: new HoldCornerTool('corner', host, corner) };
  }

  test('Issue10738_ResizeWithoutPress_CornerFollows_AndIsOneStep', () => {
    const { host, tool } = held('nw');
    tool.move(at(10, 12));
    tool.move(at(5, 6));
    assert.equal(host.edits.length, 0, 'nothing is stored before the key is let go');
    tool.leave();
    assert.deepEqual(host.get('a')!.geometry, { x: 5, y: 6, width: 35, height: 34 });
    assert.equal(host.edits.length, 1);
    assert.equal(host.draft, null);
  });

  test('Issue10738_BottomRight_StopsAtTheOtherCornerAndAtTheBorder', () => {
    const { host, tool } = held('se');
    tool.move(at(0, 0));
    tool.leave();
    assert.deepEqual(host.get('a')!.geometry, { x: 20, y: 20, width: 1, height: 1 });
    tool.move(at(500, 500));
    tool.leave();
    assert.deepEqual(host.get('a')!.geometry, { x: 20, y: 20, width: 80, height: 60 });
  });

  test('Issue10738_LockedOrNotMoved_ChangesNothing', () => {
    const { host, tool } = held('nw');
    tool.leave();
    host.marks.set('locked', [{ id: 'a' }], true);
    tool.move(at(5, 5));
    tool.leave();
    assert.equal(host.edits.length, 0);
  });
});
