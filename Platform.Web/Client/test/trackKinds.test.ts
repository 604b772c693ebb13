import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attributesOf } from '../src/annotator/attributes.js';
import { converted } from '../src/annotator/geometry/convert.js';
import { boxToMask } from '../src/annotator/geometry/maskConvert.js';
import type { Annotation, BoxGeometry, KeypointsGeometry, PolygonGeometry } from '../src/annotator/model.js';
import { AnnotationStore, type Edit } from '../src/annotator/store.js';
import { FrameObjects } from '../src/annotator/video/frameObjects.js';
import { convertTrack, mergeTracks, splitTrack } from '../src/annotator/video/trackEdits.js';
import { box } from './builders.js';

const image = { width: 100, height: 80 };

/** A video of 30 frames without an engine. */
class Video {
  readonly store = new AnnotationStore();
  readonly objects = new FrameObjects({ assetId: 'a0000000-0000-7000-8000-000000000001', store: this.store, classOf: () => undefined, drawsTracks: () => true });

  constructor() {
    this.store.subscribe(changes => void this.objects.follow(changes));
  }

  at(frame: number): this {
    this.objects.show(frame);
    return this;
  }

  put(id: string, change: Partial<Annotation>): void {
    this.edit(this.objects.toStored([{ id, after: { ...(this.objects.get(id) ?? box(id)), ...change } as Annotation }]));
  }

  edit(edits: readonly Edit[]): void {
    this.store.apply(edits, 'local');
  }

  keys(id: string) { return this.objects.book.keyframes(id); }
}

const mask = (x: number): Partial<Annotation> => ({ type: 'mask', geometry: boxToMask({ x, y: 10, width: 20, height: 20 }, image) });
const skeleton = (...points: number[]): Partial<Annotation> => ({ type: 'keypoints', geometry: { points } });
const points = (video: Video, id: string): readonly number[] => (video.objects.get(id)!.geometry as KeypointsGeometry).points;

describe('mask tracks', () => {
  test('MasksBasics_OnAVideo_TheEarlierMaskHoldsUntilTheNextKeyframe', () => {
    const video = new Video();
    video.at(0).put('c1', mask(10));
    video.at(10).put('c1', mask(50));
    assert.deepEqual(video.keys('c1').map(key => key.frame), [0, 10]);
    assert.deepEqual(video.at(9).objects.get('c1')!.geometry, mask(10).geometry);
    assert.deepEqual(video.at(10).objects.get('c1')!.geometry, mask(50).geometry);
    assert.deepEqual(video.at(29).objects.get('c1')!.geometry, mask(50).geometry);
  });

  test('MasksBasics_SplitAndMergedBack_AreTheSameMasksOnEveryFrame', () => {
    const video = new Video();
    video.at(0).put('c1', mask(10));
    video.at(10).put('c1', mask(50));
    const before = [0, 5, 10, 20].map(frame => video.at(frame).objects.get('c1')!.geometry);
    video.edit(splitTrack(video.keys('c1'), 5, 'c2', video.objects.keyframeIdOf));
    assert.deepEqual(video.at(5).objects.get('c2')!.geometry, mask(10).geometry);
    const merged = mergeTracks([video.keys('c1'), video.keys('c2')], [], 30, video.objects.keyframeIdOf);
    assert.ok(typeof merged !== 'string', String(merged));
    video.edit(merged);
    const id = [...video.objects.book.ids()];
    assert.equal(id.length, 1);
    assert.deepEqual([0, 5, 10, 20].map(frame => video.at(frame).objects.get(id[0]!)!.geometry), before);
  });
});

describe('skeleton tracks', () => {
  test('SkeletonsPipeline_OnAVideo_PointsMoveEvenly_AbsentOnesStay', () => {
    const video = new Video();
    video.at(0).put('a1', skeleton(10, 10, 2, 20, 20, 2, 0, 0, 0));
    video.at(10).put('a1', skeleton(20, 30, 1, 40, 20, 2, 50, 50, 2));
    assert.deepEqual(points(video.at(5), 'a1'), [15, 20, 2, 30, 20, 2, 0, 0, 0]);
    assert.deepEqual(points(video.at(10), 'a1'), [20, 30, 1, 40, 20, 2, 50, 50, 2]);
  });

  test('SkeletonsPipeline_OccludedBetweenKeyframes_FixesTheWholeSkeletonThere', () => {
    const video = new Video();
    video.at(0).put('a1', skeleton(10, 10, 2, 20, 20, 2));
    video.at(10).put('a1', skeleton(20, 30, 2, 40, 20, 2));
    video.at(5);
    const [x, y, , ...others] = points(video, 'a1');
    video.put('a1', skeleton(x!, y!, 1, ...others));
    assert.deepEqual(video.keys('a1').map(key => key.frame), [0, 5, 10]);
    assert.deepEqual(points(video.at(5), 'a1'), [15, 20, 1, 30, 20, 2]);
    assert.deepEqual(points(video.at(7), 'a1').filter((_, i) => i % 3 === 2), [1, 2], 'as visible as on the keyframe before');
    assert.equal(points(video.at(10), 'a1')[2], 2);
  });

  test('SkeletonsPipeline_SplitThenMergedBack_IsOneTrackWithTheSamePoints', () => {
    const video = new Video();
    video.at(0).put('a1', skeleton(0, 0, 2));
    video.at(10).put('a1', skeleton(10, 20, 2));
    video.edit(splitTrack(video.keys('a1'), 5, 'a2', video.objects.keyframeIdOf));
    assert.deepEqual(points(video.at(5), 'a2'), [5, 10, 2]);
    assert.ok(video.keys('a1').some(key => attributesOf(key)['outside'] === true), 'the first ends where the second begins');
    const merged = mergeTracks([video.keys('a1'), video.keys('a2')], [], 30, video.objects.keyframeIdOf);
    assert.ok(typeof merged !== 'string', String(merged));
    video.edit(merged);
    const [id] = [...video.objects.book.ids()];
    assert.deepEqual([0, 3, 5, 8, 10].map(frame => points(video.at(frame), id!)[0]), [0, 3, 5, 8, 10]);
  });
});

describe('converting a track', () => {
  test('TrackConverted_BoxToPolygon_AllKeyframes_AndMovesAsBefore', () => {
    const video = new Video();
    video.at(0).put('b1', { geometry: { x: 0, y: 0, width: 10, height: 10 } });
    video.at(10).put('b1', { geometry: { x: 20, y: 0, width: 10, height: 10 } });
    const keyframes = convertTrack(video.keys('b1'), 'polygon', geometry => converted('bbox', geometry, 'polygon', image)!)!;
    video.edit(keyframes.map(after => ({ id: after.id, after })));
    assert.deepEqual((video.at(5).objects.get('b1')!.geometry as PolygonGeometry).rings, [[10, 0, 20, 0, 20, 10, 10, 10]]);
    assert.deepEqual(video.keys('b1').map(key => [key.frame, key.type, key.trackId]), [[0, 'polygon', 'b1'], [10, 'polygon', 'b1']]);
    const back = convertTrack(video.keys('b1'), 'bbox', geometry => converted('polygon', geometry, 'bbox', image)!)!;
    assert.deepEqual(back.map(key => (key.geometry as BoxGeometry).x), [0, 20]);
  });

  test('TrackConverted_AKeyframeOfTwoPieces_IsRefusedWhole', () => {
    const video = new Video();
    const ring = (x: number): number[] => [x, 0, x + 10, 0, x + 10, 10, x, 10];
    video.at(0).put('c1', mask(10));
    const edits = convertTrack(video.keys('c1'), 'polygon', () => [{ rings: [ring(0)] }, { rings: [ring(30)] }]);
    assert.equal(edits, undefined);
    assert.equal(convertTrack(video.keys('c1'), 'polygon', () => []), undefined);
  });
});
