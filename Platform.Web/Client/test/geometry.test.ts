import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as cameras from '../src/annotator/camera.js';
import { boxFromCorners, Handles, isDrawable, limitMove, moveBox, resizeBox } from '../src/annotator/geometry/box.js';
import { distanceToPath, insideRings } from '../src/annotator/geometry/polygon.js';
import { shapeOf } from '../src/annotator/shapes/registry.js';
import type { BoxGeometry } from '../src/annotator/model.js';
import { box, random } from './builders.js';

const image = { width: 640, height: 480 };
const next = random(11);
const anyPoint = () => ({ x: next() * 1000 - 200, y: next() * 900 - 200 });

function isInside({ x, y, width, height }: BoxGeometry): boolean {
  const slack = 0.011;
  return x >= 0 && y >= 0 && width >= 0 && height >= 0 && x + width <= image.width + slack && y + height <= image.height + slack;
}

describe('box', () => {
  test('FromCorners_AnyCorners_StaysInsideImage', () => {
    for (let i = 0; i < 500; i++) {
      assert.ok(isInside(boxFromCorners(anyPoint(), anyPoint(), image)));
    }
  });

  test('FromCorners_CornersSwapped_GivesSameBox', () => {
    for (let i = 0; i < 100; i++) {
      const a = anyPoint();
      const b = anyPoint();
      assert.deepEqual(boxFromCorners(a, b, image), boxFromCorners(b, a, image));
    }
  });

  test('Move_AnyDelta_KeepsSizeAndStaysInside', () => {
    for (let i = 0; i < 500; i++) {
      const before = boxFromCorners(anyPoint(), anyPoint(), image);
      const after = moveBox(before, next() * 2000 - 1000, next() * 2000 - 1000, image);
      assert.ok(isInside(after));
      assert.ok(Math.abs(after.width - before.width) < 0.02 && Math.abs(after.height - before.height) < 0.02);
    }
  });

  test('Resize_AnyHandleAnyPoint_StaysInsideAndDrawable', () => {
    for (let i = 0; i < 500; i++) {
      const before = boxFromCorners(anyPoint(), anyPoint(), image);
      if (isDrawable(before)) {
        const after = resizeBox(before, Handles[i % 8]!, anyPoint(), image);
        assert.ok(isInside(after) && isDrawable(after), JSON.stringify({ before, after }));
      }
    }
  });

  test('Resize_WestHandle_LeavesOtherEdges', () => {
    assert.deepEqual(resizeBox({ x: 10, y: 10, width: 50, height: 40 }, 'w', { x: 30, y: 400 }, image), { x: 30, y: 10, width: 30, height: 40 });
  });

  test('Resize_PastOppositeEdge_Flips', () => {
    assert.deepEqual(resizeBox({ x: 10, y: 10, width: 50, height: 40 }, 'e', { x: 4, y: 0 }, image), { x: 4, y: 10, width: 6, height: 40 });
  });

  test('LimitMove_Group_StopsTogetherAtBorder', () => {
    const boxes = [{ x: 5, y: 5, width: 10, height: 10 }, { x: 100, y: 100, width: 10, height: 10 }];
    assert.deepEqual(limitMove(boxes, -50, 1000, image), { dx: -5, dy: 370 });
  });
});

describe('camera', () => {
  const stage = { width: 1000, height: 700 };

  test('ZoomAt_AnyPoint_KeepsImagePointUnderPointer', () => {
    for (let i = 0; i < 100; i++) {
      const camera = cameras.fit(image, stage);
      const at = { x: 300 + next() * 400, y: 250 + next() * 200 };
      const before = cameras.toImage(camera, at);
      const after = cameras.toImage(cameras.zoomAt(camera, at, 1 + next(), image, stage), at);
      assert.ok(Math.hypot(after.x - before.x, after.y - before.y) < 1e-6);
    }
  });

  test('ToScreen_ThenToImage_IsIdentity', () => {
    for (let i = 0; i < 100; i++) {
      const camera = { scale: 0.05 + next() * 20, x: next() * 500, y: next() * 500 };
      const point = anyPoint();
      const back = cameras.toImage(camera, cameras.toScreen(camera, point));
      assert.ok(Math.hypot(back.x - point.x, back.y - point.y) < 1e-6);
    }
  });

  test('Pan_FarAway_KeepsSomeImageInView', () => {
    const camera = cameras.pan(cameras.fit(image, stage), 1e6, -1e6, image, stage);
    assert.ok(camera.x < stage.width && camera.y + image.height * camera.scale > 0);
  });

  test('Fit_AnyStage_ShowsWholeImage', () => {
    for (const size of [{ width: 390, height: 640 }, { width: 1600, height: 200 }, { width: 20, height: 20 }]) {
      const camera = cameras.fit(image, size);
      assert.ok(camera.x >= 0 && camera.y >= 0 && image.width * camera.scale <= size.width && image.height * camera.scale <= size.height);
    }
  });
});

describe('other shapes', () => {
  const ring = [0, 0, 10, 0, 10, 10, 0, 10];
  const hole = [4, 4, 6, 4, 6, 6, 4, 6];

  test('InsideRings_InHole_IsOutside', () => {
    assert.ok(insideRings([ring, hole], 2, 2));
    assert.ok(!insideRings([ring, hole], 5, 5));
  });

  test('DistanceToPath_Closed_CountsLastSegment', () => {
    assert.equal(distanceToPath(ring, -3, 5, true), 3);
    assert.ok(distanceToPath(ring, -3, 5, false) > 3);
  });

  test('ShapeOf_Tag_HasNoPlace', () => {
    assert.equal(shapeOf({ ...box('a'), type: null }), undefined);
  });
});
