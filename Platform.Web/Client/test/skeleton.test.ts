import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addPoint, emptySkeleton, fromSpec, movePoint, pairByName, parseSpec, removePoint, renamePoint, reorderPoint, toSpec, toggleEdge, togglePair, type Skeleton,
} from '../src/skeleton/skeleton.js';

const stage = { width: 800, height: 600 };

/** A nose over two eyes: 0 nose, 1 left eye, 2 right eye. */
function face(): Skeleton {
  const points = [[400, 300, 'nose'], [500, 200, 'left_eye'], [300, 200, 'right_eye']] as const;
  const placed = points.reduce((skeleton, [x, y, name], i) => renamePoint(addPoint(skeleton, x, y), i, name), emptySkeleton);
  return toggleEdge(toggleEdge(placed, 0, 1), 0, 2);
}

test('Point_Added_GetsAFreeName', () => {
  const skeleton = addPoint(renamePoint(addPoint(emptySkeleton, 1, 1), 0, 'point_2'), 2, 2);

  assert.deepEqual(skeleton.points.map(point => point.name), ['point_2', 'point_3']);
});

test('Point_Removed_TakesItsLinesAndShiftsTheOthers', () => {
  const skeleton = removePoint(togglePair(toggleEdge(face(), 1, 2), 1, 2), 0);

  assert.deepEqual(skeleton.points.map(point => point.name), ['left_eye', 'right_eye']);
  assert.deepEqual(skeleton.edges, [[0, 1]]);
  assert.deepEqual(skeleton.pairs, [[0, 1]]);
});

test('Point_Reordered_KeepsItsLines', () => {
  const skeleton = reorderPoint(face(), 0, 2);

  assert.deepEqual(skeleton.points.map(point => point.name), ['left_eye', 'right_eye', 'nose']);
  assert.deepEqual(skeleton.edges, [[2, 0], [2, 1]]);
  assert.deepEqual(reorderPoint(face(), 0, -1), face());
});

test('Edge_ToggledTwice_IsGoneAndNoneJoinsAPointWithItself', () => {
  assert.deepEqual(toggleEdge(face(), 1, 0).edges, [[0, 2]]);
  assert.deepEqual(toggleEdge(face(), 1, 1).edges, face().edges);
});

test('Pair_WithAThirdPoint_PartsTheFirstTwo', () => {
  assert.deepEqual(togglePair(togglePair(face(), 1, 2), 0, 1).pairs, [[0, 1]]);
});

test('Pairs_ByName_JoinLeftAndRightInEveryLanguage', () => {
  assert.deepEqual(pairByName(face()).pairs, [[1, 2]]);
  const korean = renamePoint(renamePoint(face(), 1, '왼쪽 눈'), 2, '오른쪽 눈');
  assert.deepEqual(pairByName(korean).pairs, [[1, 2]]);
  const short = renamePoint(renamePoint(face(), 1, 'eye_l'), 2, 'eye_r');
  assert.deepEqual(pairByName(short).pairs, [[1, 2]]);
});

test('Spec_WrittenAndLaidOut_KeepsItsProportions', () => {
  const spec = toSpec(face());

  assert.deepEqual(spec.positions, [[0.5, 0.75], [1, 0.25], [0, 0.25]]);
  const [nose, left, right] = fromSpec(spec, stage).points;
  assert.equal((nose!.y - left!.y) / (left!.x - right!.x), 0.5);
  assert.deepEqual(toSpec(fromSpec(spec, { width: 300, height: 900 })), spec);
});

test('Spec_OfOnePointOrWithoutPositions_StandsInsideTheStage', () => {
  assert.deepEqual(toSpec(addPoint(emptySkeleton, 5, 5)).positions, [[0.5, 0.5]]);
  for (const point of fromSpec({ names: ['a', 'b', 'c'], edges: [], pairs: [] }, stage).points) {
    assert.ok(point.x >= 0 && point.x <= stage.width && point.y >= 0 && point.y <= stage.height);
  }
});

test('Spec_HalfTyped_IsNoSkeleton', () => {
  assert.equal(parseSpec('{"names":'), null);
  assert.equal(parseSpec(null), null);
  assert.deepEqual(parseSpec('{"names":["a"]}'), { names: ['a'], edges: [], pairs: [] });
});

test('Point_Moved_LeavesTheOthersAlone', () => {
  const moved = movePoint(face(), 1, 7, 8);

  assert.deepEqual([moved.points[1]!.x, moved.points[1]!.y], [7, 8]);
  assert.deepEqual(moved.points[0], face().points[0]);
});
