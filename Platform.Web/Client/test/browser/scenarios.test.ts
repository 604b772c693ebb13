import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { closeBrowser } from '../../harness/driver/browser.js';
import type { CanvasPage } from '../../harness/driver/canvasPage.js';
import { defaultClasses, openCanvas } from '../../harness/driver/openCanvas.js';
import { shape } from '../../harness/shapes.js';
import type { AnnotatorClass, BoxGeometry } from '../../src/annotator/model.js';

after(closeBrowser);

const [car, tree] = defaultClasses as [AnnotatorClass, AnnotatorClass];
const face: AnnotatorClass = {
  id: 'c0000000-0000-7000-8000-0000000000aa', key: 'face', name: 'Face', color: '#8e4ec6', index: 3, shapeType: 'keypoints',
  keypoints: { names: ['nose', 'left eye', 'right eye'], edges: [[0, 1], [0, 2]], pairs: [[1, 2]] },
};
const box = (x: number, y: number, extra = {}): ReturnType<typeof shape> => shape('bbox', { x, y, width: 60, height: 60 }, car.id, extra);

/** What the canvas asked its page for, by method. */
async function asked(canvas: CanvasPage, method: string): Promise<unknown[]> {
  return (await canvas.calls()).filter(call => call.method === method).map(call => call.values[0]);
}

async function turned(canvas: CanvasPage, times: number): Promise<void> {
  for (const end = Date.now() + 5000; (await asked(canvas, 'OnNavigateAsync')).length < times;) {
    assert.ok(Date.now() < end, `turned ${(await asked(canvas, 'OnNavigateAsync')).length} times instead of ${times}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

describe('one object an image', { concurrency: true }, () => {
  test('SingleObject_EveryShapeKind_IsFinishedAndTurnsThePage', async () => {
    await using canvas = await openCanvas({ moreImages: 5, classes: [...defaultClasses, face] });
    const images = [...canvas.platform.assets.keys()];
    const corners = [{ x: 200, y: 150 }, { x: 400, y: 150 }, { x: 400, y: 300 }, { x: 200, y: 300 }];
    const clicks = async (count: number): Promise<void> => {
      for (const corner of corners.slice(0, count)) {
        await canvas.click(corner);
      }
    };
    const kinds: readonly (readonly [string, string, () => Promise<void>])[] = [
      ['bbox', 'r', () => canvas.drag(corners[0]!, corners[2]!)],
      ['polygon', 'p', async () => { await clicks(4); await canvas.key('Enter'); }],
      ['polyline', 'y', async () => { await clicks(3); await canvas.key('Enter'); }],
      ['mask', 'b', async () => { await canvas.drag(corners[0]!, corners[1]!); await canvas.drag(corners[1]!, corners[2]!); await canvas.key('Enter'); }],
      ['keypoints', 'k', () => clicks(3)],
    ];
    for (const [i, [type, key, draw]] of kinds.entries()) {
      await canvas.load(images[i]!);
      await canvas.key(...(type === 'keypoints' ? ['4', key] : ['1', key]));
      await canvas.key('Alt+o');
      await draw();
      await turned(canvas, i + 1);
      assert.deepEqual((await canvas.shapes()).map(each => each.type), [type]);
      await canvas.key('Escape');
      assert.equal(await canvas.page.locator('[data-option=single]').getAttribute('aria-pressed'), 'false', 'Escape leaves the mode');
      await canvas.saved();
    }
    assert.deepEqual(await asked(canvas, 'OnNavigateAsync'), kinds.map(() => 'nextUnlabelled'));
    assert.deepEqual(canvas.problems, []);
  });

  test('SingleObject_PredefinedPointCount_FinishesAndTurnsByItself', async () => {
    await using canvas = await openCanvas({ moreImages: 1 });
    await canvas.key('p');
    await canvas.page.locator('[data-option=pointCount]').fill('3');
    await canvas.page.locator('[data-option=pointCount]').press('Enter');
    await canvas.key('Alt+o');
    await canvas.click({ x: 200, y: 150 });
    await canvas.click({ x: 400, y: 150 });
    assert.deepEqual(await asked(canvas, 'OnNavigateAsync'), []);
    await canvas.click({ x: 300, y: 300 });
    await turned(canvas, 1);
    assert.equal((await canvas.shapes()).length, 1);
  });

  test('SingleObject_Progress_NoObjectHere_AndUndoBehindTheTurn', async () => {
    await using canvas = await openCanvas({ moreImages: 2 });
    const [first, second] = [...canvas.platform.assets.keys()] as [string, string];
    await canvas.key('r', 'Alt+o');
    await canvas.page.locator('[data-option=singleProgress]').waitFor();
    assert.equal(await canvas.page.locator('[data-option=singleProgress]').innerText(), '12 of 40');
    await canvas.drag({ x: 100, y: 100 }, { x: 300, y: 250 });
    await turned(canvas, 1);
    await canvas.load(second);
    await canvas.key('Shift+Enter');
    await turned(canvas, 2);
    for (const end = Date.now() + 5000; canvas.platform.assets.get(second)!.workState !== 'done';) {
      assert.ok(Date.now() < end, 'an image without the object is done');
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    await canvas.key('Control+z');
    await canvas.waitFor('nothing', () => true);
    assert.deepEqual(await asked(canvas, 'OnOpenImageAsync'), [first], 'the image before is asked for');
    await canvas.load(first);
    assert.deepEqual(await canvas.shapes(), [], 'and what was drawn there is taken back');
    await canvas.saved();
    assert.equal(canvas.platform.assets.get(first)!.annotations.size, 0);
  });
});

describe('images by name and content', { concurrency: true }, () => {
  test('SearchFrameByFilename_TypedAndEnter_OpensTheImage', async () => {
    await using canvas = await openCanvas({ moreImages: 3 });
    const wanted = [...canvas.platform.assets.values()][2]!;
    await canvas.key('Control+k');
    await canvas.page.keyboard.type('image-3');
    await canvas.page.keyboard.press('Enter');
    await canvas.waitFor('nothing', () => true);
    for (const end = Date.now() + 5000; (await asked(canvas, 'OnOpenImageAsync')).length === 0;) {
      assert.ok(Date.now() < end, 'Enter opens what was typed, even before the answer came');
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    assert.deepEqual(await asked(canvas, 'OnOpenImageAsync'), [wanted.id]);
    assert.equal(await canvas.page.locator('.an-images').isVisible(), false);
  });

  test('SearchFrameByFilename_ListHasThumbnailsNamesAndCounts_ArrowsChoose_EscapeGoesBack', async () => {
    await using canvas = await openCanvas({ moreImages: 3, annotations: [box(10, 10)] });
    await canvas.key('Control+k');
    await canvas.page.keyboard.type('image');
    const rows = canvas.page.locator('.an-images .an-palette-row');
    await rows.nth(3).waitFor();
    assert.deepEqual((await rows.allInnerTexts()).map(text => text.replace(/\s+/g, ' ')), ['image-1.png 1 objects', 'image-2.png No objects', 'image-3.png No objects', 'image-4.png No objects']);
    assert.ok(await rows.first().locator('img').evaluate(image => (image as HTMLImageElement).naturalWidth > 0));
    await canvas.page.keyboard.press('ArrowDown');
    assert.equal(await rows.nth(1).getAttribute('aria-selected'), 'true');
    await canvas.page.keyboard.press('Escape');
    await canvas.key('p');
    assert.equal(await canvas.read(hook => hook.tool), 'polygon', 'the canvas hears keys again');
    assert.deepEqual(await asked(canvas, 'OnOpenImageAsync'), []);
    assert.deepEqual(canvas.problems, []);
  });

  test('NavigationEmptyFrames_KeysAskForTheNextWithAndWithoutObjects', async () => {
    await using canvas = await openCanvas();
    await canvas.key('Alt+PageDown', 'Alt+PageUp', 'Alt+Shift+PageDown', 'Alt+Shift+PageUp');
    assert.deepEqual(await asked(canvas, 'OnNavigateAsync'), ['nextAnnotated', 'previousAnnotated', 'nextEmpty', 'previousEmpty']);
  });

  test('NavigateSpecificFrame_Resume_OpensWhereOneWorkedLast_OrSaysThereIsNone', async () => {
    await using canvas = await openCanvas({ moreImages: 2 });
    await canvas.key('Control+Shift+K');
    await canvas.page.getByText('You have not drawn on another image').waitFor();
    const last = [...canvas.platform.assets.values()][2]!;
    last.workState = 'in_progress';
    await canvas.key('Control+Shift+K');
    for (const end = Date.now() + 5000; (await asked(canvas, 'OnOpenImageAsync')).length === 0;) {
      assert.ok(Date.now() < end);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    assert.deepEqual(await asked(canvas, 'OnOpenImageAsync'), [last.id]);
  });
});

describe('filtered shapes, layers, corners and two keys', { concurrency: true }, () => {
  test('AnnotationsActions_FilteredShapes_AreRelabelledInOneStep_AndNothingElse', async () => {
    const annotations = [box(100, 100), box(200, 100), shape('bbox', { x: 300, y: 100, width: 200, height: 200 }, car.id)];
    await using canvas = await openCanvas({ annotations });
    await canvas.key('Shift+f');
    await canvas.page.keyboard.type('w<100');
    await canvas.key('Escape');
    await canvas.key('Shift+f');
    await canvas.page.keyboard.type('w<100');
    await canvas.page.locator('.an-object-head [data-action=bulk]').click();
    const dialog = canvas.page.locator('.an-dialog[open]');
    assert.equal(await dialog.locator('h2').innerText(), '2 filtered of 3 objects');
    await dialog.locator('[data-action=bulkClass]').selectOption(tree.id);
    await dialog.locator('[data-action=bulkApply]').click();
    assert.deepEqual((await canvas.shapes()).map(each => each.classId), [tree.id, tree.id, car.id]);
    await canvas.key('Control+z');
    assert.deepEqual((await canvas.shapes()).map(each => each.classId), [car.id, car.id, car.id], 'one step');
    await canvas.saved();
    assert.deepEqual(canvas.problems, []);
  });

  test('AnnotationsActions_LockedAmongThem_CannotBeApplied', async () => {
    await using canvas = await openCanvas({ annotations: [box(100, 100), box(200, 100)] });
    await canvas.key('v');
    await canvas.click({ x: 130, y: 130 });
    await canvas.key('l', 'Control+Shift+F');
    const dialog = canvas.page.locator('.an-dialog[open]');
    await dialog.locator('[data-action=bulkAction]').selectOption('delete');
    assert.equal(await dialog.locator('[data-action=bulkApply]').isDisabled(), true);
    assert.match(await dialog.locator('[role=status]').innerText(), /1 of them are locked/);
    await dialog.locator('[data-action=bulkAction]').selectOption('hide');
    await dialog.locator('[data-action=bulkApply]').click();
    assert.equal(await canvas.read(hook => hook.hit({ x: 230, y: 130 })), null, 'hiding is no change');
    assert.equal((await canvas.shapes()).length, 2);
  });

  test('Case16_ZOrder_Slider_HidesShapesAboveALayer', async () => {
    const annotations = [box(100, 100), box(300, 100, { zOrder: 2 })];
    await using canvas = await openCanvas({ annotations });
    const slider = canvas.page.locator('[data-action=layerLimit]');
    await slider.fill('0');
    await canvas.settled();
    assert.equal(await canvas.read(hook => hook.hit({ x: 330, y: 130 })), null);
    assert.equal(await canvas.read(hook => hook.hit({ x: 130, y: 130 })), annotations[0]!.id);
    await slider.fill('2');
    await canvas.settled();
    assert.equal(await canvas.read(hook => hook.hit({ x: 330, y: 130 })), annotations[1]!.id);
  });

  test('VirtualizedSidebar_DragBetweenLayers_MovesTheRowsShape', async () => {
    const annotations = [box(100, 100), box(300, 100, { zOrder: 2 })];
    await using canvas = await openCanvas({ annotations });
    await canvas.page.locator('[data-action=groupByLayer]').click();
    assert.deepEqual(await canvas.page.locator('.an-row[data-group]:visible .an-name').allInnerTexts(), ['Layer 2', 'Layer 0']);
    const row = (id: string) => canvas.page.locator(`.an-row[data-id="${id}"]`);
    await row(annotations[0]!.id).dragTo(row(annotations[1]!.id));
    await canvas.settled();
    assert.deepEqual((await canvas.shapes()).map(each => each.zOrder), [2, 2]);
    await canvas.key('Control+z');
    assert.deepEqual((await canvas.shapes()).map(each => each.zOrder ?? 0), [0, 2]);
  });

  test('Issue10738_HeldKey_CornerFollowsTheMouse_AndATapMeansTheToolAsBefore', async () => {
    await using canvas = await openCanvas({ annotations: [box(200, 200)] });
    await canvas.key('v');
    await canvas.click({ x: 230, y: 230 });
    await canvas.page.keyboard.down('w');
    await canvas.move({ x: 150, y: 140 });
    await canvas.page.keyboard.up('w');
    await canvas.settled();
    const [resized] = await canvas.shapes();
    const { x, y, width, height } = resized!.geometry as BoxGeometry;
    assert.ok(Math.abs(x - 150) <= 1 && Math.abs(y - 140) <= 1 && Math.abs(x + width - 260) < 0.1 && Math.abs(y + height - 260) < 0.1, JSON.stringify(resized!.geometry));
    await canvas.page.keyboard.down('t');
    await canvas.move({ x: 400, y: 420 });
    await canvas.page.keyboard.up('t');
    await canvas.settled();
    const after = (await canvas.shapes())[0]!.geometry as BoxGeometry;
    assert.ok(Math.abs(after.x + after.width - 400) <= 1 && Math.abs(after.y + after.height - 420) <= 1);
    await canvas.key('Control+z', 'Control+z');
    assert.deepEqual((await canvas.shapes())[0]!.geometry, { x: 200, y: 200, width: 60, height: 60 }, 'each hold is one step');
    const labels = (): Promise<string | null> => canvas.page.locator('[data-action=showLabels]').getAttribute('aria-pressed');
    const before = await labels();
    await canvas.key('t');
    assert.notEqual(await labels(), before);
  });

  test('Shortcuts_TwoKeys_AreRebound_AndWorkAfterAReload', async () => {
    await using canvas = await openCanvas({ annotations: [box(100, 100)] });
    await canvas.key('?');
    await canvas.page.locator('[data-command="lockAll"]').click();
    await canvas.page.locator('[data-action=twoKeys]').click();
    await canvas.key('t', 'l');
    assert.match(await canvas.page.locator('.an-capture').innerText(), /T L is taken: Labels/);
    await canvas.page.locator('[data-action=takeKeys]').click();
    await canvas.key('Escape');
    await canvas.page.reload();
    await canvas.ready();
    await canvas.key('t', 'l');
    assert.equal(await canvas.page.locator('.an-object-head [data-action=lockAll]').getAttribute('aria-pressed'), 'true');
  });
});

describe('frames that are left out', { concurrency: true }, () => {
  const video = { frameCount: 20, fps: 10, durationMs: 2000 };
  const frameIs = (canvas: CanvasPage, frame: number): Promise<void> => (async () => {
    for (const end = Date.now() + 10_000; (await canvas.read(hook => hook.frame)) !== frame;) {
      assert.ok(Date.now() < end, `frame ${frame} did not come`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  })();

  test('DeleteFrame_IsSkipped_CanBeShown_AndRestored_AndTheRequestNamesExactlyIt', async () => {
    await using canvas = await openCanvas({ image: { width: 320, height: 240 }, documentExtras: { video } });
    await frameIs(canvas, 0);
    await canvas.key('.', '.');
    await frameIs(canvas, 2);
    await canvas.key('Alt+Delete');
    await frameIs(canvas, 3);
    await canvas.key(',');
    await frameIs(canvas, 1);
    await canvas.key('.');
    await frameIs(canvas, 3);
    const requests = canvas.platform.requests.filter(request => request.operation === 'excludedFrames');
    assert.deepEqual(requests.map(request => request.body), [{ exclude: [2] }]);
    await canvas.page.reload();
    await canvas.ready();
    assert.deepEqual(await canvas.read(hook => [...hook.excludedFrames]), [2], 'the server keeps it');
    await canvas.key('Alt+Shift+Delete', 'Home', '.', '.');
    await frameIs(canvas, 2);
    await canvas.page.getByText('This frame is left out.').waitFor();
    await canvas.key('Alt+Delete');
    assert.deepEqual(await canvas.read(hook => [...hook.excludedFrames]), []);
    assert.deepEqual(canvas.problems, []);
  });
});
