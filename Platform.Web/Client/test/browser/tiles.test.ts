import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { closeBrowser, sharedBrowser } from '../../harness/driver/browser.js';
import type { CanvasPage } from '../../harness/driver/canvasPage.js';
import { createServer, openCanvas, openTab } from '../../harness/driver/openCanvas.js';
import { tileGrey } from '../../harness/fake/tiles.js';

after(closeBrowser);

const huge = { width: 40_000, height: 40_000 };

describe('a picture of 40,000 by 40,000 pixels', { concurrency: true }, () => {
  test('opens from a few tiles of a reduced level, without the whole picture', async () => {
    await using canvas = await openCanvas({ image: huge, documentExtras: { tiled: true } });
    await canvas.waitFor('all tiles are drawn', hook => hook.painted);
    const asked = tileRequests(canvas);
    assert.ok(asked.length <= 40, `${asked.length} tiles`);
    assert.ok(asked.every(({ level }) => level >= 4), JSON.stringify(asked));
    assert.ok(await isSharp(canvas), `grey ${await grey(canvas)}`);
    assert.deepEqual(canvas.problems, []);
  });

  test('zoomed in shows full resolution of the part in view only', async () => {
    await using canvas = await openCanvas({ image: huge, documentExtras: { tiled: true } });
    for (let i = 0; i < 14; i++) {
      await canvas.page.mouse.move(640, 400);
      await canvas.page.mouse.wheel(0, -300);
      await canvas.settled();
    }
    await canvas.waitFor('all tiles are drawn', hook => hook.painted);
    assert.ok((await canvas.camera()).scale >= 1);
    assert.ok(await isSharp(canvas), `grey ${await grey(canvas)}`);
    assert.ok(tileRequests(canvas).filter(({ level }) => level === 0).length <= 60);
    await canvas.draw(await canvas.toImage({ x: 500, y: 300 }), await canvas.toImage({ x: 600, y: 420 }));
    await canvas.saved();
    assert.equal(canvas.asset.annotations.size, 1);
  });

  test('says how far the server is while it cuts the tiles, then opens', async () => {
    const server = createServer({ image: huge, documentExtras: { tiled: true } });
    const [asset] = [...server.platform.assets.values()];
    asset!.tilesReadyPercent = 40;
    await server.start();
    const context = await (await sharedBrowser()).newContext();
    const opening = openTab(server, context);
    const page = context.pages()[0] ?? await context.waitForEvent('page');
    await page.locator('.an-curtain', { hasText: '40' }).waitFor();
    asset!.tilesReadyPercent = 100;
    await using canvas = await opening;
    await canvas.waitFor('all tiles are drawn', hook => hook.painted);
    assert.ok(await isSharp(canvas), `grey ${await grey(canvas)}`);
  });

  test('a server that is away for a while leaves the coarse picture, then completes it', async () => {
    await using canvas = await openCanvas({ image: huge, documentExtras: { tiled: true } });
    await canvas.waitFor('all tiles are drawn', hook => hook.painted);
    canvas.platform.failures.play('tiles', { kind: 'drop' });
    await canvas.wheel({ x: 20_000, y: 20_000 }, -300);
    await canvas.wheel({ x: 20_000, y: 20_000 }, -300);
    await canvas.wheel({ x: 20_000, y: 20_000 }, -300);
    assert.ok((await grey(canvas)) >= 40);
    canvas.platform.failures.clear();
    await canvas.waitFor('all tiles are drawn', hook => hook.painted);
    assert.ok(await isSharp(canvas), `grey ${await grey(canvas)}`);
  });
});

interface Asked { readonly level: number }

function tileRequests(canvas: CanvasPage): Asked[] {
  return canvas.platform.requests.flatMap(({ path }) => {
    const [, level] = /\/tiles\/(\d+)\//.exec(path) ?? [];
    return level === undefined ? [] : [{ level: Number(level) }];
  });
}

/** Whether the middle of the stage shows a tile of the level that the magnification asks for. */
async function isSharp(canvas: CanvasPage): Promise<boolean> {
  const { scale } = await canvas.camera();
  const level = Math.max(0, Math.floor(Math.log2(1 / (0.9 * scale))));
  const shown = await grey(canvas);
  return [tileGrey(level, 0, 0), tileGrey(level, 1, 0)].some(expected => Math.abs(expected - shown) <= 1);
}

async function grey(canvas: CanvasPage): Promise<number> {
  return canvas.page.evaluate(() => {
    const stage = document.querySelector<HTMLElement>('.an-stage')!;
    const layer = [...stage.querySelectorAll('canvas')].find(candidate => candidate.style.visibility !== 'hidden')!;
    const x = stage.clientWidth / 2 + 3 - parseFloat(layer.style.left);
    const y = stage.clientHeight / 2 + 3 - parseFloat(layer.style.top);
    return layer.getContext('2d')!.getImageData(x, y, 1, 1).data[0]!;
  });
}
