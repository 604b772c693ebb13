import assert from 'node:assert/strict';
import { test } from 'node:test';
import { intersects, type Rect } from '../src/annotator/geometry/math.js';
import { Scene } from '../src/annotator/scene.js';
import { SpatialIndex } from '../src/annotator/spatial.js';
import { ViewFilter } from '../src/annotator/viewFilter.js';
import { box, modelBox, random } from './builders.js';

function scatter(count: number): Map<string, Rect> {
  const next = random(5);
  const rects = new Map<string, Rect>();
  for (let i = 0; i < count; i++) {
    const side = 2 ** (next() * 11);
    rects.set(`r${i}`, { x: next() * 4000 - 50, y: next() * 3000 - 50, width: side * next(), height: side * next() });
  }
  return rects;
}

test('Search_TenThousandBoxes_FindsExactlyThoseOfAFullScan', () => {
  const rects = scatter(10_000);
  const index = new SpatialIndex<string>();
  rects.forEach((rect, id) => index.set(id, id, rect));
  const next = random(9);
  for (let i = 0; i < 200; i++) {
    const query = { x: next() * 4000, y: next() * 3000, width: next() ** 3 * 4000, height: next() ** 3 * 3000 };
    const expected = [...rects].filter(([, rect]) => intersects(rect, query)).map(([id]) => id).sort();
    assert.deepEqual(index.search(query).sort(), expected);
  }
});

test('Search_AfterMovesAndRemovals_ForgetsOldPlaces', () => {
  const rects = scatter(2000);
  const index = new SpatialIndex<string>();
  rects.forEach((rect, id) => index.set(id, id, rect));
  for (const [id, rect] of rects) {
    if (id.endsWith('7')) {
      index.remove(id);
      rects.delete(id);
    } else if (id.endsWith('3')) {
      const moved = { ...rect, x: rect.x + 500, width: rect.width * 3 };
      index.set(id, id, moved);
      rects.set(id, moved);
    }
  }
  assert.equal(index.size, rects.size);
  const query = { x: 700, y: 700, width: 300, height: 900 };
  assert.deepEqual(index.search(query).sort(), [...rects].filter(([, rect]) => intersects(rect, query)).map(([id]) => id).sort());
});

test('Search_PointQueryAmongTenThousand_VisitsFew', () => {
  const index = new SpatialIndex<string>();
  for (let i = 0; i < 10_000; i++) {
    index.set(`b${i}`, `b${i}`, { x: (i % 100) * 40, y: Math.floor(i / 100) * 30, width: 20, height: 20 });
  }
  assert.deepEqual(index.search({ x: 5, y: 5, width: 0, height: 0 }), ['b0']);
});

test('Hit_NestedBoxes_PicksSmallest', () => {
  const scene = new Scene(new ViewFilter());
  scene.reset([box('outer', 0, 0, 90, 70), box('inner', 10, 10, 20, 20)]);
  assert.equal(scene.hit({ x: 15, y: 15 }, 1, () => false)?.id, 'inner');
  assert.equal(scene.hit({ x: 60, y: 60 }, 1, () => false)?.id, 'outer');
  assert.equal(scene.hit({ x: 99, y: 79 }, 1, () => false), undefined);
});

test('Hit_BelowConfidence_IsNotThere', () => {
  const filter = new ViewFilter();
  const scene = new Scene(filter);
  scene.reset([modelBox('weak', 0.3), box('human', 10, 10)]);
  filter.setConfidence(0.5);
  assert.deepEqual(scene.shapesIn({ x: 0, y: 0, width: 100, height: 100 }).map(annotation => annotation.id), ['human']);
  filter.setClassVisible('cell', false);
  assert.equal(scene.hit({ x: 15, y: 15 }, 1, () => false), undefined);
});

test('HighestZ_AfterEveryKindOfChange_IsThatOfTheTopmostShape', () => {
  const scene = new Scene(new ViewFilter());
  assert.equal(scene.highestZ, 0);
  const low = box('low');
  const high = box('high', 0, 0, 10, 10, { zOrder: 4 });
  scene.reset([low, high]);
  assert.equal(scene.highestZ, 4);
  scene.follow([{ id: 'low', before: low, after: { ...low, zOrder: 9 } }]);
  assert.equal(scene.highestZ, 9);
  scene.follow([{ id: 'low', before: { ...low, zOrder: 9 }, after: undefined }]);
  assert.equal(scene.highestZ, 4);
  scene.follow([{ id: 'high', before: high, after: { ...high, zOrder: 1 } }]);
  assert.equal(scene.highestZ, 1);
});

test('ShapesIn_ShapesOfSeveralHeights_ComeLowestFirstAndByAge', () => {
  const scene = new Scene(new ViewFilter());
  scene.reset([box('a'), box('top', 0, 0, 90, 70, { zOrder: 2 }), box('b'), box('below', 0, 0, 90, 70, { zOrder: -1 })]);
  scene.follow([{ id: 'a', before: undefined, after: box('a', 12, 12) }]);
  assert.deepEqual(scene.shapesIn({ x: 0, y: 0, width: 100, height: 80 }).map(annotation => annotation.id), ['below', 'a', 'b', 'top']);
});
