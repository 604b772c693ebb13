import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { relabelEdits } from '../src/annotator/edits.js';
import { similarity } from '../src/annotator/geometry/similarity.js';
import { mapPlaced, positionsOf, sidesOf, skeletonIn, withPairsSwapped } from '../src/annotator/geometry/skeleton.js';
import type { Annotation, AnnotatorClass, KeypointsGeometry, KeypointTemplate } from '../src/annotator/model.js';
import { keypointsShape } from '../src/annotator/shapes/keypoints.js';
import { KeypointsTool } from '../src/annotator/tools/keypoints.js';
import { toggleOccluded, withoutPoint } from '../src/annotator/tools/pointEdits.js';
import { SelectAndEditTool } from '../src/annotator/tools/vertexEditing.js';
import { box, random } from './builders.js';
import { click, drag, FakeHost } from './fakeHost.js';

const face: KeypointTemplate = {
  names: ['nose', 'left eye', 'right eye', 'mouth'],
  edges: [[0, 1], [0, 2], [0, 3]],
  pairs: [[1, 2]],
  positions: [[0.5, 0.5], [0.25, 0.25], [0.75, 0.25], [0.5, 1]],
};
const person: AnnotatorClass = { id: 'person', key: 'person', name: 'Person', color: '#3366cc', index: 0, shapeType: 'keypoints', keypoints: face };

let host: FakeHost;
let tool: KeypointsTool;

beforeEach(() => {
  host = new FakeHost();
  host.classes = [person];
  host.classSet.replace([person]);
  tool = new KeypointsTool(host);
});

function skeleton(id: string, points: readonly number[]): Annotation {
  return { ...box(id), type: 'keypoints', classId: 'person', geometry: { points } };
}

function pointsOf(id: string): readonly number[] {
  return (host.get(id)!.geometry as KeypointsGeometry).points;
}

describe('skeletons_pipeline: placing', () => {
  test('SkeletonsPipeline_ClicksInOrder_PlaceEveryPoint', () => {
    click(tool, 50, 40);
    assert.deepEqual(pointsOf('new0'), [50, 40, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0], 'what is not placed yet is absent, and saved so');
    assert.equal(tool.work.nameOf(tool.work.next!), 'left eye');
    click(tool, 40, 30);
    click(tool, 60, 30);
    assert.ok(tool.drawing);
    click(tool, 50, 60);
    assert.ok(!tool.drawing);
    assert.deepEqual(pointsOf('new0'), [50, 40, 2, 40, 30, 2, 60, 30, 2, 50, 60, 2]);
    assert.deepEqual(host.selection.ids(), ['new0']);
    assert.equal(host.get('new0')?.classId, 'person');
    click(tool, 10, 10);
    assert.equal(host.store.size, 2, 'the next click begins the next skeleton');
  });

  test('SkeletonsPipeline_FinishedSkeleton_IsOneStep', () => {
    [[50, 40], [40, 30], [60, 30], [50, 60]].forEach(([x, y]) => click(tool, x!, y!));
    host.step('undo', tool);
    assert.equal(host.store.size, 0);
    assert.ok(!host.history.canUndo);
    host.step('redo', tool);
    assert.deepEqual(pointsOf('new0'), [50, 40, 2, 40, 30, 2, 60, 30, 2, 50, 60, 2]);
  });

  test('SkeletonsPipeline_UndoWhilePlacing_TakesBackOnePoint_RedoBringsIt', () => {
    click(tool, 50, 40);
    click(tool, 40, 30);
    host.step('undo', tool);
    assert.equal(tool.work.next, 1);
    click(tool, 41, 31);
    assert.deepEqual(pointsOf('new0').slice(3, 6), [41, 31, 2]);
    host.step('undo', tool);
    host.step('redo', tool);
    assert.equal(tool.work.next, 2);
    host.step('undo', tool);
    host.step('undo', tool);
    assert.equal(host.store.size, 0);
    assert.ok(!tool.drawing);
  });

  test('SkeletonsPipeline_SecondaryButton_AsksForUndo_OnlyWhilePlacing', () => {
    assert.ok(!tool.secondary());
    click(tool, 50, 40);
    assert.ok(tool.secondary());
    assert.deepEqual(host.commands, ['undo']);
  });

  test('SkeletonsPipeline_OccludedAndAbsentPoints_WhilePlacing', () => {
    click(tool, 50, 40);
    assert.ok(tool.run('pointOccluded'));
    click(tool, 40, 30);
    assert.ok(tool.run('pointAbsent'));
    click(tool, 50, 60);
    assert.deepEqual(pointsOf('new0'), [50, 40, 2, 40, 30, 1, 0, 0, 0, 50, 60, 2]);
    assert.ok(!tool.drawing);
  });

  test('SkeletonsPipeline_AltClick_LeavesThePointOut_UndoComesBackToIt', () => {
    click(tool, 50, 40);
    click(tool, 40, 30, { alt: true });
    assert.equal(tool.work.next, 2);
    host.step('undo', tool);
    assert.equal(tool.work.next, 1);
    assert.deepEqual(pointsOf('new0').slice(0, 3), [50, 40, 2]);
  });

  test('SkeletonsPipeline_Enter_LeavesTheRestAbsent_PlaceAbsentGoesOn', () => {
    click(tool, 50, 40);
    click(tool, 40, 30);
    assert.ok(tool.finish());
    assert.ok(!tool.drawing);
    assert.equal(tool.incomplete()?.id, 'new0');
    assert.ok(tool.run('placeAbsent'));
    assert.equal(tool.work.next, 2);
    click(tool, 60, 30);
    click(tool, 50, 60);
    assert.deepEqual(pointsOf('new0').filter((_, i) => i % 3 === 2), [2, 2, 2, 2]);
    assert.equal(tool.incomplete(), undefined);
    host.step('undo', tool);
    assert.deepEqual(pointsOf('new0').filter((_, i) => i % 3 === 2), [2, 2, 0, 0]);
  });

  test('SkeletonsPipeline_Escape_DropsTheSkeletonBeingPlaced', () => {
    click(tool, 50, 40);
    click(tool, 40, 30);
    assert.ok(tool.run('cancel'));
    assert.equal(host.store.size, 0);
    assert.ok(!tool.run('cancel'));
  });

  test('SkeletonsPipeline_PageTurnedWhilePlacing_KeepsWhatIsPlaced', () => {
    click(tool, 50, 40);
    tool.park();
    assert.ok(!tool.drawing);
    assert.deepEqual(pointsOf('new0').slice(0, 3), [50, 40, 2]);
  });

  test('SkeletonsPipeline_Drag_PlacesTheWholeTemplate', () => {
    drag(tool, [10, 10], [50, 50]);
    assert.deepEqual(pointsOf('new0'), [30, 30, 2, 20, 20, 2, 40, 20, 2, 30, 50, 2]);
    assert.equal(host.edits.length, 1);
    assert.equal(host.draft, null);
  });

  test('SkeletonsPipeline_OutsideTheImage_PointsComeToItsBorder', () => {
    click(tool, -20, 200);
    assert.deepEqual(pointsOf('new0').slice(0, 3), [0, 80, 2]);
  });

  test('SkeletonsPipeline_ClassWithoutSkeleton_TakesSinglePoints', () => {
    host.classes = [{ ...person, keypoints: null }];
    click(tool, 20, 20);
    click(tool, 30, 30);
    assert.equal(host.store.size, 2);
    assert.deepEqual(pointsOf('new1'), [30, 30, 2]);
  });

  test('SkeletonsPipeline_NoClass_AsksForOne_ReadOnly_ChangesNothing', () => {
    host.classes = [];
    click(tool, 20, 20);
    host.readOnly = true;
    click(tool, 20, 20);
    assert.deepEqual(host.notices, ['pickKeypointsClass', 'readOnly']);
    assert.equal(host.store.size, 0);
  });
});

describe('skeletons_pipeline: editing', () => {
  const points = [50, 40, 2, 40, 30, 2, 60, 30, 1, 50, 60, 2];

  beforeEach(() => {
    host.put(skeleton('a', points));
    host.selection.replace(['a']);
  });

  test('SkeletonsPipeline_DragPoint_MovesOnlyIt_KeepsVisibility', () => {
    drag(tool, [60, 30], [65, 33]);
    assert.deepEqual(pointsOf('a'), [50, 40, 2, 40, 30, 2, 65, 33, 1, 50, 60, 2]);
    assert.equal(host.store.size, 1);
    host.step('undo', tool);
    assert.deepEqual(pointsOf('a'), points);
  });

  test('SkeletonsPipeline_OccludeOnePoint_LeavesTheOthers', () => {
    toggleOccluded(host, host.hitGrip({ x: 40, y: 30 })!);
    assert.deepEqual(pointsOf('a'), [50, 40, 2, 40, 30, 1, 60, 30, 1, 50, 60, 2]);
    toggleOccluded(host, host.hitGrip({ x: 40, y: 30 })!);
    assert.deepEqual(pointsOf('a'), points);
  });

  test('SkeletonsPipeline_AltClickPoint_MakesItAbsent_InBothTools', () => {
    click(tool, 40, 30, { alt: true });
    click(new SelectAndEditTool(host), 50, 60, { alt: true });
    assert.deepEqual(pointsOf('a'), [50, 40, 2, 0, 0, 0, 60, 30, 1, 0, 0, 0]);
    assert.equal(host.store.size, 1);
  });

  test('SkeletonsPipeline_LastPoint_IsNotTakenOut', () => {
    host.put(skeleton('a', [50, 40, 2, 0, 0, 0]));
    withoutPoint(host, host.hitGrip({ x: 50, y: 40 })!);
    assert.deepEqual(host.notices, ['lastPoint']);
    assert.equal(host.edits.length, 0);
  });

  test('SkeletonsPipeline_CornerOfTheFrame_ScalesTheWhole', () => {
    const scaled = keypointsShape.dragGrip!({ points }, 'se', { x: 80, y: 75 }, host.image) as KeypointsGeometry;
    assert.deepEqual(scaled.points, [60, 45, 2, 40, 30, 2, 80, 30, 1, 60, 75, 2]);
  });

  test('SkeletonsPipeline_Move_LeavesAbsentPointsAtZero', () => {
    const moved = keypointsShape.move!({ points: [50, 40, 2, 0, 0, 0] }, 5, -5, host.image) as KeypointsGeometry;
    assert.deepEqual(moved.points, [55, 35, 2, 0, 0, 0]);
  });

  test('SkeletonsPipeline_Mirror_SwapsLeftAndRight_TwiceIsTheSame', () => {
    const mirrored = keypointsShape.mirror!({ points }, 'h', { x: 50, y: 45 }, face) as KeypointsGeometry;
    // The left eye stood at 40; its mirror image at 60 is the right eye of the mirrored face, hence the name.
    assert.deepEqual(mirrored.points, [50, 40, 2, 40, 30, 1, 60, 30, 2, 50, 60, 2]);
    assert.deepEqual(keypointsShape.mirror!(mirrored, 'h', { x: 50, y: 45 }, face).points, points);
  });

  test('SkeletonsPipeline_Hit_EdgesCountWhereTheSkeletonIsKnown', () => {
    assert.ok(keypointsShape.hit({ points }, { x: 50, y: 50 }, 2, face));
    assert.ok(!keypointsShape.hit({ points }, { x: 50, y: 50 }, 2));
    assert.ok(keypointsShape.hit({ points }, { x: 51, y: 41 }, 2));
  });

  test('Relabel_ToASkeletonOfOtherPoints_IsNoEdit', () => {
    const hand: AnnotatorClass = { ...person, id: 'hand', keypoints: { names: ['a', 'b'], edges: [], pairs: [] } };
    const twin: AnnotatorClass = { ...person, id: 'twin' };
    assert.equal(relabelEdits([host.get('a')!], hand, [person, hand]).length, 0);
    assert.equal(relabelEdits([host.get('a')!], twin, [person, twin]).length, 1);
  });
});

describe('templates', () => {
  test('Positions_NotGiven_LieOnACircle', () => {
    const circle = positionsOf({ names: ['a', 'b', 'c', 'd'], edges: [], pairs: [] });
    assert.ok(circle.every(({ x, y }) => Math.abs(Math.hypot(x - 0.5, y - 0.5) - 0.5) < 1e-9));
    assert.ok(Math.abs(circle[0]!.x - 0.5) < 1e-9 && Math.abs(circle[0]!.y) < 1e-9);
  });

  test('SkeletonIn_Frame_FillsIt', () => {
    assert.deepEqual(skeletonIn(face, { x: 10, y: 20, width: 40, height: 20 }), [30, 30, 2, 20, 25, 2, 40, 25, 2, 30, 40, 2]);
  });

  test('Sides_ByPairs_NamesDecide', () => {
    assert.deepEqual(sidesOf(face), ['middle', 'left', 'right', 'middle']);
    assert.deepEqual(sidesOf({ names: ['right_hand', 'left_hand'], edges: [], pairs: [[0, 1]] }), ['right', 'left']);
  });

  test('PairsSwapped_PairBeyondThePoints_IsIgnored', () => {
    assert.deepEqual(withPairsSwapped([1, 1, 2, 3, 3, 1], [[0, 1], [1, 7]]), [3, 3, 1, 1, 1, 2]);
  });

  test('Similarity_TurnedScaledShifted_IsFound', () => {
    const next = random(4);
    const from = Array.from({ length: 5 }, () => ({ x: next(), y: next() }));
    for (const mirror of [1, -1]) {
      const to = from.map(({ x, y }) => ({ x: 30 + 8 * (mirror * x * 0.6 - y * 0.8), y: 20 + 8 * (mirror * x * 0.8 + y * 0.6) }));
      const map = similarity(from.slice(0, 4).map((point, i) => ({ from: point, to: to[i]! })), 1);
      assert.ok(Math.hypot(map(from[4]!).x - to[4]!.x, map(from[4]!).y - to[4]!.y) < 1e-6);
    }
  });

  test('Similarity_OnePair_KeepsTheGivenScale', () => {
    const map = similarity([{ from: { x: 0.5, y: 0.5 }, to: { x: 100, y: 50 } }], 20);
    assert.deepEqual(map({ x: 1, y: 0 }), { x: 110, y: 40 });
  });

  test('MapPlaced_AbsentPoints_StayZero', () => {
    assert.deepEqual(mapPlaced([1, 2, 2, 0, 0, 0], ({ x, y }) => ({ x: x * 2, y: y * 2 })), [2, 4, 2, 0, 0, 0]);
  });
});
