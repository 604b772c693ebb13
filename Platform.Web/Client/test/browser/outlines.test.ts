import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { closeBrowser } from '../../harness/driver/browser.js';
import type { CanvasPage, Point } from '../../harness/driver/canvasPage.js';
import { defaultClasses, openCanvas } from '../../harness/driver/openCanvas.js';
import { polygon, polyline } from '../builders.js';
import type { Annotation, PolygonGeometry, PolylineGeometry } from '../../src/annotator/model.js';

after(closeBrowser);

const classId = defaultClasses[0]!.id;
const square = [100, 100, 300, 100, 300, 300, 100, 300];
const beside = [400, 100, 600, 100, 600, 300, 400, 300];
const idOf = (n: number): string => `a0000000-0000-7000-8000-00000000000${n}`;
const stored = (n: number, ring: readonly number[]): Annotation => polygon(idOf(n), [ring], { classId });

function ringOf(annotation: Annotation | undefined): readonly number[] {
  return (annotation?.geometry as PolygonGeometry).rings[0]!;
}

async function ringsOn(canvas: CanvasPage): Promise<(readonly number[])[]> {
  return (await canvas.shapes()).map(ringOf);
}

function near(actual: readonly number[], expected: readonly number[], tolerancePx = 1): void {
  assert.equal(actual.length, expected.length, JSON.stringify(actual));
  actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) <= tolerancePx, `${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`));
}

async function clicks(canvas: CanvasPage, ...points: readonly Point[]): Promise<void> {
  for (const point of points) {
    await canvas.click(point);
  }
}

describe('outlines in a browser', { concurrency: true }, () => {
  test('a polygon clicked and closed on its first point reaches the server', async () => {
    await using canvas = await openCanvas();
    await canvas.key('p');
    await clicks(canvas, { x: 100, y: 100 }, { x: 300, y: 120 }, { x: 250, y: 300 }, { x: 102, y: 102 });
    near((await ringsOn(canvas))[0]!, [100, 100, 300, 120, 250, 300]);
    await canvas.saved();
    near(ringOf([...canvas.asset.annotations.values()][0]), [100, 100, 300, 120, 250, 300]);
    assert.deepEqual(canvas.problems, []);
  });

  test('double click, Enter and the repeat key end a drawing alike', async () => {
    await using canvas = await openCanvas();
    await canvas.key('p');
    await clicks(canvas, { x: 50, y: 50 }, { x: 150, y: 50 });
    await canvas.click({ x: 150, y: 150 }, { count: 2 });
    await clicks(canvas, { x: 250, y: 50 }, { x: 350, y: 50 }, { x: 350, y: 150 });
    await canvas.key('Enter');
    await canvas.key('y');
    await clicks(canvas, { x: 50, y: 250 }, { x: 350, y: 250 });
    await canvas.key('n');
    const shapes = await canvas.shapes();
    assert.deepEqual(shapes.map(({ type }) => type), ['polygon', 'polygon', 'polyline']);
    assert.ok(shapes.slice(0, 2).every(shape => ringOf(shape).length === 6), JSON.stringify(shapes));
    assert.equal((shapes[2]!.geometry as PolylineGeometry).points.length, 4);
  });

  test('the right button and Backspace take points back, Ctrl+Shift+Z brings them again, panning and zooming do no harm', async () => {
    await using canvas = await openCanvas();
    await canvas.key('p');
    await clicks(canvas, { x: 200, y: 200 }, { x: 400, y: 200 }, { x: 400, y: 400 }, { x: 300, y: 450 });
    await canvas.click({ x: 300, y: 450 }, { button: 'right' });
    await canvas.key('Backspace', 'Control+Shift+Z');
    await canvas.wheel({ x: 300, y: 300 }, -200);
    await canvas.drag({ x: 300, y: 300 }, { x: 330, y: 320 }, { button: 'middle' });
    await canvas.click({ x: 200, y: 380 });
    await canvas.key('Enter');
    near((await ringsOn(canvas))[0]!, [200, 200, 400, 200, 400, 400, 200, 380], 1.5);
  });

  test('a drawing waits while another tool, another image or a new page is open', async () => {
    await using canvas = await openCanvas({ moreImages: 1 });
    await canvas.key('p');
    await clicks(canvas, { x: 200, y: 200 }, { x: 400, y: 200 });
    await canvas.key('v', 'p');
    await canvas.click({ x: 400, y: 400 });
    const [first, second] = [...canvas.platform.assets.keys()];
    await canvas.load(second!);
    assert.equal(await canvas.read(hook => hook.shapes.length), 0);
    await canvas.load(first!);
    await canvas.click({ x: 200, y: 400 });
    await canvas.page.reload();
    await canvas.ready();
    await canvas.key('p', 'Enter');
    near((await ringsOn(canvas))[0]!, [200, 200, 400, 200, 400, 400, 200, 400]);
  });

  test('freehand draws while dragging and closes at its start', async () => {
    await using canvas = await openCanvas();
    await canvas.key('p');
    const at = async (x: number, y: number): Promise<void> => {
      const screen = await canvas.toScreen({ x, y });
      await canvas.page.mouse.move(screen.x, screen.y, { steps: 6 });
    };
    await at(200, 200);
    await canvas.page.mouse.down();
    await at(400, 200);
    await at(400, 400);
    await at(200, 400);
    await at(200, 206);
    await canvas.page.mouse.up();
    await canvas.settled();
    const [ring] = await ringsOn(canvas);
    assert.ok(ring && ring.length >= 8 && ring.length < 40, JSON.stringify(ring));
  });

  test('a vertex snaps to the neighbour exactly, with Alt the border is followed, with Ctrl neither', async () => {
    await using canvas = await openCanvas({ annotations: [stored(1, [400.37, 100.11, 600, 100, 640, 200, 600, 300, 400.53, 300.29])] });
    await canvas.key('p');
    await clicks(canvas, { x: 250, y: 120 }, { x: 403, y: 103 });
    await canvas.click({ x: 402, y: 297 }, { modifiers: ['Alt'] });
    await canvas.click({ x: 250, y: 302 });
    await canvas.key('Enter');
    near(ringOf((await canvas.shapes())[1]), [250, 120, 400.37, 100.11, 400.53, 300.29, 250, 302]);
    const ring = ringOf((await canvas.shapes())[1]);
    assert.deepEqual(ring.slice(2, 6), [400.37, 100.11, 400.53, 300.29]);
    await clicks(canvas, { x: 720, y: 100 }, { x: 598, y: 102 });
    await canvas.click({ x: 602, y: 298 }, { modifiers: ['Alt'] });
    await canvas.click({ x: 720, y: 300 }, { modifiers: ['Control'] });
    await canvas.key('Enter');
    assert.deepEqual(ringOf((await canvas.shapes())[2]).slice(2, 8), [600, 100, 640, 200, 600, 300]);
  });

  test('Alt and a click takes out exactly that vertex of exactly that shape', async () => {
    await using canvas = await openCanvas({ annotations: [stored(1, square), stored(2, beside)] });
    await canvas.key('v');
    await canvas.click({ x: 200, y: 200 });
    await canvas.click({ x: 300, y: 300 }, { modifiers: ['Alt'] });
    assert.deepEqual(await ringsOn(canvas), [[100, 100, 300, 100, 100, 300], beside]);
    await canvas.key('Control+z');
    assert.deepEqual(await ringsOn(canvas), [square, beside]);
  });

  test('a vertex is dragged, the middle of an edge becomes one', async () => {
    await using canvas = await openCanvas({ annotations: [stored(1, square)] });
    await canvas.key('v');
    await canvas.click({ x: 200, y: 200 });
    await canvas.drag({ x: 300, y: 300 }, { x: 350, y: 340 });
    await canvas.drag({ x: 200, y: 100 }, { x: 200, y: 60 });
    near((await ringsOn(canvas))[0]!, [100, 100, 200, 60, 300, 100, 350, 340, 100, 300]);
  });

  test('the right button on a vertex opens its menu, which works by keyboard', async () => {
    await using canvas = await openCanvas({ annotations: [stored(1, square)] });
    await canvas.key('v');
    await canvas.click({ x: 200, y: 200 });
    await canvas.click({ x: 300, y: 300 }, { button: 'right' });
    await canvas.key('ArrowDown', 'ArrowDown', 'Enter');
    assert.deepEqual(await ringsOn(canvas), [[300, 300, 100, 300, 100, 100, 300, 100]]);
  });

  test('Shift and a click redraws a stretch to another vertex', async () => {
    await using canvas = await openCanvas({ annotations: [stored(1, square)] });
    await canvas.key('v');
    await canvas.click({ x: 200, y: 200 });
    await canvas.click({ x: 300, y: 100 }, { modifiers: ['Shift'] });
    await clicks(canvas, { x: 400, y: 150 }, { x: 400, y: 250 }, { x: 302, y: 301 });
    near((await ringsOn(canvas))[0]!, [300, 300, 100, 300, 100, 100, 300, 100, 400, 150, 400, 250]);
  });

  test('a polygon is sliced along a line and joined again', async () => {
    await using canvas = await openCanvas({ annotations: [stored(1, square)] });
    await canvas.key('v');
    await canvas.click({ x: 200, y: 200 });
    await canvas.key('Alt+j');
    await clicks(canvas, { x: 60, y: 150 }, { x: 200, y: 180 }, { x: 340, y: 150 });
    assert.equal((await canvas.shapes()).length, 2);
    assert.equal((await canvas.selectedIds()).length, 2);
    await canvas.key('j');
    const shapes = await canvas.shapes();
    assert.deepEqual(shapes.map(({ id }) => id), [idOf(1)]);
    await canvas.saved();
    assert.equal(canvas.asset.annotations.size, 1);
  });

  test('the transform box scales by a corner, mirrors come back, and all of it after a reload', async () => {
    await using canvas = await openCanvas({ annotations: [polyline(idOf(1), [100, 100, 200, 150, 300, 300], { classId })] });
    await canvas.key('v');
    await canvas.click({ x: 200, y: 150 });
    await canvas.key('s');
    await canvas.drag({ x: 300, y: 300 }, { x: 500, y: 400 });
    await canvas.key('s', 'Shift+X');
    const mirrored = (await canvas.shapes())[0]!.geometry as PolylineGeometry;
    near(mirrored.points, [500, 100, 300, 175, 100, 400], 2);
    await canvas.saved();
    await canvas.page.reload();
    await canvas.ready();
    assert.deepEqual((await canvas.shapes())[0]!.geometry, mirrored);
  });

  test('one polygon of ten thousand vertices is dragged by a vertex without stuttering', async () => {
    const ring = Array.from({ length: 10_000 }, (_, i) => {
      const angle = (i / 10_000) * 2 * Math.PI;
      return [1000 + (700 + 20 * Math.sin(angle * 300)) * Math.cos(angle), 750 + (500 + 15 * Math.cos(angle * 211)) * Math.sin(angle)];
    }).flat().map(value => Math.round(value * 100) / 100);
    await using canvas = await openCanvas({ image: { width: 2000, height: 1500 }, annotations: [stored(1, ring)] });
    await canvas.key('v');
    await canvas.click({ x: 1000, y: 750 });
    const from = { x: ring[0]!, y: ring[1]! };
    await canvas.drag(from, { x: from.x + 80, y: from.y }, { steps: 30 });
    const changed = (await ringsOn(canvas))[0]!;
    assert.equal(changed.length, ring.length);
    assert.ok(changed[0]! > from.x + 60, `${changed[0]} from ${from.x}`);
    assert.deepEqual(changed.slice(2), ring.slice(2));
  });
});
