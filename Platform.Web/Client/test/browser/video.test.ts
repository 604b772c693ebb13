import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { closeBrowser } from '../../harness/driver/browser.js';
import type { CanvasPage } from '../../harness/driver/canvasPage.js';
import { openCanvas } from '../../harness/driver/openCanvas.js';
import type { BoxGeometry } from '../../src/annotator/model.js';

after(closeBrowser);

/** 60 frames of 25 a second; the harness paints frame n in the grey n. */
const facts = { frameCount: 60, fps: 25, durationMs: 2400 };
const open = (frameCount = facts.frameCount) => openCanvas({ image: { width: 320, height: 240 }, documentExtras: { video: { ...facts, frameCount } } });

/** What is on the screen in the middle of the picture. */
async function grey(canvas: CanvasPage): Promise<number> {
  const middle = await canvas.toScreen({ x: 160, y: 120 });
  return canvas.page.$$eval('.an-stage canvas', (layers, { x, y }) => {
    // Each layer is drawn on two canvases in turn; the lowest that is seen is the picture.
    const picture = layers.find(layer => getComputedStyle(layer).visibility !== 'hidden' && getComputedStyle(layer).display !== 'none') as HTMLCanvasElement;
    const frame = picture.getBoundingClientRect();
    const ratio = picture.width / frame.width;
    return picture.getContext('2d')!.getImageData((x - frame.x) * ratio, (y - frame.y) * ratio, 1, 1).data[0]!;
  }, middle);
}

async function goTo(canvas: CanvasPage, frame: number): Promise<void> {
  await canvas.key('`');
  await canvas.page.keyboard.type(String(frame));
  await canvas.key('Enter');
  await arrived(canvas, frame);
}

async function arrived(canvas: CanvasPage, frame: number): Promise<void> {
  for (const end = Date.now() + 10_000; (await canvas.read(hook => hook.frame)) !== frame;) {
    assert.ok(Date.now() < end, `frame ${frame} did not come`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  await canvas.settled();
}

const geometry = async (canvas: CanvasPage) => (await canvas.read(hook => hook.objects[0]?.geometry)) as BoxGeometry | undefined;

describe('video in a browser', { concurrency: true }, () => {
  test('keys step frame by frame, by ten, to both ends and to a number, and the picture is that frame', async () => {
    await using canvas = await open();
    await arrived(canvas, 0);
    await canvas.key('.', '.', '.');
    await arrived(canvas, 3);
    assert.equal(await grey(canvas), 3);
    await canvas.key('Control+.');
    await arrived(canvas, 13);
    await canvas.key(',');
    await arrived(canvas, 12);
    assert.equal(await grey(canvas), 12);
    await canvas.key('End');
    await arrived(canvas, 59);
    assert.equal(await grey(canvas), 59);
    await canvas.key('Home');
    await arrived(canvas, 0);
    await goTo(canvas, 41);
    assert.equal(await grey(canvas), 41);
    assert.deepEqual(canvas.problems, []);
  });

  test('a box drawn on frame 7 and moved on 21 is halfway on 14, saved as two keyframes of one track, and still there after a reload', async () => {
    await using canvas = await open();
    await goTo(canvas, 7);
    await canvas.draw({ x: 40, y: 60 }, { x: 100, y: 120 });
    const drawn = (await geometry(canvas))!;
    await goTo(canvas, 21);
    await canvas.key('v');
    await canvas.drag({ x: 70, y: 90 }, { x: 140, y: 90 });
    const moved = (await geometry(canvas))!;
    assert.ok(moved.x > drawn.x + 60, JSON.stringify({ drawn, moved }));
    await goTo(canvas, 14);
    const between = (await geometry(canvas))!;
    assert.ok(Math.abs(between.x - (drawn.x + moved.x) / 2) < 0.01, JSON.stringify({ drawn, between, moved }));
    await canvas.saved();
    const stored = [...canvas.asset.annotations.values()].sort((a, b) => a.frame! - b.frame!);
    assert.deepEqual(stored.map(({ frame, trackId }) => [frame, trackId]), [[7, stored[0]!.trackId], [21, stored[0]!.trackId]]);
    assert.ok(stored.every(row => !('interpolated' in row)));
    await canvas.page.reload();
    await canvas.ready();
    await arrived(canvas, 14);
    assert.deepEqual(await geometry(canvas), between);
    await goTo(canvas, 6);
    assert.equal(await geometry(canvas), undefined);
    assert.deepEqual(canvas.problems, []);
  });

  test('a track stays selected over frames; keys fix it, hide it, split it, and undo goes back to where it was done', async () => {
    await using canvas = await open();
    await arrived(canvas, 0);
    await canvas.draw({ x: 40, y: 60 }, { x: 100, y: 120 });
    const [track] = await canvas.selectedIds();
    await goTo(canvas, 10);
    assert.deepEqual(await canvas.selectedIds(), [track]);
    await canvas.key('k');
    assert.equal((await canvas.shapes()).length, 2);
    await goTo(canvas, 20);
    await canvas.key('o');
    assert.equal(await geometry(canvas), undefined);
    assert.deepEqual(await canvas.selectedIds(), [track], 'what is out of sight can be shown again by the same key');
    await canvas.key('<');
    await arrived(canvas, 10);
    await canvas.key('Control+z');
    await arrived(canvas, 20);
    assert.ok(await geometry(canvas));
    await goTo(canvas, 5);
    await canvas.key('Alt+m');
    assert.equal(new Set((await canvas.shapes()).map(shape => shape.trackId)).size, 2);
    assert.equal((await canvas.selectedIds())[0] === track, false);
    await canvas.saved();
    assert.deepEqual(canvas.problems, []);
  });

  test('the space bar plays and pauses at the rate of the video, and pans while a box is being dragged', async () => {
    await using canvas = await open();
    await arrived(canvas, 0);
    await canvas.key('Space');
    await canvas.waitFor('playing', hook => hook.playing && hook.frame! > 10);
    await canvas.key('Space');
    const stopped = (await canvas.read(hook => hook.frame))!;
    await new Promise(resolve => setTimeout(resolve, 300));
    assert.equal(await canvas.read(hook => hook.frame), stopped);
    assert.equal(await grey(canvas), stopped);
    await canvas.key('r');
    const start = await canvas.mouseAt({ x: 60, y: 60 });
    const before = await canvas.camera();
    await canvas.page.mouse.move(start.x, start.y);
    await canvas.page.mouse.down();
    await canvas.page.mouse.move(start.x + 60, start.y + 60, { steps: 3 });
    await canvas.page.keyboard.down('Space');
    await canvas.page.mouse.move(start.x + 100, start.y + 90, { steps: 3 });
    await canvas.page.keyboard.up('Space');
    await canvas.page.mouse.up();
    assert.notDeepEqual(await canvas.camera(), before);
    assert.equal(await canvas.read(hook => hook.playing), false);
    assert.deepEqual(canvas.problems, []);
  });

  test('single shapes stand on their frame, are copied to the next ones and merged to a track', async () => {
    await using canvas = await open();
    await goTo(canvas, 1);
    await canvas.key('Shift+T');
    await canvas.draw({ x: 40, y: 60 }, { x: 100, y: 120 });
    await goTo(canvas, 3);
    assert.equal(await geometry(canvas), undefined);
    await canvas.draw({ x: 140, y: 60 }, { x: 200, y: 120 });
    const [second] = await canvas.selectedIds();
    await goTo(canvas, 1);
    await canvas.key('v');
    await canvas.click({ x: 70, y: 90 }, { modifiers: ['Control'] });
    assert.equal((await canvas.selectedIds()).length, 2);
    await canvas.key('Alt+Shift+M');
    const rows = (await canvas.shapes()).sort((a, b) => a.frame! - b.frame!);
    assert.deepEqual(rows.map(({ frame, attributes }) => [frame, (attributes as { outside?: boolean } | null)?.outside === true]), [[1, false], [2, true], [3, false], [4, true]]);
    assert.equal(new Set(rows.map(row => row.trackId)).size, 1);
    assert.ok(rows.some(row => row.id === second));
    await goTo(canvas, 50);
    await canvas.draw({ x: 40, y: 60 }, { x: 100, y: 120 });
    await canvas.key('Control+b');
    await canvas.page.keyboard.type('5');
    await canvas.key('Enter');
    assert.deepEqual((await canvas.shapes()).filter(shape => !shape.trackId).map(shape => shape.frame).sort(), [50, 51, 52, 53, 54, 55]);
    await canvas.saved();
    assert.deepEqual(canvas.problems, []);
  });

  test('a frame that cannot be had is told, the old one stays, and going there again tries once more', async () => {
    // More frames than are fetched ahead.
    await using canvas = await open(250);
    await arrived(canvas, 0);
    canvas.platform.failures.play('frames', { kind: 'error' });
    await canvas.key('`');
    await canvas.page.keyboard.type('200');
    await canvas.key('Enter');
    await canvas.page.getByText('Frame 200 could not be loaded').first().waitFor();
    assert.equal(await canvas.read(hook => hook.frame), 0);
    assert.equal(await grey(canvas), 0);
    canvas.platform.failures.clear();
    await goTo(canvas, 200);
    assert.equal(await grey(canvas), 200);
  });
});
