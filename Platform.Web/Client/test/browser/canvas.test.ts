import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { closeBrowser } from '../../harness/driver/browser.js';
import { openCanvas } from '../../harness/driver/openCanvas.js';
import type { BoxGeometry } from '../../src/annotator/model.js';

after(closeBrowser);

describe('canvas in a browser', { concurrency: true }, () => {
  test('a dragged box stands where it was drawn and reaches the server', async () => {
    await using canvas = await openCanvas();
    await canvas.draw({ x: 100, y: 80 }, { x: 300, y: 200 });
    const [box] = await canvas.shapes();
    const geometry = box?.geometry as BoxGeometry;
    assert.ok(Math.abs(geometry.x - 100) < 1 && Math.abs(geometry.y - 80) < 1, JSON.stringify(geometry));
    assert.ok(Math.abs(geometry.width - 200) < 1.5 && Math.abs(geometry.height - 120) < 1.5, JSON.stringify(geometry));
    await canvas.saved();
    assert.deepEqual([...canvas.asset.annotations.keys()], [box?.id]);
    assert.deepEqual(canvas.problems, []);
  });

  test('undo takes a box back, redo brings the same one again', async () => {
    await using canvas = await openCanvas();
    await canvas.draw({ x: 100, y: 80 }, { x: 300, y: 200 });
    const drawn = await canvas.shapes();
    await canvas.key('Control+z');
    assert.deepEqual(await canvas.shapes(), []);
    await canvas.key('Control+Shift+Z');
    assert.deepEqual((await canvas.shapes()).map(({ id, geometry }) => ({ id, geometry })), drawn.map(({ id, geometry }) => ({ id, geometry })));
    await canvas.saved();
    assert.equal(canvas.asset.annotations.size, 1);
  });

  test('zooming by the wheel keeps the point under the pointer', async () => {
    await using canvas = await openCanvas();
    const before = { x: 400, y: 300 };
    const point = await canvas.toImage(before);
    const scale = (await canvas.camera()).scale;
    await canvas.wheel(point, -300);
    const after = await canvas.toScreen(point);
    assert.ok((await canvas.camera()).scale > scale * 1.3);
    assert.ok(Math.hypot(after.x - before.x, after.y - before.y) < 0.01, JSON.stringify({ before, after }));
  });
});
