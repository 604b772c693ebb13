import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { closeBrowser } from '../../harness/driver/browser.js';
import type { CanvasPage } from '../../harness/driver/canvasPage.js';
import { defaultClasses, openCanvas } from '../../harness/driver/openCanvas.js';
import { shape } from '../../harness/shapes.js';
import type { Annotation, ChangeRequest } from '../../src/annotator/model.js';

after(closeBrowser);

const [car, tree, person] = defaultClasses.map(each => each.id) as [string, string, string];

/** One of each kind, side by side. */
function everyKind(extra: Partial<Annotation> = {}): Annotation[] {
  return [
    shape('bbox', { x: 50, y: 50, width: 60, height: 60 }, car, extra),
    shape('polygon', { rings: [[150, 50, 210, 50, 210, 110]] }, car, extra),
    shape('polyline', { points: [250, 50, 310, 110] }, car, extra),
    shape('keypoints', { points: [350, 50, 2, 410, 110, 2] }, car, extra),
    // The eight leftmost columns of 600 rows.
    shape('mask', { size: [600, 800], counts: '0P[4P]`>' }, car, extra),
  ];
}

const puts = (canvas: CanvasPage): ChangeRequest[] => canvas.platform.requests.filter(({ operation }) => operation === 'put').map(({ body }) => body as ChangeRequest);
const attributes = (annotation: Annotation): Record<string, unknown> => (annotation.attributes ?? {}) as Record<string, unknown>;

describe('objects of every kind', () => {
  test('Review_ByKeyboard_AcceptsCorrectsAndDeletesEveryKind', async () => {
    const annotations = everyKind({ source: 'model', reviewState: 'pending', confidence: 0.6, modelVersionId: 'm1' });
    await using canvas = await openCanvas({ annotations });
    await canvas.key('v');
    await canvas.page.locator(`.an-row[data-id="${annotations[0]!.id}"]`).click();
    await canvas.key('a', 'a', 'a');
    assert.deepEqual((await canvas.shapes()).map(each => each.reviewState), ['accepted', 'accepted', 'accepted', 'pending', 'pending']);
    assert.deepEqual(await canvas.selectedIds(), [annotations[3]!.id], 'the next one to review is in hand');
    await canvas.key('2');
    assert.deepEqual([(await canvas.shapes())[3]!.classId, (await canvas.shapes())[3]!.reviewState], [tree, 'accepted'], 'correcting is accepting');
    await canvas.page.locator(`.an-row[data-id="${annotations[4]!.id}"]`).click();
    await canvas.key('Delete');
    assert.equal((await canvas.shapes())[4]!.reviewState, 'rejected');
    await canvas.saved();
  });

  test('Review_AcceptShown_TakesAllAtOrAboveTheSlider_OfEveryKind', async () => {
    const annotations = everyKind({ source: 'model', reviewState: 'pending', modelVersionId: 'm1' }).map((each, i) => ({ ...each, confidence: 0.5 + i / 10 }));
    await using canvas = await openCanvas({ annotations });
    await canvas.page.locator('[data-action=confidence]').fill('70');
    await canvas.settled();
    assert.equal(await canvas.page.locator('[data-action=acceptShown]').innerText(), 'Accept 3 shown');
    assert.equal(await canvas.read(hook => hook.hit({ x: 80, y: 80 })), null, 'below the slider is out of sight');
    await canvas.page.locator('[data-action=acceptShown]').click();
    assert.deepEqual((await canvas.shapes()).map(each => each.reviewState), ['pending', 'pending', 'accepted', 'accepted', 'accepted']);
  });

  test('AnnotationsSaving_ObjectsOfEveryKind_AreOneCallEach_AndNothingTwice', async () => {
    const tag = { ...shape('bbox', { x: 0, y: 0, width: 0, height: 0 }, person), type: null, geometry: {} } as unknown as Annotation;
    await using canvas = await openCanvas({ annotations: everyKind(), moreImages: 1 });
    await canvas.key('Control+a', 'Control+c');
    const other = [...canvas.platform.assets.values()][1]!;
    other.annotations.set(tag.id, tag);
    await canvas.load(other.id);
    await canvas.key('Control+v');
    await canvas.saved();
    assert.deepEqual(puts(canvas).map(({ upserts, deletes }) => [upserts.length, deletes.length]), [[5, 0]], 'all created by one call');
    await canvas.key('Control+a');
    await new Promise(resolve => setTimeout(resolve, 1500));
    assert.equal(puts(canvas).length, 1, 'nothing changed, nothing sent');
    await canvas.key('q');
    await canvas.saved();
    assert.deepEqual(puts(canvas).slice(1).map(({ upserts, deletes }) => [upserts.length, deletes.length]), [[5, 0]]);
    await canvas.key('Delete');
    await canvas.saved();
    assert.deepEqual(puts(canvas).slice(2).map(({ upserts, deletes }) => [upserts.length, deletes.length]), [[0, 5]]);
    assert.deepEqual([...other.annotations.keys()], [tag.id]);
    assert.deepEqual(canvas.problems, []);
  });

  test('Case37_MakeCopy_PastedThreeTimes_HereAndOnAnotherImage_EqualInAttributes', async () => {
    const annotations = everyKind({ attributes: { occluded: true, colour: 'red' } });
    await using canvas = await openCanvas({ annotations, moreImages: 1 });
    await canvas.key('Control+a', 'Control+c', 'Control+v', 'Control+v', 'Control+v');
    const here = await canvas.shapes();
    assert.equal(here.length, 20);
    assert.ok(here.every(each => attributes(each)['occluded'] === true && attributes(each)['colour'] === 'red'));
    const other = [...canvas.platform.assets.values()][1]!;
    await canvas.load(other.id);
    await canvas.key('Control+v');
    const there = await canvas.shapes();
    assert.deepEqual(there.map(each => [each.type, each.geometry, each.attributes]), annotations.map(each => [each.type, each.geometry, each.attributes]));
    await canvas.key('Escape');
    await canvas.saved();
  });

  test('Case17_LockAllHideAll_LockedStaysVisible_UntilShownAgain', async () => {
    const annotations = everyKind();
    await using canvas = await openCanvas({ annotations });
    await canvas.key('v');
    await canvas.click({ x: 80, y: 80 });
    await canvas.key('l', 'Alt+h');
    assert.equal(await canvas.read(hook => hook.hit({ x: 80, y: 80 })), annotations[0]!.id);
    assert.equal(await canvas.read(hook => hook.hit({ x: 200, y: 60 })), null);
    assert.equal(await canvas.page.locator('.an-row[data-hidden]:visible').count(), 4, 'the list still names them');
    await canvas.key('Shift+H');
    assert.equal(await canvas.read(hook => hook.hit({ x: 200, y: 60 })), annotations[1]!.id);
    await canvas.key('Shift+L', 'Control+a', 'Delete');
    assert.equal((await canvas.shapes()).length, 5, 'locked all');
  });
});
