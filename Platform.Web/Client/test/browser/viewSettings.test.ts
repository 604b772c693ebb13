import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { closeBrowser } from '../../harness/driver/browser.js';
import { defaultClasses, openCanvas } from '../../harness/driver/openCanvas.js';
import { boxes, shape } from '../../harness/shapes.js';

after(closeBrowser);

const image = { width: 1600, height: 1200 };

describe('view settings', () => {
  test('Case26_CanvasColors_ApplyAtOnce_ToThePictureOnly_AndSurviveReload', async () => {
    await using canvas = await openCanvas({ annotations: boxes(5, { width: 800, height: 600 }, defaultClasses) });
    await canvas.key('F2');
    await canvas.page.locator('[data-setting=brightness]').fill('1.5');
    await canvas.page.locator('[data-setting=gamma]').fill('2');
    const filters = (): Promise<string[]> => canvas.page.locator('.an-layer').evaluateAll(layers => layers.map(layer => (layer as HTMLElement).style.filter));
    const [picture, pictureBehind, ...others] = await filters();
    assert.equal(pictureBehind, picture);
    assert.match(picture!, /url\("?#an-\d+-gamma"?\) brightness\(1\.5\)/);
    assert.ok(others.every(filter => filter === ''));
    await canvas.page.reload();
    await canvas.ready();
    assert.match((await filters())[0]!, /brightness\(1\.5\)/);
    await canvas.key('F2');
    await canvas.page.locator('[data-action=resetPicture]').click();
    assert.equal((await filters())[0], '');
    assert.deepEqual(canvas.problems, []);
  });

  test('Case23_Grid_And_Case110_Smoothing_AreKept', async () => {
    await using canvas = await openCanvas();
    await canvas.key('Shift+G', 'Shift+Z');
    await canvas.page.reload();
    await canvas.ready();
    await canvas.key('F2');
    assert.ok(await canvas.page.locator('[data-setting=grid]').isChecked());
    assert.ok(!await canvas.page.locator('[data-setting=smoothing]').isChecked());
    assert.ok(await canvas.page.locator('[data-setting=gridPx]').isVisible());
  });

  test('Case6_DoubleClickOnEmptyGround_FitsAndReturnsExactly', async () => {
    await using canvas = await openCanvas({ image });
    await canvas.key('v');
    await canvas.wheel({ x: 700, y: 500 }, -500);
    const looked = await canvas.camera();
    const at = await canvas.mouseAt({ x: 700, y: 500 });
    await canvas.page.mouse.dblclick(at.x, at.y);
    await canvas.settled();
    const fitted = await canvas.camera();
    assert.ok(fitted.scale < looked.scale);
    await canvas.page.mouse.dblclick(at.x, at.y);
    await canvas.settled();
    assert.deepEqual(await canvas.camera(), looked);
  });

  test('Case7_RoiZoom_HeldKey_ZoomsToWhatIsDraggedOver', async () => {
    await using canvas = await openCanvas({ image });
    await canvas.page.keyboard.down('z');
    await canvas.drag({ x: 400, y: 300 }, { x: 600, y: 400 });
    await canvas.page.keyboard.up('z');
    const middle = await canvas.toScreen({ x: 500, y: 350 });
    const stage = (await canvas.page.locator('.an-stage').boundingBox())!;
    // A mouse stands on whole pixels of the window; magnified they are several.
    assert.ok(Math.abs(middle.x - stage.x - stage.width / 2) < 10 && Math.abs(middle.y - stage.y - stage.height / 2) < 10);
    assert.deepEqual(await canvas.shapes(), [], 'the tool in hand drew nothing');
  });

  test('Minimap_ZoomedIn_AppearsAndMovesTheView', async () => {
    await using canvas = await openCanvas({ image });
    const minimap = canvas.page.locator('.an-minimap');
    assert.ok(!await minimap.isVisible());
    await canvas.wheel({ x: 800, y: 600 }, -900);
    await canvas.wheel({ x: 800, y: 600 }, -900);
    assert.ok(await minimap.isVisible());
    const box = (await minimap.boundingBox())!;
    await canvas.page.mouse.click(box.x + box.width * 0.25, box.y + box.height * 0.25);
    await canvas.settled();
    const stage = (await canvas.page.locator('.an-stage').boundingBox())!;
    const centre = await canvas.toImage({ x: stage.x + stage.width / 2, y: stage.y + stage.height / 2 });
    assert.ok(Math.abs(centre.x - 400) < 12 && Math.abs(centre.y - 300) < 12, JSON.stringify(centre));
    await canvas.key('Shift+M');
    assert.ok(!await minimap.isVisible());
  });

  test('Case17_Hidden_StaysHiddenOverReload_AndSoloShowsOneAlone', async () => {
    const annotations = [100, 300].map(x => shape('bbox', { x, y: 100, width: 60, height: 60 }, defaultClasses[0]!.id));
    await using canvas = await openCanvas({ annotations });
    await canvas.key('v');
    await canvas.click({ x: 130, y: 130 });
    await canvas.key('h');
    assert.deepEqual(await canvas.selectedIds(), [], 'hiding takes out of the selection');
    await canvas.page.reload();
    await canvas.ready();
    assert.equal(await canvas.read(hook => hook.hit({ x: 130, y: 130 })), null);
    await canvas.key('Control+a');
    assert.deepEqual(await canvas.selectedIds(), [annotations[1]!.id], 'select all skips what is hidden');
    await canvas.key('Shift+H', 'Shift+S');
    assert.equal(await canvas.read(hook => hook.hit({ x: 130, y: 130 })), null, 'only the selected one is in sight');
    assert.notEqual(await canvas.read(hook => hook.hit({ x: 330, y: 130 })), null);
    await canvas.key('Shift+H');
    assert.notEqual(await canvas.read(hook => hook.hit({ x: 130, y: 130 })), null);
  });

  test('ContextMenu_OnAShape_OrdersFlagsAndLocksIt', async () => {
    const annotations = [100, 120].map(x => shape('bbox', { x, y: 100, width: 60, height: 60 }, defaultClasses[0]!.id));
    await using canvas = await openCanvas({ annotations });
    await canvas.key('v');
    await canvas.click({ x: 105, y: 130 }, { button: 'right' });
    assert.deepEqual(await canvas.selectedIds(), [annotations[0]!.id]);
    await canvas.page.getByRole('menuitem', { name: 'To the front' }).click();
    assert.equal((await canvas.shapes())[0]!.zOrder, 1);
    await canvas.click({ x: 105, y: 130 }, { button: 'right' });
    await canvas.page.getByRole('menuitemcheckbox', { name: 'Locked' }).click();
    await canvas.key('Delete');
    assert.equal((await canvas.shapes()).length, 2);
  });
});
