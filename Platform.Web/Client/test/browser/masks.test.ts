import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { closeBrowser } from '../../harness/driver/browser.js';
import type { CanvasPage } from '../../harness/driver/canvasPage.js';
import { defaultClasses, openCanvas } from '../../harness/driver/openCanvas.js';
import { shape } from '../../harness/shapes.js';
import { boxToMask } from '../../src/annotator/geometry/maskConvert.js';
import { isSet, maskArea, maskBounds } from '../../src/annotator/geometry/mask.js';
import type { MaskGeometry } from '../../src/annotator/model.js';

after(closeBrowser);

const size = { width: 800, height: 600 };

async function masks(canvas: CanvasPage): Promise<MaskGeometry[]> {
  return (await canvas.shapes()).filter(({ type }) => type === 'mask').map(({ geometry }) => geometry as MaskGeometry);
}

/** As a hand does: by the slider of the option bar. */
async function setBrush(canvas: CanvasPage, sizePx: number): Promise<void> {
  await canvas.page.locator('[data-option=brushSize]').fill(String(sizePx));
}

describe('masks in a browser', { concurrency: true }, () => {
  test('MasksBasics: a stroke is there with the same pixels after a reload', async () => {
    await using canvas = await openCanvas();
    await canvas.key('b');
    await setBrush(canvas, 20);
    await canvas.drag({ x: 100, y: 100 }, { x: 400, y: 250 }, { steps: 3 });
    const [drawn] = await masks(canvas);
    assert.ok(isSet(drawn!, 250, 175), 'no gap where the pointer jumped');
    await canvas.saved();
    await canvas.page.reload();
    await canvas.ready();
    assert.deepEqual(await masks(canvas), [drawn]);
    assert.deepEqual(canvas.problems, []);
  });

  test('MasksBasics: every stroke is saved at once, undone alone, and the finished mask is one step', async () => {
    await using canvas = await openCanvas();
    await canvas.key('b');
    await setBrush(canvas, 20);
    await canvas.drag({ x: 100, y: 100 }, { x: 300, y: 100 });
    await canvas.saved();
    const [first] = await masks(canvas);
    assert.equal(canvas.asset.annotations.size, 1);
    await canvas.drag({ x: 100, y: 200 }, { x: 300, y: 200 });
    const [second] = await masks(canvas);
    assert.ok(maskArea(second!) > maskArea(first!));
    await canvas.key('Control+z');
    assert.deepEqual(await masks(canvas), [first]);
    await canvas.key('Control+Shift+Z');
    assert.deepEqual(await masks(canvas), [second]);
    await canvas.key('Enter');
    assert.deepEqual(await canvas.selectedIds(), []);
    await canvas.key('Control+z');
    assert.deepEqual(await masks(canvas), []);
    await canvas.key('Control+Shift+Z');
    assert.deepEqual(await masks(canvas), [second]);
    await canvas.saved();
    assert.equal(canvas.asset.annotations.size, 1);
  });

  test('MasksBasics: Escape drops the strokes, a killed page does not', async () => {
    await using canvas = await openCanvas();
    await canvas.key('b');
    await canvas.drag({ x: 100, y: 100 }, { x: 300, y: 100 });
    await canvas.key('Escape');
    assert.deepEqual(await masks(canvas), []);
    canvas.platform.failures.play('put', { kind: 'drop' });
    await canvas.drag({ x: 100, y: 100 }, { x: 300, y: 100 });
    const drawn = await masks(canvas);
    await canvas.waitFor('the stroke is in the journal', hook => hook.dirty > 0);
    await canvas.page.reload();
    canvas.platform.failures.clear();
    await canvas.ready();
    await canvas.waitFor('the stroke is back', hook => hook.shapes.length === 1);
    assert.deepEqual(await masks(canvas), drawn);
  });

  test('LabelStudioBrush: the eraser cuts the selected mask and never empties it', async () => {
    const mask = shape('mask', boxToMask({ x: 100, y: 100, width: 200, height: 100 }, size), defaultClasses[0]!.id);
    await using canvas = await openCanvas({ annotations: [mask] });
    await canvas.key('v');
    await canvas.click({ x: 200, y: 150 });
    await canvas.key('e');
    await setBrush(canvas, 40);
    await canvas.drag({ x: 200, y: 60 }, { x: 200, y: 250 }, { steps: 2 });
    const [cut] = await masks(canvas);
    assert.ok(!isSet(cut!, 200, 150) && isSet(cut!, 120, 150) && isSet(cut!, 280, 150));
    await setBrush(canvas, 500);
    await canvas.click({ x: 200, y: 150 });
    assert.deepEqual(await masks(canvas), [cut]);
    await canvas.page.getByText('A mask cannot be empty').waitFor();
    await canvas.saved();
    assert.deepEqual((canvas.asset.annotations.get(mask.id)!.geometry as MaskGeometry).counts, cut!.counts);
  });

  test('LabelStudioBrush: nothing is painted beside the image', async () => {
    await using canvas = await openCanvas();
    await canvas.key('b');
    await setBrush(canvas, 60);
    await canvas.drag({ x: -8, y: 300 }, { x: 100, y: 300 });
    const { x, y, height } = maskBounds((await masks(canvas))[0]!);
    assert.equal(x, 0);
    assert.ok(y > 260 && height <= 61);
  });

  test('MasksBasics: pixels are taken from the mask below, and given back by undo', async () => {
    const below = shape('mask', boxToMask({ x: 100, y: 100, width: 200, height: 100 }, size), defaultClasses[0]!.id);
    await using canvas = await openCanvas({ annotations: [below] });
    await canvas.key('b', 'u');
    await setBrush(canvas, 50);
    await canvas.drag({ x: 150, y: 150 }, { x: 250, y: 150 });
    const after = await canvas.shapes();
    const rest = after.find(({ id }) => id === below.id)!.geometry as MaskGeometry;
    assert.ok(!isSet(rest, 200, 150) && isSet(rest, 200, 110));
    await canvas.key('Control+z');
    assert.equal((await masks(canvas))[0]!.counts, (below.geometry as MaskGeometry).counts);
    await canvas.saved();
  });

  test('SliceJoin: a mask is cut in two by a line and joined again', async () => {
    const mask = shape('mask', boxToMask({ x: 100, y: 100, width: 200, height: 100 }, size), defaultClasses[0]!.id);
    await using canvas = await openCanvas({ annotations: [mask] });
    await canvas.key('v');
    await canvas.click({ x: 150, y: 150 });
    await canvas.key('Alt+j');
    await canvas.click({ x: 250, y: 60 });
    await canvas.click({ x: 250, y: 240 });
    assert.equal((await masks(canvas)).length, 2);
    assert.equal((await masks(canvas)).reduce((sum, piece) => sum + maskArea(piece), 0), 20_000);
    await canvas.key('v', 'Control+a', 'j');
    assert.deepEqual((await masks(canvas)).map(({ counts }) => counts), [(mask.geometry as MaskGeometry).counts]);
  });
});
