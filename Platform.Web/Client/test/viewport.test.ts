import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { imageRect } from '../src/annotator/camera.js';
import { Viewport } from '../src/annotator/viewport.js';
import { ZoomAreaTool } from '../src/annotator/tools/zoomArea.js';
import { at, drag, FakeHost } from './fakeHost.js';
import type { Rect } from '../src/annotator/geometry/math.js';

function viewportOf(image = { width: 1000, height: 800 }): Viewport {
  const viewport = new Viewport(() => ({ width: 500, height: 400 }), () => undefined);
  viewport.image = image;
  viewport.fit();
  return viewport;
}

describe('viewport', () => {
  test('Case6_ScaleFit_DoubleClick_FitsAndReturnsExactly', () => {
    const viewport = viewportOf();
    const fitted = viewport.camera;
    viewport.zoomAt({ x: 123, y: 77 }, 3.7);
    viewport.panBy(-31, 12);
    const looked = viewport.camera;
    viewport.toggleFit();
    assert.deepEqual(viewport.camera, fitted);
    viewport.toggleFit();
    assert.deepEqual(viewport.camera, looked);
  });

  test('Case6_ScaleFit_NothingToReturnTo_StaysFitted', () => {
    const viewport = viewportOf();
    const fitted = viewport.camera;
    viewport.toggleFit();
    viewport.toggleFit();
    assert.deepEqual(viewport.camera, fitted);
  });

  test('FitImage_AnotherImage_ForgetsTheWayBack', () => {
    const viewport = viewportOf();
    viewport.zoomAt({ x: 10, y: 10 }, 4);
    viewport.toggleFit();
    viewport.image = { width: 300, height: 900 };
    viewport.fit();
    const fitted = viewport.camera;
    viewport.toggleFit();
    assert.deepEqual(viewport.camera, fitted);
  });

  test('Case7_RoiZoom_ShowsTheAreaAsLargeAsPossible', () => {
    const viewport = viewportOf();
    viewport.showArea({ x: 400, y: 300, width: 100, height: 40 });
    const view = imageRect(viewport.camera, { x: 0, y: 0, width: 500, height: 400 });
    assert.deepEqual(view, { x: 400, y: 280, width: 100, height: 80 });
  });

  test('Case74_DragMinimap_PutsThePointInTheMiddle', () => {
    const viewport = viewportOf();
    viewport.zoomAt({ x: 250, y: 200 }, 8);
    viewport.centreOn({ x: 300, y: 500 });
    const view = imageRect(viewport.camera, { x: 0, y: 0, width: 500, height: 400 });
    assert.ok(Math.abs(view.x + view.width / 2 - 300) < 1e-6 && Math.abs(view.y + view.height / 2 - 500) < 1e-6);
  });
});

describe('zoom to an area', () => {
  test('Case7_RoiZoom_Drag_ShowsWhatWasDraggedOver', () => {
    const host = new FakeHost();
    const shown: Rect[] = [];
    const tool = new ZoomAreaTool(host, area => shown.push(area));
    drag(tool, [40, 30], [10, 20]);
    assert.deepEqual(shown, [{ x: 10, y: 20, width: 30, height: 10 }]);
    assert.equal(host.draft, null);
  });

  test('Case7_RoiZoom_ClickOrCancel_ShowsNothing', () => {
    const host = new FakeHost();
    const shown: Rect[] = [];
    const tool = new ZoomAreaTool(host, area => shown.push(area));
    drag(tool, [40, 30], [41, 30]);
    tool.down(at(1, 1));
    tool.move(at(50, 50));
    assert.ok(tool.cancel());
    tool.up(at(50, 50));
    assert.deepEqual(shown, []);
  });
});
