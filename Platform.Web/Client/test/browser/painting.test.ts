import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { closeBrowser } from '../../harness/driver/browser.js';
import type { CanvasPage } from '../../harness/driver/canvasPage.js';
import { defaultClasses, openCanvas } from '../../harness/driver/openCanvas.js';
import { boxes, polygons, shape } from '../../harness/shapes.js';
import type { Annotation, BoxGeometry } from '../../src/annotator/model.js';

after(closeBrowser);

const image = { width: 2000, height: 1500 };
const [car, tree] = defaultClasses.map(({ id }) => id);

describe('the drawn canvas', { concurrency: true }, () => {
  test('after edits, moves of the view and undo looks like one drawn anew', async () => {
    await using canvas = await openCanvas({ image, annotations: [...boxes(300, image, defaultClasses), ...polygons(60, 20, image, defaultClasses)] });
    await canvas.wheel({ x: 700, y: 700 }, -200);
    await canvas.draw({ x: 500, y: 300 }, { x: 1400, y: 1100 });
    await canvas.key('v');
    await canvas.drag({ x: 500, y: 700 }, { x: 620, y: 760 });
    await canvas.drag({ x: 1000, y: 800 }, { x: 900, y: 760 }, { button: 'middle' });
    await canvas.key('2');
    await canvas.draw({ x: 600, y: 500 }, { x: 800, y: 650 });
    await canvas.key('Control+z', 'Escape', 'Escape');
    await sameAsDrawnAnew(canvas);
  });

  test('with more shapes than one frame can draw shows all of them in the end', async () => {
    // So many that they count as a crowd wherever the view is, which leaves out fills.
    await using canvas = await openCanvas({ image, annotations: polygons(4000, 25, image, defaultClasses) });
    await canvas.wheel({ x: 1000, y: 700 }, -100);
    await canvas.drag({ x: 900, y: 700 }, { x: 1000, y: 760 }, { button: 'middle' });
    await canvas.draw({ x: 850, y: 600 }, { x: 1150, y: 800 });
    await canvas.key('Escape', 'v', 'Escape');
    await sameAsDrawnAnew(canvas);
  });

  test('puts a higher z-order over a lower one, and the younger over the older', async () => {
    const square = (x: number, classId: string, extra: Partial<Annotation> = {}): Annotation => shape('bbox', { x, y: 400, width: 400, height: 400 } satisfies BoxGeometry, classId, extra);
    await using canvas = await openCanvas({ image, annotations: [square(300, tree!), square(300, car!), square(1200, tree!, { zOrder: 1 }), square(1200, car!)] });
    assert.deepEqual(await edgeColour(canvas, 300), 'car');
    assert.deepEqual(await edgeColour(canvas, 1200), 'tree');
  });

  /** The class whose colour the left edge of a box at x shows. */
  async function edgeColour(canvas: CanvasPage, x: number): Promise<string | undefined> {
    const { scale, x: offset, y } = await canvas.camera();
    const pixel = await canvas.page.evaluate(([px, py]) => {
      const layer = [...document.querySelectorAll<HTMLCanvasElement>('.an-stage canvas')].filter(candidate => candidate.style.visibility !== 'hidden')[1]!;
      const data = layer.getContext('2d')!.getImageData(Math.floor(px! - parseFloat(layer.style.left)), Math.floor(py! - parseFloat(layer.style.top)), 1, 1).data;
      return `#${[...data].slice(0, 3).map(value => value.toString(16).padStart(2, '0')).join('')}`;
    }, [x * scale + offset, 600 * scale + y]);
    return defaultClasses.map(({ key, color }) => ({ key, far: distance(color, pixel) })).sort((a, b) => a.far - b.far)[0]?.key;
  }
});

function distance(a: string, b: string): number {
  return [1, 3, 5].reduce((sum, i) => sum + Math.abs(parseInt(a.slice(i, i + 2), 16) - parseInt(b.slice(i, i + 2), 16)), 0);
}

/** Compares the stage with itself after everything was drawn again. */
async function sameAsDrawnAnew(canvas: CanvasPage): Promise<void> {
  // The pointer leaves: what follows it is no part of the comparison.
  await canvas.page.mouse.move(2, 2);
  const kept = await picture(canvas);
  const redraws = await canvas.read(hook => hook.layers.shapes.redraws);
  await canvas.page.evaluate(() => (window as unknown as { harness: { annotator: { setConfidence(value: number): void } } }).harness.annotator.setConfidence(0));
  const anew = await picture(canvas);
  assert.ok((await canvas.read(hook => hook.layers.shapes.redraws)) > redraws, 'nothing was drawn anew');
  const differing = await canvas.page.evaluate(async pictures => {
    const [a, b] = await Promise.all(pictures.map(async text => {
      const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${text}`)).blob());
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
      context.drawImage(bitmap, 0, 0);
      return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
    }));
    let count = 0;
    for (let i = 0; i < a!.length; i += 4) {
      count += Math.abs(a![i]! - b![i]!) + Math.abs(a![i + 1]! - b![i + 1]!) + Math.abs(a![i + 2]! - b![i + 2]!) > 90 ? 1 : 0;
    }
    return count;
  }, [kept, anew]);
  // A missing or leftover line makes hundreds; where hundreds of lines cross, their sum may come out a grain different.
  assert.ok(differing < 20, `${differing} pixels differ`);
}

async function picture(canvas: CanvasPage): Promise<string> {
  await canvas.waitFor('everything is drawn', hook => hook.painted);
  return (await canvas.page.locator('.an-stage').screenshot()).toString('base64');
}
