import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { closeBrowser } from '../../harness/driver/browser.js';
import type { CanvasPage } from '../../harness/driver/canvasPage.js';
import { defaultClasses, openCanvas } from '../../harness/driver/openCanvas.js';
import type { PolygonGeometry } from '../../src/annotator/model.js';

after(closeBrowser);

const image = { width: 800, height: 600 };

interface Asked {
  readonly box?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly strokes?: readonly { readonly foreground: boolean }[];
  readonly point?: readonly [number, number];
  readonly tolerance?: number;
  readonly from?: readonly [number, number];
  readonly to?: readonly (readonly [number, number])[];
}

/** A canvas over a server whose tools find the box itself, a square around the point and a bend on the way. */
async function open(): Promise<CanvasPage> {
  const canvas = await openCanvas({ image });
  canvas.platform.extraHandler = ({ operation, path, body }) => (operation === 'smart' ? { json: answerTo(path, body as Asked) } : undefined);
  return canvas;
}

function answerTo(path: string, { box, strokes = [], point, tolerance = 0, from, to }: Asked): unknown {
  if (path.endsWith('/box')) {
    const { x, y, width, height } = box!;
    const ring = [x, y, x + width, y, x + width, y + height + 10 * strokes.length, x, y + height + 10 * strokes.length];
    return { polygons: [{ rings: [ring], areaPx: width * height }], mask: null };
  }
  if (path.endsWith('/flood')) {
    const [x, y] = point!;
    return { polygons: [{ rings: [[x - tolerance, y - tolerance, x + tolerance, y - tolerance, x, y + tolerance]], areaPx: 1 }], mask: null };
  }
  if (path.endsWith('/prepare')) {
    return undefined;
  }
  return { paths: to!.map(([x, y]) => [...from!, (from![0] + x) / 2, (from![1] + y) / 2 + 12, x, y]) };
}

async function rings(canvas: CanvasPage): Promise<(readonly number[])[]> {
  return (await canvas.shapes()).map(({ geometry }) => (geometry as PolygonGeometry).rings[0]!);
}

async function asked(canvas: CanvasPage, count: number): Promise<readonly Asked[]> {
  const questions = (): Asked[] => canvas.platform.requests.filter(({ operation, path }) => operation === 'smart' && !path.endsWith('/prepare')).map(({ body }) => body as Asked);
  for (let tries = 0; questions().length < count && tries < 200; tries++) {
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  await canvas.settled();
  return questions();
}

describe('smart tools in a browser', { concurrency: true }, () => {
  test('a box, a stroke and Enter store one polygon on the server', async () => {
    await using canvas = await open();
    await canvas.key('Shift+W');
    await canvas.settled();
    assert.equal(canvas.platform.requests.filter(({ path }) => path.endsWith('/smart/prepare')).length, 1, 'the server reads the picture ahead');
    await canvas.drag({ x: 200, y: 150 }, { x: 500, y: 400 });
    await asked(canvas, 1);
    await canvas.drag({ x: 250, y: 200 }, { x: 300, y: 220 });
    assert.equal((await asked(canvas, 2))[1]!.strokes!.length, 1);
    await canvas.page.screenshot({ path: process.env['SMART_SHOT'] ?? '/dev/null', type: 'png' });
    assert.equal((await rings(canvas)).length, 0, 'a proposal is not stored');
    await canvas.key('Enter');
    const [ring] = await rings(canvas);
    assert.ok(Math.abs(ring![5]! - 410) <= 1, JSON.stringify(ring));
    await canvas.saved();
    assert.equal(canvas.asset.annotations.size, 1);
    await canvas.key('Control+z');
    assert.equal((await rings(canvas)).length, 0);
    assert.deepEqual(canvas.problems, []);
  });

  test('Escape drops the proposal, and a server that is away is told while drawing by hand goes on', async () => {
    await using canvas = await open();
    await canvas.key('Shift+W');
    await canvas.drag({ x: 200, y: 150 }, { x: 500, y: 400 });
    await asked(canvas, 1);
    await canvas.key('Escape', 'Enter');
    assert.equal((await rings(canvas)).length, 0);
    canvas.platform.failures.play('smart', { kind: 'error', status: 503 }, 1);
    await canvas.drag({ x: 200, y: 150 }, { x: 500, y: 400 });
    await canvas.page.getByText('The server cannot be reached', { exact: false }).first().waitFor();
    canvas.platform.failures.play('smart', { kind: 'refuse', detail: 'Nothing stands out there.' }, 1);
    await canvas.drag({ x: 200, y: 150 }, { x: 500, y: 400 });
    await canvas.page.getByText('Nothing stands out there.', { exact: false }).first().waitFor();
    await canvas.draw({ x: 50, y: 50 }, { x: 120, y: 120 });
    assert.equal((await canvas.shapes()).length, 1);
  });

  test('a click selects what is alike, and the bracket keys change the tolerance', async () => {
    await using canvas = await open();
    await canvas.key('w');
    await canvas.click({ x: 400, y: 300 });
    await asked(canvas, 1);
    await canvas.key(']');
    assert.deepEqual((await asked(canvas, 2)).map(({ tolerance }) => tolerance), [24, 28]);
    await canvas.key('Enter');
    const [ring] = await rings(canvas);
    assert.ok(Math.abs(ring![2]! - ring![0]! - 56) <= 1, JSON.stringify(ring));
  });

  test('scissors follow edges from click to click and close on the first point', async () => {
    await using canvas = await open();
    await canvas.key('i');
    for (const point of [{ x: 200, y: 200 }, { x: 500, y: 200 }, { x: 500, y: 450 }, { x: 202, y: 201 }]) {
      await canvas.move(point);
      await canvas.click(point);
    }
    await canvas.waitFor('the outline', hook => hook.shapes.length === 1);
    const [ring] = await rings(canvas);
    assert.equal(ring!.length, 12, JSON.stringify(ring));
    assert.equal((await canvas.shapes())[0]!.classId, defaultClasses.find(({ shapeType }) => shapeType === 'polygon' || !shapeType)!.id);
  });
});
