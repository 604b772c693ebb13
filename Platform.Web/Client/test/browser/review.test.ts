import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { closeBrowser } from '../../harness/driver/browser.js';
import type { CanvasPage } from '../../harness/driver/canvasPage.js';
import { openCanvas } from '../../harness/driver/openCanvas.js';

after(closeBrowser);

async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; !(await holds());) {
    assert.ok(Date.now() < end, `waited in vain: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

async function writeAt(canvas: CanvasPage, point: { x: number; y: number }, text: string): Promise<void> {
  await canvas.key('Shift+C');
  await canvas.click(point);
  await canvas.page.keyboard.type(text);
  await canvas.page.keyboard.press('Control+Enter');
  await canvas.settled();
}

const lastNavigation = async (canvas: CanvasPage): Promise<unknown> => (await canvas.calls()).filter(({ method }) => method === 'OnNavigateAsync').at(-1)?.values[0];

describe('review on the canvas', { concurrency: true }, () => {
  test('done and next is one key: edits first, then the state, and on to the next of the queue', async () => {
    await using canvas = await openCanvas();
    await canvas.draw({ x: 100, y: 80 }, { x: 300, y: 200 });
    await canvas.key('Control+Enter');
    await eventually('done', () => canvas.asset.workState === 'done');
    assert.equal(canvas.asset.annotations.size, 1);
    const order = canvas.platform.requests.map(({ operation }) => operation).filter(operation => operation === 'put' || operation === 'work');
    assert.deepEqual(order, ['put', 'work']);
    assert.equal(await lastNavigation(canvas), 'nextInQueue');
  });

  test('a reviewer accepts what is done', async () => {
    await using canvas = await openCanvas({ documentExtras: { mayReview: true } });
    canvas.asset.workState = 'done';
    await canvas.key('Control+Shift+Enter');
    await eventually('accepted', () => canvas.asset.workState === 'accepted');
  });

  test('rejecting asks for a word, which the labeller then reads', async () => {
    await using canvas = await openCanvas({ documentExtras: { mayReview: true } });
    canvas.asset.workState = 'done';
    await canvas.key('Control+Shift+Backspace');
    assert.ok(await canvas.page.locator('[data-action=confirmReject]').isDisabled());
    await canvas.page.keyboard.type('The left tree is missing');
    await canvas.page.locator('[data-action=confirmReject]').click();
    await eventually('rejected', () => canvas.asset.workState === 'rejected');
    assert.deepEqual(canvas.asset.comments.map(({ text }) => text), ['The left tree is missing']);
  });

  test('a comment is pinned where it was placed, resolved, reopened and jumped to', async () => {
    await using canvas = await openCanvas();
    await writeAt(canvas, { x: 200, y: 150 }, 'Look here');
    await eventually('it arrived', () => canvas.asset.comments.length === 1);
    const [comment] = canvas.asset.comments;
    assert.ok(Math.abs(comment!.x! - 200) < 1 && Math.abs(comment!.y! - 150) < 1, JSON.stringify(comment));
    const pin = await canvas.page.locator('.an-pin[data-comment]').boundingBox();
    const at = await canvas.toScreen({ x: comment!.x!, y: comment!.y! });
    assert.ok(Math.abs(pin!.x - at.x) < 2 && Math.abs(pin!.y + pin!.height - at.y) < 2, 'its lower left corner is the place');

    await canvas.page.locator('.an-comments [data-action=resolve]').click();
    await eventually('resolved', () => canvas.asset.comments[0]?.resolvedAt !== null);
    await canvas.page.locator('.an-comments [data-action=reopen]').click();
    await eventually('open again', () => canvas.asset.comments[0]?.resolvedAt === null);

    await writeAt(canvas, { x: 600, y: 450 }, 'And here');
    await canvas.key('Escape', 'Alt+c');
    assert.equal(await canvas.page.locator('.an-comment-said p').innerText(), 'Look here');
    await canvas.key('Alt+c');
    assert.equal(await canvas.page.locator('.an-comment-said p').innerText(), 'And here');
    assert.deepEqual(canvas.problems, []);
  });

  test('a comment of somebody else appears by itself', async () => {
    await using canvas = await openCanvas();
    canvas.asset.comments.push({
      id: 'c1', assetId: canvas.asset.id, author: { id: 'lee', name: 'Lee' }, x: 50, y: 60, frame: null, text: 'Theirs', createdAt: '2026-01-01T00:00:00Z', resolvedAt: null, resolvedBy: null, mine: false,
    });
    await canvas.page.locator('.an-pin[data-comment=c1]').waitFor();
    assert.equal(await canvas.page.locator('.an-comments [data-action=deleteComment]').count(), 0);
  });

  test('words half written are there again after a reload; a comment written offline arrives later', async () => {
    await using canvas = await openCanvas();
    await canvas.key('Shift+C');
    await canvas.click({ x: 300, y: 200 });
    await canvas.page.keyboard.type('half a sentence');
    await canvas.page.reload();
    await canvas.ready();
    const field = canvas.page.locator('.an-comment-form textarea');
    assert.equal(await field.inputValue(), 'half a sentence');
    canvas.platform.failures.play('comments', { kind: 'drop' });
    await field.focus();
    await canvas.page.keyboard.press('Control+Enter');
    await canvas.page.locator('.an-pin[data-pending]').waitFor();
    await canvas.page.reload();
    await canvas.ready();
    canvas.platform.failures.clear();
    await eventually('it arrived', () => canvas.asset.comments.some(({ text }) => text === 'half a sentence'));
    assert.equal(canvas.asset.comments.length, 1);
  });
});

describe('counters', () => {
  test('equal what is there: by class, in all, and what is not reviewed', async () => {
    await using canvas = await openCanvas();
    for (const [i, key] of ['1', '2', '2', '3', '2'].entries()) {
      await canvas.key('Escape', key);
      await canvas.draw({ x: 60 + i * 120, y: 80 }, { x: 140 + i * 120, y: 180 });
    }
    await canvas.key('Control+z');
    await canvas.saved();
    const counts = await canvas.page.locator('.an-class-row .an-count').allInnerTexts();
    assert.deepEqual(counts, ['1', '2', '1']);
    await new Promise(resolve => setTimeout(resolve, 300));
    const snapshot = (await canvas.calls()).filter(({ method }) => method === 'OnSnapshotAsync').at(-1)?.values[0] as { total: number; counts: Record<string, number> };
    assert.equal(snapshot.total, 4);
    assert.deepEqual(Object.values(snapshot.counts).sort(), [1, 1, 2]);
  });
});
