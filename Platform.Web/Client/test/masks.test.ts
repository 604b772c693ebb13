import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { brushCentre, paintLine, type Brush } from '../src/annotator/geometry/brush.js';
import { minus, withoutSpan, withSpan } from '../src/annotator/geometry/column.js';
import { boxToMask, maskToPolygon, maskToPolygons, polygonToMask } from '../src/annotator/geometry/maskConvert.js';
import { decodeRuns, encodeRuns, isSet, maskArea, maskBounds, maskFromEdges } from '../src/annotator/geometry/mask.js';
import { croppedMask, difference, mirroredMask, overlap, translatedMask, unionOf } from '../src/annotator/geometry/maskOps.js';
import { MaskParts, withoutHoles } from '../src/annotator/geometry/maskParts.js';
import { MaskSheet } from '../src/annotator/geometry/maskSheet.js';
import { sliceMask } from '../src/annotator/geometry/sliceMask.js';
import { random } from './builders.js';
import { maskOf, picture, randomMask } from './maskPictures.js';

describe('run lengths', () => {
  /** Made with the reference implementation of COCO. */
  const golden: readonly (readonly [name: string, size: readonly [number, number], runs: readonly number[], counts: string, area: number, bounds: readonly number[]])[] = [
    ['block', [4, 5], [5, 2, 2, 2, 2, 2, 5], '5220003', 6, [1, 1, 3, 2]],
    ['first pixel', [3, 3], [0, 1, 8], '018', 1, [0, 0, 1, 1]],
    ['full', [3, 3], [0, 9], '09', 9, [0, 0, 3, 3]],
    ['empty', [3, 3], [9], '9', 0, [0, 0, 0, 0]],
    ['block with a hole', [10, 10], [32, 5, 5, 5, 5, 2, 1, 2, 5, 5, 5, 5, 5, 5, 13], 'P15500ML04300008', 29, [3, 2, 6, 5]],
    ['square from a polygon', [10, 10], [0, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 11], '091000000000000000:', 81, [0, 0, 9, 9]],
    ['box from a polygon', [10, 10], [11, 4, 6, 4, 6, 4, 6, 4, 6, 4, 45], ';460000000W1', 20, [1, 1, 5, 4]],
    ['triangle', [10, 10], [21, 1, 9, 3, 7, 5, 5, 5, 5, 3, 7, 1, 28], 'e0192N2N00N2Ne0', 18, [2, 1, 6, 5]],
  ];

  for (const [name, size, runs, counts, area, bounds] of golden) {
    test(`Runs_GoldenVector_${name}`, () => {
      const mask = { size, counts };
      assert.equal(encodeRuns(runs), counts);
      assert.deepEqual(decodeRuns(counts), runs);
      assert.equal(maskArea(mask), area);
      const { x, y, width, height } = maskBounds(mask);
      assert.deepEqual([x, y, width, height], bounds);
      assert.equal(MaskSheet.of(mask, { width: size[1], height: size[0] }).toMask().counts, counts);
    });
  }

  test('Runs_AnyMask_ComeBackFromText', () => {
    const next = random(5);
    for (let i = 0; i < 300; i++) {
      const size = { width: 1 + Math.floor(next() * 40), height: 1 + Math.floor(next() * 40) };
      const mask = randomMask(size.width, size.height, next);
      const read = { size: mask.size, counts: mask.counts };
      assert.deepEqual(picture(read), picture(mask));
      assert.equal(decodeRuns(read.counts).reduce((sum, run) => sum + run, 0), size.width * size.height);
      assert.equal(encodeRuns(decodeRuns(read.counts)), read.counts);
      assert.equal(MaskSheet.of(read, size).toMask().counts, read.counts);
    }
  });

  test('Runs_LargestImage_ComeBackFromText', () => {
    const edges = Uint32Array.from([7, 40_000 * 39_999, 40_000 * 40_000 - 1, 40_000 * 40_000]);
    const mask = maskFromEdges(edges, { width: 40_000, height: 40_000 });
    assert.deepEqual(maskBounds({ size: mask.size, counts: mask.counts }), { x: 0, y: 0, width: 40_000, height: 40_000 });
    assert.equal(maskArea({ size: mask.size, counts: mask.counts }), 40_000 * 39_999 - 7 + 1);
  });

  test('Runs_EmptyRunBetween_IsOneStretch', () => {
    assert.deepEqual(maskBounds({ size: [3, 3], counts: encodeRuns([1, 2, 0, 3, 3]) }), { x: 0, y: 0, width: 2, height: 3 });
    assert.equal(maskArea({ size: [3, 3], counts: encodeRuns([1, 2, 0, 3, 3]) }), 5);
  });

  test('IsSet_EveryPixel_AgreesWithPicture', () => {
    const mask = randomMask(23, 17, random(9), 0.4);
    picture(mask).forEach((row, y) => [...row].forEach((pixel, x) => assert.equal(isSet(mask, x + 0.5, y + 0.99), pixel === '#')));
    assert.ok(!isSet(mask, -0.1, 3) && !isSet(mask, 3, 17) && !isSet(mask, 23, 3));
  });
});

describe('columns', () => {
  const rowsOf = (column: readonly number[]): number[] => Array.from({ length: 30 }, (_, y) => y).filter(y => column.some((from, i) => i % 2 === 0 && y >= from && y < column[i + 1]!));

  test('Spans_AddedAndRemoved_AgreeWithSetsOfRows', () => {
    const next = random(3);
    for (let round = 0; round < 200; round++) {
      let column: readonly number[] = [];
      let other: readonly number[] = [];
      const rows = new Set<number>();
      for (let i = 0; i < 8; i++) {
        const from = Math.floor(next() * 28);
        const to = from + 1 + Math.floor(next() * (29 - from));
        const adds = next() < 0.6;
        column = adds ? withSpan(column, from, to) : withoutSpan(column, from, to);
        other = i % 2 === 0 ? withSpan(other, from, Math.min(to, from + 3)) : other;
        for (let y = from; y < to; y++) {
          adds ? rows.add(y) : rows.delete(y);
        }
        assert.deepEqual(rowsOf(column), [...rows].sort((a, b) => a - b));
        assert.ok(column.every((edge, k) => k === 0 || edge > column[k - 1]!), `apart: ${column.join()}`);
      }
      const removed = new Set(rowsOf(other));
      assert.deepEqual(rowsOf(minus(column, other)), rowsOf(column).filter(y => !removed.has(y)));
    }
  });

  test('Spans_ChangeNothing_KeepTheColumn', () => {
    const column = [2, 9];
    assert.equal(withSpan(column, 3, 9), column);
    assert.equal(withoutSpan(column, 9, 20), column);
  });
});

describe('brush', () => {
  const painted = (brush: Partial<Brush>, ...points: (readonly [number, number])[]): string[] => {
    const sheet = new MaskSheet({ width: 9, height: 7 });
    points.forEach(([x, y], i) => {
      const [lastX, lastY] = points[Math.max(0, i - 1)]!;
      paintLine(sheet, { tip: 'round', sizePx: 3, erases: false, ...brush }, { x: lastX, y: lastY }, { x, y });
    });
    return picture(sheet.toMask());
  };

  test('Brush_OneClick_SetsItsTip', () => {
    assert.deepEqual(painted({ sizePx: 1 }, [4.9, 3.1]).map(row => row.indexOf('#')), [-1, -1, -1, 4, -1, -1, -1]);
    assert.deepEqual(painted({ sizePx: 5 }, [4.2, 3.4]), ['.........', '...###...', '..#####..', '..#####..', '..#####..', '...###...', '.........']);
    assert.deepEqual(painted({ sizePx: 5, tip: 'square' }, [4.2, 3.4]), ['.........', '..#####..', '..#####..', '..#####..', '..#####..', '..#####..', '.........']);
    assert.deepEqual(painted({ sizePx: 2 }, [4.4, 3.4]), ['.........', '.........', '...##....', '...##....', '.........', '.........', '.........']);
  });

  test('Brush_CentredOutside_PaintsOnlyOnTheImage', () => {
    assert.deepEqual(painted({ sizePx: 4, tip: 'square' }, [-1, -1], [20, -1])[0], '#########');
    assert.deepEqual(painted({ sizePx: 4, tip: 'square' }, [-1, -1], [20, -1])[1], '.........');
    assert.ok(painted({ sizePx: 3 }, [-5, -5], [-5, 20]).every(row => !row.includes('#')));
  });

  test('Brush_FastStroke_HasNoGaps', () => {
    const next = random(21);
    for (let i = 0; i < 200; i++) {
      const sheet = new MaskSheet({ width: 60, height: 50 });
      const tip = i % 2 === 0 ? 'round' : 'square';
      const point = () => ({ x: next() * 60, y: next() * 50 });
      paintLine(sheet, { tip, sizePx: 1 + Math.floor(next() * 6), erases: false }, point(), point());
      const mask = sheet.toMask();
      assert.equal(MaskParts.of(mask, true).masks(mask).length, 1, `stroke ${i}`);
    }
  });

  /** The definition itself: a pixel belongs to the stroke when its centre is within reach of the way. */
  test('Brush_AnyStroke_SetsPixelsWithinReach', () => {
    const next = random(8);
    for (let i = 0; i < 60; i++) {
      const brush: Brush = { tip: i % 2 === 0 ? 'round' : 'square', sizePx: 1 + Math.floor(next() * 9), erases: false };
      const a = brushCentre(brush, { x: next() * 40 - 5, y: next() * 40 - 5 });
      const b = brushCentre(brush, { x: next() * 40 - 5, y: next() * 40 - 5 });
      const sheet = new MaskSheet({ width: 30, height: 30 });
      paintLine(sheet, brush, a, b);
      const mask = sheet.toMask();
      for (let y = 0; y < 30; y++) {
        for (let x = 0; x < 30; x++) {
          const off = distance(x + 0.5, y + 0.5, a, b, brush.tip) - brush.sizePx / 2;
          assert.ok(Math.abs(off) < 0.02 || isSet(mask, x, y) === off < 0, `stroke ${i}, pixel ${x},${y}: ${off}`);
        }
      }
    }
  });

  test('Eraser_OverStroke_LeavesTheRest', () => {
    const sheet = MaskSheet.of(maskOf('######', '######', '######'), { width: 6, height: 3 });
    paintLine(sheet, { tip: 'square', sizePx: 1, erases: true }, { x: 1.5, y: 1.5 }, { x: 4.5, y: 1.5 });
    assert.deepEqual(picture(sheet.toMask()), ['######', '#....#', '######']);
    assert.deepEqual(sheet.takeTouched(), { x: 1, y: 1, width: 4, height: 1 });
    assert.equal(sheet.takeTouched(), null);
  });

  function distance(x: number, y: number, a: { x: number; y: number }, b: { x: number; y: number }, tip: string): number {
    let best = Infinity;
    for (let i = 0; i <= 2000; i++) {
      const dx = Math.abs(x - a.x - (i / 2000) * (b.x - a.x));
      const dy = Math.abs(y - a.y - (i / 2000) * (b.y - a.y));
      best = Math.min(best, tip === 'round' ? Math.hypot(dx, dy) : Math.max(dx, dy));
    }
    return best;
  }
});

describe('mask operations', () => {
  test('Operations_AnyPair_AgreeWithPixels', () => {
    const next = random(31);
    for (let i = 0; i < 100; i++) {
      const a = randomMask(12, 9, next);
      const b = randomMask(12, 9, next);
      const compare = (result: string[], rule: (a: boolean, b: boolean) => boolean): void => result.forEach((row, y) => [...row].forEach((pixel, x) => {
        assert.equal(pixel === '#', rule(isSet(a, x, y), isSet(b, x, y)), `${x},${y}`);
      }));
      compare(picture(unionOf([a, b])), (inA, inB) => inA || inB);
      compare(picture(difference(a, b)), (inA, inB) => inA && !inB);
      compare(picture(overlap(a, b)), (inA, inB) => inA && inB);
    }
  });

  test('Translate_InsideImage_KeepsPixels_BeyondIt_CutsThem', () => {
    const mask = maskOf('......', '.##...', '..#...', '......');
    assert.deepEqual(picture(translatedMask(mask, 3, 1)), ['......', '......', '....##', '.....#']);
    assert.deepEqual(picture(translatedMask(mask, -2.4, -0.6)), ['#.....', '#.....', '......', '......']);
    const full = maskOf('##', '##');
    assert.deepEqual(picture(translatedMask(full, 0, 1)), ['..', '##']);
  });

  test('Mirror_Twice_IsTheMaskAgain', () => {
    const mask = maskOf('#...', '##..', '###.');
    assert.deepEqual(picture(mirroredMask(mask, 'h', { x: 1.5, y: 0 })), ['..#.', '.##.', '###.']);
    assert.deepEqual(picture(mirroredMask(mask, 'v', { x: 0, y: 1.5 })), ['###.', '##..', '#...']);
    assert.deepEqual(picture(mirroredMask(mirroredMask(mask, 'h', { x: 2, y: 1 }), 'h', { x: 2, y: 1 })), picture(mask));
  });

  test('Crop_SmallerImage_KeepsWhatFits', () => {
    const mask = maskOf('.##.', '.##.', '...#');
    assert.deepEqual(picture(croppedMask(mask, { width: 2, height: 2 })), ['.#', '.#']);
    assert.deepEqual(picture(croppedMask(mask, { width: 5, height: 4 })), ['.##..', '.##..', '...#.', '.....']);
  });

  test('FillHoles_EnclosedGround_IsFilled_BaysStay', () => {
    const mask = maskOf('.####.', '##..##', '#.##.#', '##..#.', '.###..');
    assert.deepEqual(picture(withoutHoles(mask)), ['.####.', '######', '######', '#####.', '.###..']);
    assert.deepEqual(picture(withoutHoles(maskOf('###', '#..', '###'))), ['###', '#..', '###']);
  });
});

describe('masks and polygons', () => {
  test('PolygonToMask_PixelCentreRule', () => {
    assert.deepEqual(picture(polygonToMask([[0.4, 0.4, 2.5, 0.4, 2.5, 2.6, 0.4, 2.6]], { width: 4, height: 4 })), ['##..', '##..', '##..', '....']);
    assert.deepEqual(picture(boxToMask({ x: 1, y: 1, width: 2, height: 1 }, { width: 4, height: 3 })), ['....', '.##.', '....']);
    assert.deepEqual(picture(polygonToMask([[0, 0, 5, 0, 5, 5, 0, 5], [1, 1, 4, 1, 4, 4, 1, 4]], { width: 5, height: 5 })), ['#####', '#...#', '#...#', '#...#', '#####']);
  });

  test('PolygonToMask_NeighboursThatShareAnEdge_ShareNoPixel', () => {
    const size = { width: 20, height: 20 };
    const left = polygonToMask([[1.3, 2.2, 9.7, 3.1, 12.2, 18.4, 2, 15]], size);
    const right = polygonToMask([[9.7, 3.1, 19, 1, 18.2, 17, 12.2, 18.4]], size);
    assert.equal(maskArea(overlap(left, right)), 0);
  });

  test('MaskToPolygon_WithoutTolerance_GivesTheSameMaskBack', () => {
    const next = random(17);
    for (let i = 0; i < 200; i++) {
      const size = { width: 1 + Math.floor(next() * 16), height: 1 + Math.floor(next() * 16) };
      const mask = randomMask(size.width, size.height, next);
      const polygon = maskToPolygon(mask, 0);
      assert.deepEqual(picture(polygonToMask(polygon?.rings ?? [], size)), picture(mask), `mask ${i}`);
      const parts = maskToPolygons(mask, 0).map(part => polygonToMask(part.rings, size));
      assert.equal(parts.reduce((sum, part) => sum + maskArea(part), 0), maskArea(mask), 'parts share no pixel');
    }
  });

  test('MaskToPolygons_TwoPartsAndAHole_LargestFirstWithItsHole', () => {
    const [first, second] = maskToPolygons(maskOf('####..', '#..#.#', '####.#'), 0);
    assert.deepEqual(first?.rings.map(rotatedToLowest), [[0, 0, 4, 0, 4, 3, 0, 3], [1, 1, 1, 2, 3, 2, 3, 1]].map(rotatedToLowest));
    assert.deepEqual(second?.rings.map(rotatedToLowest), [[5, 1, 6, 1, 6, 3, 5, 3]].map(rotatedToLowest));
  });

  test('MaskToPolygon_Tolerance_GivesFewPointsNearTheBorder', () => {
    const sheet = new MaskSheet({ width: 200, height: 200 });
    paintLine(sheet, { tip: 'round', sizePx: 120, erases: false }, { x: 100, y: 100 }, { x: 100, y: 100 });
    const disc = sheet.toMask();
    const exact = maskToPolygon(disc, 0)!;
    const rough = maskToPolygon(disc, 1)!;
    assert.ok(rough.rings[0]!.length < exact.rings[0]!.length / 5, `${rough.rings[0]!.length / 2} points`);
    const back = polygonToMask(rough.rings, { width: 200, height: 200 });
    assert.ok(maskArea(overlap(back, disc)) / maskArea(unionOf([back, disc])) > 0.97);
  });

  function rotatedToLowest(ring: readonly number[]): number[] {
    const starts = ring.map((_, i) => i).filter(i => i % 2 === 0);
    const best = starts.sort((a, b) => ring[a]! - ring[b]! || ring[a + 1]! - ring[b + 1]!)[0]!;
    return [...ring.slice(best), ...ring.slice(0, best)];
  }
});

describe('slicing masks', () => {
  test('SliceJoin_LineThrough_MakesTwoPieces_JoinedTheyAreTheMask', () => {
    const mask = maskOf('########', '########', '########', '########');
    const pieces = sliceMask(mask, [3, -1, 3, 5]);
    assert.equal(pieces.length, 2);
    assert.ok(maskArea(pieces[0]!) >= maskArea(pieces[1]!));
    assert.equal(maskArea(overlap(pieces[0]!, pieces[1]!)), 0);
    assert.deepEqual(picture(unionOf([pieces[0]!, pieces[1]!])), picture(mask));
  });

  test('SliceJoin_LineThatEndsInside_CutsNothing', () => {
    const mask = maskOf('#####', '#####', '#####');
    assert.deepEqual(sliceMask(mask, [2, -1, 2, 1.5]), [mask]);
    assert.deepEqual(sliceMask(mask, [20, 20, 30, 30]), [mask]);
  });

  test('SliceJoin_AnyBentLine_LosesNoPixel', () => {
    const next = random(77);
    for (let i = 0; i < 60; i++) {
      const sheet = new MaskSheet({ width: 50, height: 40 });
      const brush: Brush = { tip: 'round', sizePx: 9, erases: false };
      const point = () => ({ x: next() * 50, y: next() * 40 });
      paintLine(sheet, brush, point(), point());
      paintLine(sheet, brush, point(), point());
      const mask = sheet.toMask();
      const pieces = sliceMask(mask, Array.from({ length: 6 }, (_, k) => next() * (k % 2 === 0 ? 50 : 40)));
      assert.equal(pieces.reduce((sum, piece) => sum + maskArea(piece), 0), maskArea(mask));
      assert.deepEqual(picture(unionOf(pieces as [typeof mask])), picture(mask));
    }
  });

  test('SliceJoin_PartAside_StaysWithTheLargestPiece', () => {
    const mask = maskOf('#######.#', '#######.#', '#######.#');
    const pieces = sliceMask(mask, [2.5, -1, 2.5, 4]);
    assert.equal(pieces.length, 2);
    assert.ok(isSet(pieces[0]!, 8, 1));
  });
});
