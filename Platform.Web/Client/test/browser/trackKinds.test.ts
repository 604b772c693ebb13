import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { closeBrowser } from '../../harness/driver/browser.js';
import type { CanvasPage } from '../../harness/driver/canvasPage.js';
import { defaultClasses, openCanvas } from '../../harness/driver/openCanvas.js';
import { maskArea } from '../../src/annotator/geometry/mask.js';
import type { AnnotatorClass, KeypointsGeometry, MaskGeometry } from '../../src/annotator/model.js';

after(closeBrowser);

const face: AnnotatorClass = {
  id: 'c0000000-0000-7000-8000-0000000000aa', key: 'face', name: 'Face', color: '#8e4ec6', index: 3, shapeType: 'keypoints',
  keypoints: { names: ['nose', 'left eye', 'right eye'], edges: [[0, 1], [0, 2]], pairs: [[1, 2]] },
};
const open = () => openCanvas({ image: { width: 320, height: 240 }, classes: [...defaultClasses, face], documentExtras: { video: { frameCount: 30, fps: 10, durationMs: 3000 } } });

async function goTo(canvas: CanvasPage, frame: number): Promise<void> {
  await canvas.key('`');
  await canvas.page.keyboard.type(String(frame));
  await canvas.key('Enter');
  for (const end = Date.now() + 10_000; (await canvas.read(hook => hook.frame)) !== frame;) {
    assert.ok(Date.now() < end, `frame ${frame} did not come`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  await canvas.settled();
}

const frames = async (canvas: CanvasPage): Promise<(number | null | undefined)[]> => (await canvas.shapes()).map(each => each.frame).sort((a, b) => Number(a) - Number(b));

describe('mask and skeleton tracks with a real pointer', { concurrency: true }, () => {
  test('MasksBasics_TrackOnAVideo_PaintedOnTwoFrames_HasTwoKeyframes_AndIsSaved', async () => {
    await using canvas = await open();
    await canvas.key('1', 'b');
    await canvas.page.locator('[data-option=brushSize]').fill('20');
    await canvas.drag({ x: 60, y: 60 }, { x: 120, y: 60 });
    await canvas.key('Enter');
    await goTo(canvas, 10);
    assert.deepEqual(await frames(canvas), [0]);
    const before = maskArea((await canvas.read(hook => hook.objects[0]!.geometry)) as MaskGeometry);
    await canvas.key('v');
    await canvas.click({ x: 90, y: 60 });
    await canvas.key('b');
    await canvas.drag({ x: 60, y: 120 }, { x: 120, y: 120 });
    await canvas.key('Enter');
    assert.deepEqual(await frames(canvas), [0, 10]);
    assert.equal(new Set((await canvas.shapes()).map(each => each.trackId)).size, 1, 'one object on both frames');
    assert.ok(maskArea((await canvas.read(hook => hook.objects[0]!.geometry)) as MaskGeometry) > before);
    await goTo(canvas, 5);
    assert.equal(maskArea((await canvas.read(hook => hook.objects[0]!.geometry)) as MaskGeometry), before, 'the earlier mask holds');
    await canvas.saved();
    assert.equal(canvas.asset.annotations.size, 2);
    assert.deepEqual(canvas.problems, []);
  });

  test('SkeletonsPipeline_TrackOnAVideo_PointMovedOnAnotherFrame_MovesEvenlyBetween', async () => {
    await using canvas = await open();
    await canvas.key('4', 'k');
    for (const place of [{ x: 160, y: 120 }, { x: 130, y: 90 }, { x: 190, y: 90 }]) {
      await canvas.click(place);
    }
    await goTo(canvas, 10);
    await canvas.key('v');
    await canvas.click({ x: 160, y: 120 });
    await canvas.drag({ x: 160, y: 120 }, { x: 160, y: 200 });
    assert.deepEqual(await frames(canvas), [0, 10]);
    await goTo(canvas, 5);
    const { points } = (await canvas.read(hook => hook.objects[0]!.geometry)) as KeypointsGeometry;
    assert.ok(Math.abs(points[1]! - 160) <= 2 && Math.abs(points[4]! - 90) <= 2, `half way: ${points.join()}`);
    await canvas.saved();
    assert.deepEqual(canvas.problems, []);
  });

  test('TrackConverted_BoxTrackToPolygon_FromTheMenu_OnAllFrames_OneStep', async () => {
    await using canvas = await open();
    await canvas.key('1', 'r');
    await canvas.drag({ x: 40, y: 40 }, { x: 100, y: 100 });
    await goTo(canvas, 10);
    await canvas.key('v');
    await canvas.drag({ x: 70, y: 70 }, { x: 170, y: 70 });
    assert.deepEqual((await canvas.shapes()).map(each => each.type), ['bbox', 'bbox']);
    await canvas.key('Shift+F10');
    await canvas.page.locator('.an-menu').getByText('Make it a polygon').click();
    await canvas.settled();
    assert.deepEqual((await canvas.shapes()).map(each => each.type), ['polygon', 'polygon']);
    await canvas.key('Control+z');
    assert.deepEqual((await canvas.shapes()).map(each => each.type), ['bbox', 'bbox']);
    assert.deepEqual(canvas.problems, []);
  });
});
