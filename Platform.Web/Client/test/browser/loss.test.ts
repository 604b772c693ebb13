import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { chromium, type BrowserContext } from 'playwright-core';
import { closeBrowser, launchOptions } from '../../harness/driver/browser.js';
import type { CanvasPage } from '../../harness/driver/canvasPage.js';
import { createServer, defaultClasses, openCanvas, openTab } from '../../harness/driver/openCanvas.js';
import { boxes, random, shape } from '../../harness/shapes.js';
import { sameContent, type Annotation, type BoxGeometry } from '../../src/annotator/model.js';

after(closeBrowser);

/** What the canvas shows and what the server holds, shape by shape. */
async function assertSameAsServer(canvas: CanvasPage): Promise<void> {
  const shown = new Map((await canvas.shapes()).map(each => [each.id, each]));
  const held = canvas.asset.annotations;
  assert.deepEqual([...shown.keys()].sort(), [...held.keys()].sort());
  for (const [id, annotation] of shown) {
    assert.ok(sameContent(annotation, held.get(id)), `${id}: ${JSON.stringify(annotation)} / ${JSON.stringify(held.get(id))}`);
  }
}

/** The header follows with the next frame. */
function statusReads(canvas: CanvasPage, text: RegExp): Promise<void> {
  return canvas.page.locator('.an-status-text', { hasText: text }).waitFor();
}

/** Whatever of the page's journal is left in the browser, in both stores. */
function journalKeys(canvas: CanvasPage): Promise<string[]> {
  return canvas.page.evaluate(() => Object.keys(localStorage).filter(key => key.startsWith('platform-annotator:') && !key.endsWith(':mark')));
}

describe('nothing is lost', () => {
  test('tab closed in the instant after the mouse went up: the box arrives with the next visit', async () => {
    await using canvas = await openCanvas();
    canvas.platform.failures.play('put', { kind: 'drop' });
    await canvas.key('r');
    const [from, to] = [await canvas.mouseAt({ x: 100, y: 80 }), await canvas.mouseAt({ x: 300, y: 200 })];
    await canvas.page.mouse.move(from.x, from.y);
    await canvas.page.mouse.down();
    await canvas.page.mouse.move(to.x, to.y, { steps: 4 });
    await canvas.page.mouse.up();
    await canvas.page.close();
    canvas.platform.failures.clear();

    const again = await openTab(canvas.server, (canvas.page.context()));
    await again.saved();
    assert.equal(canvas.asset.annotations.size, 1);
    await assertSameAsServer(again);
    assert.deepEqual(await journalKeys(again), []);
  });

  test('browser killed by kill -9 right after the edit: the next start replays it', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'canvas-profile-'));
    const server = createServer({});
    await server.start();
    try {
      server.platform.failures.play('put', { kind: 'drop' });
      const first = await openTab(server, await launch(profile));
      await first.draw({ x: 100, y: 80 }, { x: 300, y: 200 });
      await first.draw({ x: 350, y: 80 }, { x: 500, y: 200 });
      await onDisk(first);
      killBrowserOf(profile);
      server.platform.failures.clear();

      const context = await launch(profile);
      const second = await openTab(server, context);
      await second.saved();
      assert.equal(second.asset.annotations.size, 2);
      await assertSameAsServer(second);
      await context.close();
    } finally {
      await server.kill();
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    }
  });

  test('answers lost again and again: nothing stands twice', async () => {
    await using canvas = await openCanvas();
    canvas.platform.failures.play('put', { kind: 'dropAnswer' }, 3);
    await canvas.draw({ x: 100, y: 80 }, { x: 300, y: 200 });
    await canvas.draw({ x: 350, y: 80 }, { x: 500, y: 200 });
    await canvas.saved();
    assert.equal(canvas.asset.annotations.size, 2);
    await assertSameAsServer(canvas);
  });

  test('server gone for a while and back: the header says so and goes back by itself', async () => {
    await using canvas = await openCanvas();
    await canvas.server.kill();
    await canvas.draw({ x: 100, y: 80 }, { x: 300, y: 200 });
    await canvas.draw({ x: 350, y: 80 }, { x: 500, y: 200 });
    await canvas.waitFor('offline', hook => hook.status?.state === 'offline');
    await statusReads(canvas, /^Offline, 2 edits kept$/);
    await canvas.server.start();
    await canvas.saved();
    await statusReads(canvas, /^Saved \d\d:\d\d:\d\d$/);
    await assertSameAsServer(canvas);
  });

  test('sign-in expired while drawing: kept, and sent by itself after signing in again', async () => {
    await using canvas = await openCanvas();
    canvas.platform.failures.play('*', { kind: 'unauthorized' });
    await canvas.draw({ x: 100, y: 80 }, { x: 300, y: 200 });
    await canvas.waitFor('signed out', hook => hook.status?.state === 'signedOut');
    await canvas.draw({ x: 350, y: 80 }, { x: 500, y: 200 });
    await statusReads(canvas, /^Signed out, 2 edits kept$/);
    assert.equal(await canvas.page.locator('[data-action=signIn]').getAttribute('target'), '_blank');
    canvas.platform.failures.clear();
    await canvas.saved();
    await assertSameAsServer(canvas);
  });

  test('somebody else signed in meanwhile: nothing goes out in their name', async () => {
    await using canvas = await openCanvas();
    canvas.platform.failures.play('*', { kind: 'unauthorized' });
    await canvas.draw({ x: 100, y: 80 }, { x: 300, y: 200 });
    await canvas.waitFor('signed out', hook => hook.status?.state === 'signedOut');
    canvas.platform.me = { id: 'lee', name: 'Lee' };
    canvas.platform.failures.clear();
    await canvas.waitFor('told who it is', hook => hook.status?.message === 'Lee', 20_000);
    assert.equal(canvas.asset.annotations.size, 0);
    canvas.platform.me = { id: 'kim', name: 'Kim' };
    await canvas.saved();
    assert.equal(canvas.asset.annotations.size, 1);
  });

  test('one shape refused: all others are saved, it stays in the journal and on the canvas, and can be taken along', async () => {
    await using canvas = await openCanvas({ annotations: boxes(30, { width: 800, height: 600 }, defaultClasses) });
    const refusedId = [...canvas.asset.annotations.keys()][7]!;
    canvas.platform.extraHandler = ({ operation, body }) =>
      operation === 'put' && (body as { upserts: Annotation[] }).upserts.some(({ id }) => id === refusedId)
        ? { status: 422, json: { title: 'Refused', detail: 'The class is gone.', code: 'annotation.class_unknown' } }
        : undefined;
    await canvas.key('v', 'Control+a', 'ArrowRight', 'ArrowDown');
    await canvas.waitFor('only one is left', hook => hook.status?.state === 'blocked' && hook.dirty === 1, 20_000);
    assert.equal((await journalKeys(canvas)).length, 1);
    await canvas.page.locator('[data-action=kept]').click();
    await canvas.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await canvas.page.locator('[data-action=copyEdits]').click();
    await canvas.page.locator('.an-notice', { hasText: /Copied|file/ }).waitFor();
    await canvas.page.locator('[data-action=discardEdits]').click();
    await canvas.page.locator('[data-action=discardEdits]').click();
    canvas.platform.extraHandler = null;
    await canvas.saved();
    await assertSameAsServer(canvas);
    assert.deepEqual(await journalKeys(canvas), []);
  });

  test('frozen meanwhile: edits stay, drawing ends, nothing is dropped on a reload', async () => {
    await using canvas = await openCanvas();
    canvas.platform.failures.play('put', { kind: 'refuse', detail: 'The dataset version is frozen.', code: 'dataset_version.frozen' });
    await canvas.draw({ x: 100, y: 80 }, { x: 300, y: 200 });
    await canvas.waitFor('blocked', hook => hook.status?.state === 'blocked');
    await canvas.page.reload();
    await canvas.ready();
    assert.equal((await canvas.shapes()).length, 1);
    await canvas.waitFor('blocked again', hook => hook.status?.state === 'blocked');
    canvas.platform.failures.clear();
    await canvas.page.locator('[data-action=kept]').click();
    await canvas.page.locator('.an-kept [data-action=retry]').click();
    await canvas.saved();
    await assertSameAsServer(canvas);
  });

  test('two tabs edit one image at random: both end up with the same, and no edit is missing', async () => {
    await using canvas = await openCanvas({ annotations: boxes(6, { width: 800, height: 600 }, defaultClasses) });
    const tabs = [canvas, await openTab(canvas.server, canvas.page.context())];
    const next = random(20261127);
    const drawn: BoxGeometry[] = [];
    for (let step = 0; step < 24; step++) {
      const tab = tabs[Math.floor(next() * tabs.length)]!;
      await tab.page.bringToFront();
      // Every box has a width of its own, by which it is found again.
      const geometry = { x: Math.round(20 + next() * 500), y: Math.round(20 + next() * 400), width: 60 + 4 * step, height: 50 };
      // Nothing selected, or a drag that begins on a grip would resize what was drawn before.
      await tab.key('Escape');
      await tab.draw(geometry, { x: geometry.x + geometry.width, y: geometry.y + geometry.height });
      drawn.push(geometry);
      if (next() < 0.3) {
        canvas.platform.failures.play('put', { kind: next() < 0.5 ? 'dropAnswer' : 'drop' }, 1);
      }
    }
    for (const tab of [...tabs, ...tabs]) {
      await tab.page.bringToFront();
      await tab.saved();
      await new Promise(resolve => setTimeout(resolve, 3500));
    }
    const held = [...canvas.asset.annotations.values()].map(each => (each.geometry as BoxGeometry).width);
    for (const { width } of drawn) {
      assert.equal(held.filter(each => Math.abs(each - width) < 1.9).length >= 1, true, `the box of width ${width} is gone`);
    }
    assert.equal(held.length, 6 + drawn.length, 'and none stands twice');
    await assertSameAsServer(tabs[0]!);
    await assertSameAsServer(tabs[1]!);
  });

  test('saving sends exactly what changed, and saving again makes no call', async () => {
    await using canvas = await openCanvas({ annotations: boxes(40, { width: 800, height: 600 }, defaultClasses) });
    const puts = (): { upserts: Annotation[]; deletes: string[] }[] => canvas.platform.requests.filter(({ operation }) => operation === 'put').map(({ body }) => body as { upserts: Annotation[]; deletes: string[] });
    await canvas.draw({ x: 700, y: 500 }, { x: 780, y: 580 });
    await canvas.saved();
    assert.deepEqual(puts().map(({ upserts, deletes }) => [upserts.length, deletes.length]), [[1, 0]]);
    await canvas.key('Control+z');
    await canvas.saved();
    await canvas.key('Control+Shift+Z');
    await canvas.saved();
    assert.deepEqual(puts().map(({ upserts, deletes }) => [upserts.length, deletes.length]), [[1, 0], [0, 1], [1, 0]]);
    await new Promise(resolve => setTimeout(resolve, 1500));
    assert.equal(puts().length, 3);
    assert.deepEqual(canvas.problems, []);
  });

  test('the image is turned while a save is under way: it arrives behind it', async () => {
    await using canvas = await openCanvas({ moreImages: 1 });
    const [first, second] = [...canvas.platform.assets.keys()];
    canvas.platform.failures.play('put', { kind: 'slow', delayMs: 1500 }, 1);
    await canvas.draw({ x: 100, y: 80 }, { x: 300, y: 200 });
    await canvas.load(second!);
    await canvas.waitFor('all images are saved', hook => hook.dirty === 0);
    assert.equal(canvas.platform.assets.get(first!)!.annotations.size, 1);
    await canvas.load(first!);
    await canvas.waitFor('it is there', hook => hook.shapes.length === 1);
  });
});

describe('two people on one image', () => {
  const theirs = (each: Annotation, x: number): Annotation => ({ ...each, geometry: { ...(each.geometry as BoxGeometry), x } });

  test('they are seen, and what they save comes in without a question', async () => {
    const mine = shape('bbox', { x: 50, y: 50, width: 100, height: 80 }, defaultClasses[0]!.id);
    await using canvas = await openCanvas({ annotations: [mine] });
    canvas.platform.others = [{ name: 'Lee Minji', color: '#c2410c' }];
    canvas.platform.save(canvas.asset, { baseRevision: 1, upserts: [shape('bbox', { x: 300, y: 300, width: 60, height: 60 }, defaultClasses[1]!.id)], deletes: [] });
    await canvas.waitFor('theirs is here', hook => hook.shapes.length === 2, 10_000);
    assert.equal(await canvas.page.locator('.an-avatar').innerText(), 'LM');
    assert.equal(await canvas.page.locator('.an-conflicts:visible').count(), 0);
  });

  test('both moved one box: both versions are kept, and the choice decides', async () => {
    const box = shape('bbox', { x: 100, y: 100, width: 100, height: 80 }, defaultClasses[0]!.id);
    await using canvas = await openCanvas({ annotations: [box] });
    canvas.platform.save(canvas.asset, { baseRevision: 1, upserts: [theirs(box, 400)], deletes: [] });
    await canvas.key('v');
    await canvas.drag({ x: 150, y: 140 }, { x: 150, y: 340 });
    await canvas.page.locator('.an-conflicts:visible').waitFor();
    await canvas.saved();
    assert.equal(canvas.asset.annotations.size, 2, 'nobody has to answer');
    await canvas.page.locator('[data-decision=mine]').click();
    await canvas.saved();
    const [only] = [...canvas.asset.annotations.values()];
    assert.equal(canvas.asset.annotations.size, 1);
    assert.equal(only?.id, box.id);
    assert.ok((only!.geometry as BoxGeometry).y > 290);
    await canvas.key('Control+z');
    await canvas.saved();
    assert.equal(canvas.asset.annotations.size, 2);
  });

  test('a drawing under way survives what others save', async () => {
    await using canvas = await openCanvas();
    const from = await canvas.mouseAt({ x: 100, y: 100 });
    const to = await canvas.mouseAt({ x: 300, y: 260 });
    await canvas.key('r');
    await canvas.page.mouse.move(from.x, from.y);
    await canvas.page.mouse.down();
    await canvas.page.mouse.move(to.x, to.y, { steps: 3 });
    canvas.platform.save(canvas.asset, { baseRevision: 1, upserts: [shape('bbox', { x: 500, y: 300, width: 60, height: 60 }, defaultClasses[1]!.id)], deletes: [] });
    await canvas.waitFor('theirs is here', hook => hook.shapes.length === 1, 10_000);
    await canvas.page.mouse.up();
    await canvas.saved();
    assert.equal(canvas.asset.annotations.size, 2);
  });
});

function launch(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, { ...launchOptions, viewport: { width: 1280, height: 800 } });
}

/** The processes of that profile, at once and without a word. */
/** Strict durability takes a slow disk a moment; localStorage would take many seconds, and is not looked at. */
async function onDisk(canvas: CanvasPage): Promise<void> {
  const ids = (await canvas.shapes()).map(({ id }) => id);
  await canvas.page.waitForFunction(async wanted => {
    const opening = indexedDB.open('platform-annotator-journal');
    const database = await new Promise<IDBDatabase>(resolve => { opening.onsuccess = () => resolve(opening.result); });
    const reading = database.transaction('entries').objectStore('entries').getAll();
    const texts = await new Promise<string[]>(resolve => { reading.onsuccess = () => resolve(reading.result as string[]); });
    database.close();
    return wanted.every(id => texts.some(text => text.includes(id)));
  }, ids);
}

function killBrowserOf(profile: string): void {
  const pids = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n')
    .filter(line => line.includes(`--user-data-dir=${profile}`)).map(line => line.trim().split(' ')[0]!);
  assert.ok(pids.length > 0, 'the browser of the profile is running');
  execFileSync('kill', ['-9', ...pids]);
}
