import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { copyEdits } from '../src/annotator/edits.js';
import { isSet, maskArea, maskBounds } from '../src/annotator/geometry/mask.js';
import type { Annotation, MaskGeometry } from '../src/annotator/model.js';
import { MaskTool } from '../src/annotator/tools/mask.js';
import { box } from './builders.js';
import { at, click, FakeHost } from './fakeHost.js';
import { maskOf } from './maskPictures.js';

const image = { width: 100, height: 80 };
let host: FakeHost;
let tool: MaskTool;

beforeEach(() => {
  host = new FakeHost();
  tool = new MaskTool(host);
  tool.settings.tip = 'square';
  tool.settings.sizePx = 4;
});

function mask(id: string, x: number, y: number, width: number, height: number, extra: Partial<Annotation> = {}): Annotation {
  const block = maskOf(...Array.from({ length: image.height }, (_, row) =>
    Array.from({ length: image.width }, (_, column) => (column >= x && column < x + width && row >= y && row < y + height ? '#' : '.')).join('')));
  return { ...box(id), type: 'mask', geometry: block, ...extra };
}

function geometryOf(id: string): MaskGeometry {
  return host.get(id)!.geometry as MaskGeometry;
}

function areaOf(id: string): number {
  return maskArea(geometryOf(id));
}

const ids = (): string[] => [...host.store.all()].map(annotation => annotation.id);

describe('copies of masks', () => {
  test('BulkActions_SmallerImage_MaskIsCropped', () => {
    const copies = copyEdits([mask('a', 10, 10, 20, 20), mask('away', 60, 60, 4, 4)], { width: 20, height: 25 }, () => 'copy', 0);
    assert.equal(copies.length, 1, 'a mask wholly beyond the image leaves no copy');
    const pasted = copies[0]!.after!.geometry as MaskGeometry;
    assert.deepEqual(pasted.size, [25, 20]);
    assert.deepEqual(maskBounds(pasted), { x: 10, y: 10, width: 10, height: 15 });
  });

  test('Duplicate_Mask_IsTheSamePixelsBesideIt', () => {
    const [copy] = copyEdits([mask('a', 10, 10, 20, 20)], image, () => 'copy');
    assert.deepEqual(maskBounds(copy!.after!.geometry as MaskGeometry), { x: 22, y: 22, width: 20, height: 20 });
    assert.equal(maskArea(copy!.after!.geometry as MaskGeometry), 400);
  });
});

describe('areas', () => {
  const corners = (x: number, y: number, side: number): [number, number][] => [[x, y], [x + side, y], [x + side, y + side], [x, y + side]];

  function around(x: number, y: number, side: number): void {
    corners(x, y, side).forEach(corner => click(tool, ...corner));
    tool.move(at(x, y));
    click(tool, x, y);
  }

  beforeEach(() => void tool.run('maskMode:add'));

  test('PolygonAdd_ClickOnTheFirstPoint_FillsTheArea', () => {
    around(10, 10, 30);
    assert.deepEqual(maskBounds(geometryOf('new0')), { x: 10, y: 10, width: 30, height: 30 });
    assert.equal(areaOf('new0'), 900);
    around(60, 10, 20);
    assert.deepEqual(ids(), ['new0'], 'the second area goes on in the mask');
    tool.finish();
    host.step('undo', tool);
    assert.deepEqual(ids(), []);
  });

  test('PolygonSubtract_InsideTheMask_CutsAHole_FillHolesClosesIt', () => {
    around(10, 10, 30);
    tool.run('maskMode:subtract');
    around(18, 18, 15);
    assert.equal(areaOf('new0'), 900 - 225);
    assert.ok(!isSet(geometryOf('new0'), 25, 25));
  });

  test('PolygonSubtract_WholeMask_IsRefused_WithoutMaskToo', () => {
    around(10, 10, 30);
    tool.run('maskMode:subtract');
    around(5, 5, 60);
    assert.equal(areaOf('new0'), 900);
    assert.deepEqual(host.notices, ['maskNeverEmpty']);
    host.selection.clear();
    click(tool, 10, 10);
    assert.deepEqual(host.notices, ['maskNeverEmpty', 'selectMaskToErase']);
    assert.ok(!tool.area.drawing);
  });

  test('Lasso_OneFreehandLine_ClosesWhenLetGo', () => {
    tool.down(at(10, 10));
    tool.move(at(40, 10, { trail: [{ x: 20, y: 10 }, { x: 30, y: 10 }, { x: 40, y: 10 }] }));
    tool.move(at(40, 40, { trail: [{ x: 40, y: 20 }, { x: 40, y: 30 }, { x: 40, y: 40 }] }));
    tool.up(at(12, 40));
    assert.ok(areaOf('new0') > 700 && areaOf('new0') < 950, String(areaOf('new0')));
  });

  test('Area_RightClickAndUndo_TakeBackPoints_EnterCloses_EscapeDrops', () => {
    corners(10, 10, 30).forEach(corner => click(tool, ...corner));
    click(tool, 70, 70);
    assert.ok(tool.secondary());
    assert.equal(tool.area.points.length, 4);
    host.step('undo', tool);
    host.step('redo', tool);
    assert.ok(tool.drawing);
    assert.ok(tool.finish());
    assert.equal(areaOf('new0'), 900);
    click(tool, 50, 50);
    assert.ok(tool.run('cancel'));
    assert.ok(!tool.area.drawing);
    assert.equal(areaOf('new0'), 900, 'the first Escape is for the half-drawn area alone');
  });

  test('Area_HalfDrawn_WaitsOnItsImage', () => {
    click(tool, 10, 10);
    click(tool, 40, 10);
    click(tool, 40, 40);
    tool.park();
    assert.ok(!tool.area.drawing);
    tool.run('maskMode:brush');
    tool.resume();
    assert.equal(tool.settings.mode, 'add');
    tool.finish();
    assert.ok(areaOf('new0') > 400);
    tool.park();
    tool.resume();
    assert.ok(!tool.area.drawing, 'a finished area does not come back');
  });

  test('Area_TooFewPoints_StaysOpen', () => {
    click(tool, 10, 10);
    click(tool, 40, 10);
    assert.ok(tool.finish());
    assert.deepEqual(host.notices, ['tooFewPoints']);
    assert.equal(tool.area.points.length, 2);
  });
});
