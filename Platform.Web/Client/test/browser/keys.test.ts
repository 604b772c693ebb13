import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { closeBrowser } from '../../harness/driver/browser.js';
import { defaultClasses, openCanvas } from '../../harness/driver/openCanvas.js';
import { shape } from '../../harness/shapes.js';
import type { CanvasPage } from '../../harness/driver/canvasPage.js';

after(closeBrowser);

const car = defaultClasses[0]!;

async function reload(canvas: CanvasPage): Promise<void> {
  await canvas.page.reload();
  await canvas.ready();
}

describe('keys', () => {
  test('Shortcuts_SheetSearched_ShowsTheFittingLines', async () => {
    await using canvas = await openCanvas();
    await canvas.key('?');
    const lines = canvas.page.locator('.an-help dd');
    assert.ok(await lines.count() > 60);
    await canvas.page.keyboard.type('redo');
    await canvas.settled();
    assert.deepEqual(await lines.allInnerTexts(), ['Redo']);
    // The first one clears the search, as in every search field.
    await canvas.key('Escape', 'Escape');
    assert.equal(await canvas.page.locator('.an-help[open]').count(), 0);
  });

  test('Shortcuts_Preset_ChangesKeysAndTitles_AndSurvivesReload', async () => {
    await using canvas = await openCanvas();
    await canvas.key('F2');
    await canvas.page.locator('.an-settings [data-setting=preset]').selectOption('labelStudio');
    await canvas.key('Escape');
    await reload(canvas);
    await canvas.key('h');
    assert.equal(await canvas.read(hook => hook.tool), 'pan');
    assert.match((await canvas.page.locator('[data-action=toolPan]').getAttribute('title'))!, /\(H\)/);
    await canvas.key('f');
    assert.ok(!(await canvas.calls()).some(call => call.method === 'OnNavigateAsync'));
    await canvas.key('Control+ArrowRight');
    assert.ok((await canvas.calls()).some(call => call.method === 'OnNavigateAsync' && call.values[0] === 'next'));
  });

  test('Shortcuts_OwnKey_AsksBeforeItTakesAnother_PersistsAndIsRestored', async () => {
    await using canvas = await openCanvas();
    await canvas.key('?');
    await canvas.page.locator('[data-command="tool:pan"]').click();
    await canvas.key('f');
    assert.match(await canvas.page.locator('.an-capture').innerText(), /F is taken: Next image/);
    await canvas.page.locator('[data-action=takeKeys]').click();
    await canvas.key('Escape');
    await reload(canvas);
    await canvas.key('f');
    assert.equal(await canvas.read(hook => hook.tool), 'pan');
    await canvas.key('?');
    await canvas.page.locator('[data-action=restoreKeys]').click();
    await canvas.key('Escape', 'v', 'f');
    assert.equal(await canvas.read(hook => hook.tool), 'select');
    assert.ok((await canvas.calls()).some(call => call.method === 'OnNavigateAsync'));
  });

  test('Shortcuts_WhileTyping_DoNotFire', async () => {
    await using canvas = await openCanvas({ annotations: [shape('bbox', { x: 100, y: 100, width: 60, height: 60 }, car.id)] });
    await canvas.key('Shift+F');
    await canvas.page.keyboard.type('vhfdq');
    await canvas.key('Delete', 'Control+a', 'Backspace');
    assert.equal((await canvas.shapes()).length, 1);
    assert.ok(!(await canvas.calls()).some(call => call.method === 'OnNavigateAsync'));
  });

  test('Case72_Palette_TypedName_RelabelsTheSelection', async () => {
    await using canvas = await openCanvas({ annotations: [shape('bbox', { x: 100, y: 100, width: 60, height: 60 }, car.id)] });
    await canvas.key('v');
    await canvas.click({ x: 130, y: 130 });
    await canvas.key('/');
    await canvas.page.keyboard.type('per');
    await canvas.key('Enter');
    assert.equal((await canvas.shapes())[0]!.classId, defaultClasses[2]!.id);
    await canvas.key(';', '2');
    assert.equal((await canvas.shapes())[0]!.classId, defaultClasses[1]!.id);
    await canvas.key('Control+z', 'Control+z');
    assert.equal((await canvas.shapes())[0]!.classId, car.id);
  });

  test('Keyboard_Only_DrawsLabelsMovesAndGoesOn', async () => {
    await using canvas = await openCanvas({ moreImages: 1 });
    await canvas.page.locator('.an-stage').focus();
    await canvas.key('r', 'g', 'Space', 'Control+ArrowRight', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Space');
    const [drawn] = await canvas.shapes();
    const { width, height } = drawn!.geometry as { width: number; height: number };
    assert.deepEqual([width, height], [100, 20]);
    await canvas.key('2', 'g', 'ArrowLeft');
    const [labelled] = await canvas.shapes();
    assert.equal(labelled!.classId, defaultClasses[1]!.id);
    assert.equal((labelled!.geometry as { x: number }).x, (drawn!.geometry as { x: number }).x - 1);
    await canvas.saved();
    await canvas.key('f');
    assert.ok((await canvas.calls()).some(call => call.method === 'OnNavigateAsync' && call.values[0] === 'next'));
    assert.deepEqual(canvas.problems, []);
  });

  test('Case53_Propagate_Dialog_CopiesToTheNextImages', async () => {
    await using canvas = await openCanvas({ moreImages: 3, annotations: [shape('bbox', { x: 100, y: 100, width: 60, height: 60 }, car.id, { attributes: { occluded: true } })] });
    await canvas.key('Control+a', 'Control+b');
    await canvas.page.locator('[data-action=propagateCount]').fill('2');
    await canvas.key('Enter');
    const others = [...canvas.platform.assets.values()].slice(1);
    for (let i = 0; i < 100 && others.filter(asset => asset.annotations.size > 0).length < 2; i++) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    assert.deepEqual(others.map(asset => asset.annotations.size), [1, 1, 0]);
    assert.deepEqual([...others[0]!.annotations.values()][0]!.attributes, { occluded: true });
    assert.match(await canvas.page.locator('.an-notice').first().innerText(), /Copies written: 2, on images: 2/);
  });
});
