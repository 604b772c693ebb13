import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clipToImage, overlapArea, polygonArea, subtract, unite } from '../src/annotator/geometry/clip.js';
import { boxToPolygon, conversionsOf, converted, polygonToBox } from '../src/annotator/geometry/convert.js';
import { withoutLoops } from '../src/annotator/geometry/crossings.js';
import { boundsOf } from '../src/annotator/geometry/math.js';
import { countOf, isInside, nearestOnEdges, pointsOf, ringArea } from '../src/annotator/geometry/path.js';
import { insideRings } from '../src/annotator/geometry/polygon.js';
import { simplified, weightsOf } from '../src/annotator/geometry/simplify.js';
import { slicePolygon, slicePolyline } from '../src/annotator/geometry/slice.js';
import type { PolygonGeometry } from '../src/annotator/model.js';
import { random, star } from './builders.js';

const image = { width: 640, height: 480 };
const next = random(5);
const square = (x: number, y: number, side: number): PolygonGeometry => ({ rings: [[x, y, x + side, y, x + side, y + side, x, y + side]] });
const total = (polygons: readonly PolygonGeometry[]): number => polygons.reduce((sum, polygon) => sum + polygonArea(polygon), 0);
/** Rounding moves a border by half a hundredth of a pixel, so an area may differ by that much along it. */
const close = (a: number, b: number, message = ''): void => assert.ok(Math.abs(a - b) < 8, `${message} ${a} and ${b}`);
const anyStar = (count = 12): PolygonGeometry => ({ rings: [star(next, { x: 100 + 440 * next(), y: 100 + 280 * next() }, count, 30, 90)] });

describe('clipping to the image', () => {
  test('Clip_Inside_IsTheSameObject', () => {
    const polygon = square(10, 10, 50);
    assert.equal(clipToImage(polygon, image)[0], polygon);
  });

  test('Case77_PolygonPastTheCorners_IsClippedToTheImage', () => {
    assert.deepEqual(clipToImage({ rings: [[-100, -100, 900, -100, 900, 900, -100, 900]] }, image).map(polygonArea), [640 * 480]);
    const [corner] = clipToImage({ rings: [[-50, -50, 100, -50, -50, 100]] }, image);
    assert.deepEqual(boundsOf(corner!.rings[0]!), { x: 0, y: 0, width: 50, height: 50 });
  });

  test('Issue2992_PointNearTheBorder_StaysCovered', () => {
    const [clipped] = clipToImage({ rings: [[600, 200, 900, 240, 600, 280]] }, image);
    assert.ok(insideRings(clipped!.rings, 639.5, 240));
  });

  test('Clip_BorderPartsTheShape_GivesAllPieces', () => {
    // A U whose bottom lies below the image.
    const pieces = clipToImage({ rings: [[100, 400, 140, 400, 140, 500, 300, 500, 300, 400, 360, 400, 360, 600, 100, 600]] }, image);
    assert.deepEqual(pieces.map(polygonArea), [60 * 80, 40 * 80]);
  });

  test('Clip_AnyStar_LiesInsideAndCoversWhatItCovered', () => {
    for (let i = 0; i < 60; i++) {
      const polygon = { rings: [star(next, { x: 700 * next() - 30, y: 520 * next() - 20 }, 9, 30, 120)] };
      const pieces = clipToImage(polygon, image);
      assert.ok(pieces.every(({ rings }) => rings.every(ring => isInside(ring, { x: 0, y: 0, ...image }))));
      for (let k = 0; k < 30; k++) {
        const [x, y] = [Math.floor(image.width * next()) + 0.5, Math.floor(image.height * next()) + 0.5];
        const near = nearestOnEdges({ points: polygon.rings[0]!, closed: true }, { x, y }, 1);
        assert.ok(near !== undefined || insideRings(polygon.rings, x, y) === pieces.some(({ rings }) => insideRings(rings, x, y)));
      }
    }
  });
});

describe('uniting and subtracting', () => {
  test('Unite_Overlapping_IsOne', () => {
    assert.deepEqual(unite([square(0, 0, 10), square(5, 0, 10)]).map(polygonArea), [150]);
  });

  test('Unite_EdgeToEdge_IsOne', () => {
    assert.equal(unite([square(0, 0, 10), square(10, 0, 10)]).length, 1);
  });

  test('Unite_OnlyACorner_StaysTwo', () => {
    assert.equal(unite([square(0, 0, 10), square(10, 10, 10)]).length, 2);
  });

  test('Unite_SnappedToASlantingEdge_IsOneInSpiteOfRounding', () => {
    for (let i = 0; i < 60; i++) {
      const [ax, ay, bx, by] = [100 + 50 * next(), 100 + 50 * next(), 300 + 50 * next(), 220 + 50 * next()].map(value => Math.round(value * 100) / 100) as [number, number, number, number];
      const snapped = [0.2, 0.7].map(share => ({ x: Math.round((ax + share * (bx - ax)) * 100) / 100, y: Math.round((ay + share * (by - ay)) * 100) / 100 }));
      const above = { rings: [[ax, ay, bx, by, 200, 20]] };
      const below = { rings: [[snapped[0]!.x, snapped[0]!.y, snapped[1]!.x, snapped[1]!.y, 200, 400]] };
      assert.equal(unite([above, below]).length, 1, JSON.stringify({ above, below }));
    }
  });

  test('Subtract_AnyStars_PartsAddUp', () => {
    for (let i = 0; i < 40; i++) {
      const a = anyStar();
      const b = anyStar();
      close(polygonArea(a), total(subtract(a, [b])) + overlapArea(a, b));
      close(total(unite([a, b])), polygonArea(a) + polygonArea(b) - overlapArea(a, b));
    }
  });

  test('Subtract_SmallFromLarge_LeavesAHole', () => {
    const [ring] = subtract(square(0, 0, 100), [square(40, 40, 20)]);
    assert.equal(ring!.rings.length, 2);
    assert.equal(polygonArea(ring!), 100 * 100 - 20 * 20);
  });

  test('Subtract_NotTouching_IsTheSameObject', () => {
    const polygon = square(0, 0, 10);
    assert.equal(subtract(polygon, [square(50, 50, 10)])[0], polygon);
  });

  test('Subtract_WholeShape_LeavesNothing', () => {
    assert.deepEqual(subtract(square(10, 10, 10), [square(0, 0, 50)]), []);
  });
});

describe('slicing', () => {
  test('Slice_Square_GivesTwoThatShareTheCut', () => {
    const pieces = slicePolygon(square(0, 0, 100), [30, -10, 30, 50, 40, 50, 40, 110]);
    assert.deepEqual(pieces.map(polygonArea), [6500, 3500]);
    for (const { rings } of pieces) {
      assert.deepEqual(pointsOf(rings[0]!).filter(({ x, y }) => y === 50 || (y === 0 && x === 30)).length, 3);
    }
  });

  test('Slice_CutThatEndsInside_DividesNothing', () => {
    const polygon = square(0, 0, 100);
    assert.deepEqual(slicePolygon(polygon, [50, -10, 50, 90]), [polygon]);
    assert.deepEqual(slicePolygon(polygon, [10, 10, 90, 90]), [polygon]);
    assert.deepEqual(slicePolygon(polygon, [-20, -20, -10, 150]), [polygon]);
  });

  test('Slice_ThroughCorners_GivesTwo', () => {
    assert.deepEqual(slicePolygon(square(0, 0, 100), [-10, -10, 110, 110]).map(polygonArea), [5000, 5000]);
  });

  test('Slice_ThroughAHole_PartsTheRing', () => {
    const pieces = slicePolygon({ rings: [square(0, 0, 100).rings[0]!, square(40, 40, 20).rings[0]!] }, [50, -10, 50, 110]);
    assert.deepEqual(pieces.map(polygonArea), [4800, 4800]);
    assert.ok(pieces.every(({ rings }) => rings.length === 1));
  });

  test('Slice_BesideAHole_KeepsIt', () => {
    const pieces = slicePolygon({ rings: [square(0, 0, 100).rings[0]!, square(40, 40, 20).rings[0]!] }, [20, -10, 20, 110]);
    assert.deepEqual(pieces.map(({ rings }) => rings.length), [2, 1]);
  });

  test('Slice_TwoArmsOfAU_GivesThree', () => {
    assert.equal(slicePolygon({ rings: [[0, 0, 20, 0, 20, 80, 80, 80, 80, 0, 100, 0, 100, 100, 0, 100]] }, [-10, 40, 110, 40]).length, 3);
  });

  test('Slice_CutWithALoop_CutsAsWithoutIt', () => {
    const straight = withoutLoops([50, -10, 50, 60, 80, 40, 20, 30, 50, 110]);
    assert.ok(countOf(straight) < 6);
    assert.equal(slicePolygon(square(0, 0, 100), [50, -10, 50, 60, 80, 40, 20, 30, 50, 110]).length, 2);
  });

  test('SliceJoin_AnyStarAnyLine_AddsUpAndJoinsBack', () => {
    for (let i = 0; i < 80; i++) {
      const polygon = anyStar(5 + (i % 20));
      const { x, y, width, height } = boundsOf(polygon.rings[0]!);
      const at = (share: number): number => Math.round((x + width * share) * 100) / 100;
      const pieces = slicePolygon(polygon, [at(0.3 + 0.4 * next()), y - 5, at(next()), y + height * next(), at(0.3 + 0.4 * next()), y + height + 5]);
      assert.ok(pieces.length >= 2, JSON.stringify(polygon));
      close(total(pieces), polygonArea(polygon), 'slices');
      const joined = unite(pieces);
      assert.equal(joined.length, 1);
      close(polygonArea(joined[0]!), polygonArea(polygon), 'joined');
    }
  });

  test('SlicePolyline_CrossedTwice_GivesThreePieces', () => {
    const pieces = slicePolyline({ points: [0, 0, 100, 0, 100, 50, 0, 50] }, [30, -10, 30, 60]);
    assert.deepEqual(pieces.map(({ points }) => points), [[30, 0, 100, 0, 100, 50, 30, 50], [0, 0, 30, 0], [30, 50, 0, 50]]);
    assert.equal(slicePolyline({ points: [0, 0, 10, 0] }, [50, -5, 50, 5]).length, 1);
  });
});

describe('simplifying', () => {
  const dense = star(next, { x: 300, y: 240 }, 400, 150, 152);
  const weights = weightsOf(dense, true);

  test('SimplifyPolygons_LowerAccuracyHasFewerPoints_HighestKeepsAll', () => {
    let last = Infinity;
    for (const tolerance of [0, 0.2, 0.5, 1, 2, 5, 20, 1000]) {
      const count = countOf(simplified(dense, weights, tolerance, 3));
      assert.ok(count <= last && count >= 3, `${tolerance}: ${count}`);
      last = count;
    }
    assert.equal(simplified(dense, weights, 0, 3), dense);
    assert.equal(last, 3);
    assert.ok(Math.abs(ringArea(simplified(dense, weights, 0, 3)) - ringArea(dense)) < 1);
  });

  test('Simplify_AnyTolerance_LeavesNoVertexFartherThanThat', () => {
    for (let i = 0; i < 20; i++) {
      const ring = star(next, { x: 300, y: 240 }, 60, 80, 200);
      const tolerance = 40 * next();
      const points = simplified(ring, weightsOf(ring, true), tolerance, 3);
      assert.ok(pointsOf(ring).every(point => nearestOnEdges({ points, closed: true }, point, tolerance + 1e-6) !== undefined));
    }
  });

  test('Simplify_OpenLine_KeepsItsEnds', () => {
    const line = Array.from({ length: 100 }, (_, i) => [i * 5, 100 + 3 * next()]).flat();
    assert.deepEqual(simplified(line, weightsOf(line, false), 50, 2), [...line.slice(0, 2), ...line.slice(-2)]);
  });

  test('Weights_TenThousandVertices_NeedNoDeepStack', () => {
    const spiral = Array.from({ length: 10_000 }, (_, i) => [2000 + (i / 10) * Math.cos(i / 50), 1500 + (i / 10) * Math.sin(i / 50)]).flat();
    assert.ok(countOf(simplified(spiral, weightsOf(spiral, false), 1, 2)) < 5000);
  });
});

describe('converting', () => {
  test('BoxToPolygon_AndBack_IsTheSameBox', () => {
    const box = { x: 10.25, y: 20.5, width: 30, height: 7.13 };
    assert.deepEqual(polygonToBox(boxToPolygon(box)), box);
  });

  test('Convert_OpenLineOfTwoPoints_HasNoArea', () => {
    assert.deepEqual(converted('polyline', { points: [0, 0, 5, 5] }, 'polygon', image), []);
    assert.equal(converted('bbox', { x: 0, y: 0, width: 1, height: 1 }, 'polyline', image), undefined);
    assert.ok(conversionsOf('bbox').includes('polygon'));
  });
});
