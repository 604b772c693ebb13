import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { closeBrowser } from '../../harness/driver/browser.js';
import { defaultClasses, openCanvas } from '../../harness/driver/openCanvas.js';
import { boxes, shape } from '../../harness/shapes.js';
import type { AnnotatorClass } from '../../src/annotator/model.js';

after(closeBrowser);

const [car, tree] = defaultClasses as [AnnotatorClass, AnnotatorClass];
const withAttributes: AnnotatorClass = {
  ...car,
  attributes: [{ name: 'plate', type: 'text' }, { name: 'doors', type: 'number', min: 2, max: 5 }, { name: 'colour', type: 'select', values: ['red', 'blue'], default: 'red' }],
};
const box = (x: number, y: number, classId = car.id): ReturnType<typeof shape> => shape('bbox', { x, y, width: 60, height: 60 }, classId);

describe('selection, list and attributes', () => {
  test('MultiSelection_FrameClickListAndUndo_KeepCanvasAndListTogether', async () => {
    const annotations = [box(100, 100), box(200, 100), box(300, 100, tree.id), box(400, 400)];
    await using canvas = await openCanvas({ annotations });
    const ids = annotations.map(each => each.id);
    await canvas.key('v');
    await canvas.drag({ x: 90, y: 90 }, { x: 330, y: 170 }, { modifiers: ['Shift'] });
    assert.deepEqual((await canvas.selectedIds()).sort(), ids.slice(0, 2), 'only what lies wholly inside');
    await canvas.click({ x: 330, y: 130 }, { modifiers: ['Control'] });
    assert.deepEqual((await canvas.selectedIds()).sort(), ids.slice(0, 3));
    assert.equal(await canvas.page.locator('.an-row[aria-selected=true]').count(), 3);

    await canvas.key('ArrowRight', 'ArrowRight');
    await canvas.key('Escape');
    await canvas.key('Control+z');
    assert.deepEqual((await canvas.selectedIds()).sort(), ids.slice(0, 3), 'undo brings the selection back');
    assert.deepEqual((await canvas.shapes()).map(each => (each.geometry as { x: number }).x), [100, 200, 300, 400]);
    assert.deepEqual(canvas.problems, []);
  });

  test('MultiSelection_LockedMember_StaysPutAndIsNotDeleted', async () => {
    const annotations = [box(100, 100), box(200, 100)];
    await using canvas = await openCanvas({ annotations });
    await canvas.key('v');
    await canvas.click({ x: 130, y: 130 });
    await canvas.key('l');
    await canvas.key('Control+a', 'ArrowDown', 'Delete');
    const left = await canvas.shapes();
    assert.deepEqual(left.map(each => each.id), [annotations[0]!.id]);
    assert.deepEqual(left[0]!.geometry, annotations[0]!.geometry);
    await canvas.key('Control+a', 'Shift+Delete');
    assert.deepEqual(await canvas.shapes(), []);
  });

  test('VirtualizedSidebar_ManyObjects_FewRows_RangeAcrossThem_AndActionsOnThem', async () => {
    const annotations = boxes(2000, { width: 1600, height: 1200 }, [car, tree]);
    await using canvas = await openCanvas({ image: { width: 1600, height: 1200 }, annotations });
    const list = canvas.page.locator('.an-objects');
    assert.ok(await canvas.page.locator('.an-row').count() < 60);
    await canvas.page.locator(`.an-row[data-id="${annotations[0]!.id}"]`).click();
    await list.evaluate(element => (element.scrollTop = 200 * 32));
    const far = canvas.page.locator(`.an-row[data-id="${annotations[205]!.id}"]`);
    await far.click({ modifiers: ['Shift'] });
    assert.equal((await canvas.selectedIds()).length, 206);
    await canvas.key('Home');
    assert.deepEqual(await canvas.selectedIds(), [annotations[0]!.id]);
    await canvas.key('ArrowDown', 'ArrowDown', 'Shift+ArrowDown');
    assert.deepEqual(await canvas.selectedIds(), [annotations[2]!.id, annotations[3]!.id]);
    await canvas.key('End', 'Delete');
    assert.equal((await canvas.shapes()).length, 1999);
    assert.deepEqual(await canvas.selectedIds(), [annotations[1998]!.id], 'the next one is in hand');
  });

  test('Case18_Filter_Typed_ShowsTheSameInListAndPicture', async () => {
    const annotations = [box(100, 100), box(200, 100, tree.id), box(300, 100, tree.id)];
    await using canvas = await openCanvas({ annotations });
    await canvas.key('Shift+F');
    await canvas.page.keyboard.type('tree');
    await canvas.settled();
    assert.equal(await canvas.page.locator('.an-row:visible').count(), 2);
    assert.equal(await canvas.page.locator('.an-object-head .an-count').innerText(), '2 / 3');
    assert.equal(await canvas.read(hook => hook.hit({ x: 130, y: 130 })), null);
    await canvas.key('Escape');
    assert.equal(await canvas.page.locator('.an-row:visible').count(), 3);
    assert.notEqual(await canvas.read(hook => hook.hit({ x: 130, y: 130 })), null);
  });

  test('Issue1870_Caret_StaysWhileTypingInTheMiddle_AndOneUndoTakesTheWord', async () => {
    await using canvas = await openCanvas({ classes: [withAttributes, tree], annotations: [box(100, 100)] });
    await canvas.key('v');
    await canvas.click({ x: 130, y: 130 });
    await canvas.key('Shift+A');
    await canvas.page.keyboard.type('AB 12');
    await canvas.key('ArrowLeft', 'ArrowLeft');
    await canvas.page.keyboard.type('xyz', { delay: 30 });
    await canvas.settled();
    const field = canvas.page.locator('[data-attribute=plate]');
    assert.equal(await field.inputValue(), 'AB xyz12');
    assert.equal(await field.evaluate(input => (input as HTMLInputElement).selectionStart), 6);
    assert.deepEqual((await canvas.shapes())[0]!.attributes, { plate: 'AB xyz12' });
    await canvas.key('Escape', 'Control+z');
    assert.equal((await canvas.shapes())[0]!.attributes ?? null, null);
    await canvas.saved();
  });

  test('Attribute_OutOfRange_IsRefusedWithAReason_AndKeptInTheFieldUntilCorrected', async () => {
    await using canvas = await openCanvas({ classes: [withAttributes, tree], annotations: [box(100, 100)] });
    await canvas.key('v');
    await canvas.click({ x: 130, y: 130 });
    const field = canvas.page.locator('[data-attribute=doors]');
    await field.fill('9');
    assert.equal(await canvas.page.locator('.an-error:visible').innerText(), 'A number from 2 to 5.');
    assert.equal((await canvas.shapes())[0]!.attributes ?? null, null);
    await field.fill('4');
    assert.deepEqual((await canvas.shapes())[0]!.attributes, { doors: 4 });
    assert.equal(await canvas.page.locator('.an-error:visible').count(), 0);
  });

  test('DefaultAttribute_DrawnBox_HasIt_AndFlagsToggleForAMixedGroup', async () => {
    await using canvas = await openCanvas({ classes: [withAttributes, tree], annotations: [box(400, 300)] });
    await canvas.draw({ x: 100, y: 100 }, { x: 200, y: 200 });
    const drawn = (await canvas.shapes()).at(-1)!;
    assert.deepEqual(drawn.attributes, { colour: 'red' });
    await canvas.key('q', 'Control+a');
    const occluded = canvas.page.locator('[data-flag=occluded]');
    assert.equal(await occluded.getAttribute('aria-pressed'), 'mixed');
    await occluded.click();
    await canvas.settled();
    assert.equal(await occluded.getAttribute('aria-pressed'), 'true');
    assert.ok((await canvas.shapes()).every(each => (each.attributes as { occluded?: boolean }).occluded === true));
  });

  test('Case27_UndoRedo_ThreeBoxes_ByButtonAndAllKeys', async () => {
    await using canvas = await openCanvas();
    for (const x of [100, 250, 400]) {
      await canvas.draw({ x, y: 100 }, { x: x + 100, y: 200 });
    }
    const count = async (): Promise<number> => (await canvas.shapes()).length;
    const press = (action: string): Promise<void> => canvas.page.locator(`[data-action=${action}]`).first().click();
    await press('undo');
    await press('undo');
    assert.equal(await count(), 1);
    await canvas.key('Control+z');
    assert.equal(await count(), 0);
    await press('redo');
    assert.equal(await count(), 1);
    await canvas.key('Control+Shift+Z');
    assert.equal(await count(), 2);
    await canvas.key('Control+y');
    assert.equal(await count(), 3);
    await canvas.saved();
    await canvas.key('Control+z');
    await canvas.saved();
    await canvas.key('Control+Shift+Z');
    await canvas.saved();
    assert.equal(canvas.asset.annotations.size, 3, 'undo and redo go on across saves');
  });
});
