import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { closeBrowser } from '../../harness/driver/browser.js';
import type { CanvasPage } from '../../harness/driver/canvasPage.js';
import { defaultClasses, openCanvas } from '../../harness/driver/openCanvas.js';
import type { AnnotatorClass, KeypointsGeometry } from '../../src/annotator/model.js';

after(closeBrowser);

const face: AnnotatorClass = {
  id: 'c0000000-0000-7000-8000-0000000000aa', key: 'face', name: 'Face', color: '#8e4ec6', index: 3, shapeType: 'keypoints',
  keypoints: { names: ['nose', 'left eye', 'right eye', 'left ear', 'right ear'], edges: [[0, 1], [0, 2], [1, 3], [2, 4]], pairs: [[1, 2], [3, 4]] },
};
const night: AnnotatorClass = { id: 'c0000000-0000-7000-8000-0000000000bb', key: 'night', name: 'Night', color: '#223366', index: 4, shapeType: 'tag' };
const classes = [...defaultClasses, face, night];

async function skeletons(canvas: CanvasPage): Promise<number[][]> {
  return (await canvas.shapes()).filter(({ type }) => type === 'keypoints').map(({ geometry }) => (geometry as KeypointsGeometry).points.map(Math.round));
}

const places = [{ x: 300, y: 300 }, { x: 270, y: 260 }, { x: 330, y: 260 }, { x: 230, y: 280 }, { x: 370, y: 280 }];

describe('skeletons and tags in a browser', { concurrency: true }, () => {
  test('SkeletonsPipeline: five clicks place five points, saved from the first', async () => {
    await using canvas = await openCanvas({ classes });
    await canvas.key('4', 'k');
    await canvas.click(places[0]!);
    await canvas.saved();
    assert.equal(canvas.asset.annotations.size, 1);
    for (const place of places.slice(1)) {
      await canvas.click(place);
    }
    const [points] = await skeletons(canvas);
    places.forEach(({ x, y }, i) => assert.ok(Math.abs(points![3 * i]! - x) <= 1 && Math.abs(points![3 * i + 1]! - y) <= 1 && points![3 * i + 2] === 2, `point ${i}`));
    await canvas.saved();
    await canvas.page.reload();
    await canvas.ready();
    assert.deepEqual(await skeletons(canvas), [points]);
    assert.deepEqual(canvas.problems, []);
  });

  test('SkeletonsPipeline: right click steps back, O and X mark points, undo takes the whole', async () => {
    await using canvas = await openCanvas({ classes });
    await canvas.key('4', 'k');
    await canvas.click(places[0]!);
    await canvas.click({ x: 500, y: 500 });
    await canvas.click({ x: 520, y: 500 }, { button: 'right' });
    await canvas.key('o');
    await canvas.click(places[1]!);
    await canvas.key('x');
    await canvas.click(places[3]!);
    await canvas.click(places[4]!);
    assert.deepEqual((await skeletons(canvas))[0]!.filter((_, i) => i % 3 === 2), [2, 1, 0, 2, 2]);
    await canvas.move(places[3]!);
    await canvas.key('o');
    assert.deepEqual((await skeletons(canvas))[0]!.filter((_, i) => i % 3 === 2), [2, 1, 0, 1, 2]);
    await canvas.key('Control+z', 'Control+z');
    assert.deepEqual(await skeletons(canvas), []);
  });

  test('SkeletonsPipeline: a drag places the template, a point is dragged, Alt and a click takes it off', async () => {
    await using canvas = await openCanvas({ classes });
    await canvas.key('4', 'k');
    await canvas.drag({ x: 200, y: 100 }, { x: 400, y: 300 });
    const [placed] = await skeletons(canvas);
    assert.equal(placed!.filter((value, i) => i % 3 === 2 && value === 2).length, 5);
    const nose = { x: placed![0]!, y: placed![1]! };
    await canvas.drag(nose, { x: nose.x + 50, y: nose.y + 60 });
    const [moved] = await skeletons(canvas);
    assert.ok(Math.abs(moved![0]! - nose.x - 50) <= 2 && Math.abs(moved![1]! - nose.y - 60) <= 2);
    assert.deepEqual(moved!.slice(3), placed!.slice(3));
    await canvas.key('v');
    await canvas.click({ x: moved![3]!, y: moved![4]! }, { modifiers: ['Alt'] });
    assert.deepEqual((await skeletons(canvas))[0]!.slice(3, 6), [0, 0, 0]);
  });

  test('SkeletonsPipeline: mirrored by key, left and right change places', async () => {
    await using canvas = await openCanvas({ classes });
    await canvas.key('4', 'k');
    for (const place of places) {
      await canvas.click(place);
    }
    const [before] = await skeletons(canvas);
    await canvas.key('Shift+X');
    const [after] = await skeletons(canvas);
    // The template lies symmetrically, so that a mirror image with swapped names is the same skeleton.
    assert.ok(before!.every((value, i) => Math.abs(value - after![i]!) <= 2), JSON.stringify({ before, after }));
  });

  test('ImageTags: the class\' key puts a tag on, takes it off, and undo brings it back', async () => {
    await using canvas = await openCanvas({ classes });
    const chip = canvas.page.locator('[data-tag=night]');
    await canvas.key('5');
    assert.equal(await chip.getAttribute('aria-pressed'), 'true');
    await canvas.saved();
    assert.deepEqual([...canvas.asset.annotations.values()].map(({ type, classId }) => ({ type, classId })), [{ type: null, classId: night.id }]);
    await canvas.key('5');
    assert.equal(await chip.getAttribute('aria-pressed'), 'false');
    await canvas.key('Control+z');
    assert.equal(await chip.getAttribute('aria-pressed'), 'true');
    await chip.click();
    await canvas.saved();
    assert.equal(canvas.asset.annotations.size, 0);
  });

  test('ImageTags: a read-only image shows its tags and keeps them', async () => {
    await using canvas = await openCanvas({ classes, readOnly: true });
    await canvas.key('5');
    assert.ok(await canvas.page.locator('[data-tag=night]').isDisabled());
    assert.deepEqual(await canvas.shapes(), []);
  });
});
