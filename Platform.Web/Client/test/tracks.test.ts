import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attributesOf } from '../src/annotator/attributes.js';
import { copyEdits, deleteEdits, flagEdits, nudgeEdits, relabelEdits } from '../src/annotator/edits.js';
import { History } from '../src/annotator/history.js';
import type { Annotation, AnnotatorClass, BoxGeometry } from '../src/annotator/model.js';
import { StoredObjects } from '../src/annotator/objects.js';
import { AnnotationStore, type Edit } from '../src/annotator/store.js';
import { FrameObjects } from '../src/annotator/video/frameObjects.js';
import { keyframeId } from '../src/annotator/video/keyframeId.js';
import { mergeTracks, neighbourKeyframe, propagate, splitTrack, toggleKeyframe, toggleOutside } from '../src/annotator/video/trackEdits.js';
import { box } from './builders.js';

const image = { width: 100, height: 80 };
const car: AnnotatorClass = {
  id: 'car', key: 'car', name: 'Car', color: '#ff0000', index: 0,
  attributes: [{ name: 'lights', type: 'checkbox', mutable: true }, { name: 'brand', type: 'text' }],
};
const van: AnnotatorClass = { ...car, id: 'van', key: 'van', name: 'Van', index: 1, attributes: [{ name: 'lights', type: 'checkbox', mutable: true }] };

/** A video of 30 frames with its history, as the engine wires them. */
class Video {
  readonly store = new AnnotationStore();
  readonly history = new History();
  readonly objects: FrameObjects;
  tracks = true;

  constructor() {
    this.objects = new FrameObjects({
      assetId: 'a0000000-0000-7000-8000-000000000001', store: this.store, classOf: id => [car, van].find(each => each.id === id), drawsTracks: () => this.tracks,
    });
    this.store.subscribe(changes => void this.objects.follow(changes));
  }

  at(frame: number): this {
    this.objects.show(frame);
    return this;
  }

  draw(id: string, x: number, extra: Partial<Annotation> = {}): void {
    this.edit([{ id, after: box(id, x, 10, 20, 20, { classId: 'car', ...extra }) }]);
  }

  moveTo(id: string, x: number): void {
    this.edit([{ id, after: { ...this.object(id), geometry: { ...(this.object(id).geometry as BoxGeometry), x } } }]);
  }

  edit(edits: readonly Edit[]): void {
    this.editStored(this.objects.toStored(edits));
  }

  editStored(edits: readonly Edit[]): void {
    this.history.push(this.store.apply(edits, 'local'), 0);
  }

  undo(): void { this.store.apply(this.history.undo() ?? [], 'history'); }
  redo(): void { this.store.apply(this.history.redo() ?? [], 'history'); }
  object(id: string): Annotation { return this.objects.get(id)!; }
  keys(id: string) { return this.objects.book.keyframes(id); }
  /** Left edges on these frames; null where the object is not seen. */
  path(id: string, ...frames: number[]): (number | null)[] {
    return frames.map(frame => (this.at(frame).objects.get(id)?.geometry as BoxGeometry | undefined)?.x ?? null);
  }
  frames(id: string): string { return this.keys(id).map(key => `${key.frame}${attributesOf(key)['outside'] === true ? '-' : ''}`).join(' '); }
}

describe('drawing on a video', () => {
  test('a drawn shape begins a track on the frame shown', () => {
    const video = new Video();
    video.at(7).draw('a1', 10);
    assert.equal(video.frames('a1'), '7');
    assert.deepEqual(video.path('a1', 6, 7, 29), [null, 10, 10]);
    assert.equal(video.keys('a1')[0]!.id, keyframeId('a0000000-0000-7000-8000-000000000001', 'a1', 7));
  });

  test('moving it on another frame fixes it there and lets the frames between follow', () => {
    const video = new Video();
    video.at(7).draw('a1', 10);
    video.at(21).moveTo('a1', 24);
    assert.deepEqual(video.path('a1', 7, 8, 14, 21, 29), [10, 11, 17, 24, 24]);
    assert.equal(video.at(14).object('a1').interpolated, true);
    assert.equal(video.at(21).object('a1').interpolated, false);
    assert.ok(!('interpolated' in video.keys('a1')[1]!), 'what only the view knows is not stored');
  });

  test('a single shape stands on its frame alone, a tag on all of them', () => {
    const video = new Video();
    video.tracks = false;
    video.at(3).draw('d4', 10);
    video.edit([{ id: 'g', after: { ...box('g'), type: null, geometry: {} as BoxGeometry } as unknown as Annotation }]);
    assert.deepEqual(video.path('d4', 2, 3, 4), [null, 10, null]);
    assert.ok([0, 29].every(frame => video.at(frame).objects.get('g')));
    assert.equal(video.store.get('g')!.frame, null);
  });

  test('undo and redo take keyframes back and bring them again', () => {
    const video = new Video();
    video.at(7).draw('a1', 10);
    video.at(21).moveTo('a1', 24);
    video.undo();
    assert.equal(video.frames('a1'), '7');
    video.redo();
    assert.deepEqual(video.path('a1', 14), [17]);
    video.undo();
    video.undo();
    assert.equal(video.objects.exists('a1'), false);
  });

  test('moving it on its keyframe again changes that keyframe and no other', () => {
    const video = new Video();
    video.at(0).draw('a1', 10);
    video.at(10).moveTo('a1', 20);
    video.at(10).edit(nudgeEdits([video.object('a1')], 5, 0, image));
    assert.equal(video.frames('a1'), '0 10');
    assert.deepEqual(video.path('a1', 0, 10), [10, 25]);
  });

  test('deleting the object deletes all its keyframes, and undo brings all of them back', () => {
    const video = new Video();
    video.at(0).draw('a1', 10);
    video.at(10).moveTo('a1', 20);
    video.at(5).edit(deleteEdits([video.object('a1')]));
    assert.equal(video.store.size, 0);
    video.undo();
    assert.equal(video.frames('a1'), '0 10');
  });

  test('a copy of a track begins a track of its own on the frame shown, and is a plain shape on an image', () => {
    const video = new Video();
    video.at(0).draw('a1', 10);
    video.at(10).moveTo('a1', 20);
    const copied = copyEdits([video.at(5).object('a1')], image, () => 'copy');
    video.at(8).edit(copied);
    assert.equal(video.frames('copy'), '8');
    const onImage = new StoredObjects(new AnnotationStore()).toStored(copied)[0]!.after!;
    assert.deepEqual([onImage.frame, onImage.trackId, 'interpolated' in onImage], [null, null, false]);
  });
});

describe('mutable_attributes: values per frame and values of the object', () => {
  const started = () => {
    const video = new Video();
    video.at(0).draw('a1', 10, { attributes: { brand: 'A', lights: false } });
    video.at(10).moveTo('a1', 20);
    return video;
  };
  const set = (video: Video, name: string, value: unknown) =>
    video.edit([{ id: 'a1', after: { ...video.object('a1'), attributes: { ...attributesOf(video.object('a1')), [name]: value } } }]);

  test('a mutable attribute is fixed on its frame and holds until the next keyframe', () => {
    const video = started();
    set(video.at(5), 'lights', true);
    assert.equal(video.frames('a1'), '0 5 10');
    assert.deepEqual([4, 5, 9, 10].map(frame => attributesOf(video.at(frame).object('a1'))['lights']), [false, true, true, false]);
  });

  test('another attribute, class and order hold for the whole track and make no keyframe', () => {
    const video = started();
    set(video.at(5), 'brand', 'B');
    video.at(5).edit([{ id: 'a1', after: { ...video.object('a1'), zOrder: 3 } }]);
    assert.equal(video.frames('a1'), '0 10');
    assert.deepEqual(video.keys('a1').map(key => [attributesOf(key)['brand'], key.zOrder]), [['B', 3], ['B', 3]]);
  });

  test('a relabelled track is relabelled on every keyframe and keeps what both classes know', () => {
    const video = started();
    video.at(5).edit(relabelEdits([video.object('a1')], van, [car, van]));
    assert.deepEqual(video.keys('a1').map(key => [key.classId, attributesOf(key)]), [['van', { lights: false }], ['van', { lights: false }]]);
  });

  test('occluded is a flag of the frame', () => {
    const video = started();
    video.at(5).edit(flagEdits([video.object('a1')], 'occluded'));
    assert.deepEqual([4, 5, 9, 10].map(frame => attributesOf(video.at(frame).object('a1'))['occluded'] === true), [false, true, true, false]);
  });
});

describe('keyframes and outside', () => {
  const started = () => {
    const video = new Video();
    video.at(0).draw('a1', 0);
    video.at(10).moveTo('a1', 20);
    return video;
  };
  const keyframe = (video: Video, frame: number) => video.editStored(toggleKeyframe(video.keys('a1'), frame, video.objects.keyframeIdOf));
  const outside = (video: Video, frame: number) => video.editStored(toggleOutside(video.keys('a1'), frame, video.objects.keyframeIdOf));

  test('a keyframe fixes what was interpolated, and goes again', () => {
    const video = started();
    keyframe(video, 4);
    assert.equal(video.frames('a1'), '0 4 10');
    video.at(10).moveTo('a1', 40);
    assert.deepEqual(video.path('a1', 4), [8]);
    keyframe(video, 4);
    assert.deepEqual(video.path('a1', 4), [16]);
  });

  test('the only keyframe stays', () => {
    const video = new Video();
    video.at(3).draw('a1', 0);
    keyframe(video, 3);
    assert.equal(video.frames('a1'), '3');
  });

  test('outside hides from its frame on until the next keyframe that is not, and is taken back on the same frame', () => {
    const video = started();
    outside(video, 4);
    assert.deepEqual(video.path('a1', 3, 4, 9, 10), [6, null, null, 20]);
    assert.ok(video.at(4).objects.exists('a1'), 'the track is still there to be shown again');
    outside(video, 4);
    assert.deepEqual(video.path('a1', 4, 9), [8, 18]);
    video.undo();
    video.undo();
    assert.equal(video.frames('a1'), '0 10');
  });

  test('before its first keyframe a track can be neither fixed nor hidden', () => {
    const video = new Video();
    video.at(5).draw('a1', 0);
    keyframe(video, 2);
    outside(video, 2);
    assert.equal(video.frames('a1'), '5');
  });

  test('next and previous keyframe are found over all tracks in hand', () => {
    const video = started();
    video.at(6).draw('b2', 0);
    const both = [video.keys('a1'), video.keys('b2')];
    assert.deepEqual([neighbourKeyframe(both, 0, 1), neighbourKeyframe(both, 6, 1), neighbourKeyframe(both, 10, 1)], [6, 10, undefined]);
    assert.deepEqual([neighbourKeyframe(both, 10, -1), neighbourKeyframe(both, 1, -1), neighbourKeyframe(both, 0, -1)], [6, 0, undefined]);
  });
});

describe('case_13_merge_split_features', () => {
  const singles = () => {
    const video = new Video();
    video.tracks = false;
    video.at(1).draw('a', 10);
    video.at(3).draw('b', 30);
    return video;
  };
  const merge = (video: Video, ...ids: string[]) => mergeTracks(
    ids.filter(id => video.objects.book.has(id)).map(id => video.keys(id)), ids.map(id => video.objects.single(id)).filter(each => each !== undefined), 30, video.objects.keyframeIdOf);

  test('shapes of frames 1 and 3 become a track with keyframes 1 and 3 that is outside on 2 and 4', () => {
    const video = singles();
    video.editStored(merge(video, 'a', 'b') as Edit[]);
    assert.equal(video.frames('a'), '1 2- 3 4-');
    assert.deepEqual(video.path('a', 0, 1, 2, 3, 4), [null, 10, null, 30, null]);
    assert.equal(video.store.size, 4);
  });

  test('removing outside, then the keyframe on 2, puts it between both', () => {
    const video = singles();
    video.editStored(merge(video, 'a', 'b') as Edit[]);
    video.editStored(toggleOutside(video.keys('a'), 2, video.objects.keyframeIdOf));
    assert.deepEqual(video.path('a', 2), [10]);
    video.editStored(toggleKeyframe(video.keys('a'), 2, video.objects.keyframeIdOf));
    assert.deepEqual(video.path('a', 2), [20]);
  });

  test('undo takes the whole merge back', () => {
    const video = singles();
    video.editStored(merge(video, 'a', 'b') as Edit[]);
    video.undo();
    assert.deepEqual([video.path('a', 1, 3), video.path('b', 1, 3)], [[10, null], [null, 30]]);
  });

  test('two tracks become one that moves from the first to the second', () => {
    const video = new Video();
    video.at(0).draw('a1', 0);
    video.at(5).editStored(toggleOutside(video.keys('a1'), 5, video.objects.keyframeIdOf));
    video.at(5).draw('b2', 50);
    video.editStored(merge(video, 'b2', 'a1') as Edit[]);
    assert.equal(video.objects.book.has('b2'), false);
    assert.deepEqual(video.path('a1', 0, 2, 5), [0, 20, 50]);
  });

  test('two in sight on one frame, different classes and a lone track are refused with a reason', () => {
    const video = new Video();
    video.at(2).draw('a1', 0);
    video.at(2).draw('b2', 50);
    assert.equal(merge(video, 'a1', 'b2'), 'mergeOverlap');
    video.at(4).draw('c3', 50, { classId: 'van' });
    assert.equal(merge(video, 'a1', 'c3'), 'mergeClasses');
    assert.equal(merge(video, 'a1'), 'mergeNeedsTwo');
  });

  test('split ends the first track by outside and gives the rest to a second one', () => {
    const video = new Video();
    video.at(0).draw('a1', 0);
    video.at(10).moveTo('a1', 20);
    video.editStored(splitTrack(video.keys('a1'), 4, 'b2', video.objects.keyframeIdOf));
    assert.equal(video.frames('a1'), '0 4-');
    assert.equal(video.frames('b2'), '4 10');
    assert.deepEqual(video.path('a1', 2, 3, 4), [4, 6, null]);
    assert.deepEqual(video.path('b2', 3, 4, 7, 10), [null, 8, 14, 20]);
    video.undo();
    assert.equal(video.frames('a1'), '0 10');
  });

  test('split on a keyframe leaves every frame as it looked, and both halves can be merged back', () => {
    const video = new Video();
    video.at(0).draw('a1', 0);
    video.at(5).moveTo('a1', 50);
    video.at(10).moveTo('a1', 20);
    video.editStored(splitTrack(video.keys('a1'), 5, 'b2', video.objects.keyframeIdOf));
    assert.equal(new Set([...video.keys('a1'), ...video.keys('b2')].map(key => key.id)).size, 4);
    assert.deepEqual([...video.path('a1', 4, 5), ...video.path('b2', 5, 10)], [40, null, 50, 20]);
    video.editStored(merge(video, 'a1', 'b2') as Edit[]);
    assert.equal(video.frames('a1'), '0 5 10');
  });

  test('a track cannot be split where it begins', () => {
    const video = new Video();
    video.at(4).draw('a1', 0);
    assert.deepEqual(splitTrack(video.keys('a1'), 4, 'b2', video.objects.keyframeIdOf), []);
  });

  test('a keyframe that was split off keeps its id, and a new one on its frame gets another', () => {
    const video = new Video();
    video.at(0).draw('a1', 0);
    video.at(10).moveTo('a1', 20);
    video.editStored(splitTrack(video.keys('a1'), 4, 'b2', video.objects.keyframeIdOf));
    video.editStored(toggleOutside(video.keys('a1'), 10, video.objects.keyframeIdOf));
    assert.equal(video.frames('b2'), '4 10');
    assert.equal(video.frames('a1'), '0 4- 10');
  });
});

describe('case_53_object_propagate', () => {
  const started = () => {
    const video = new Video();
    video.tracks = false;
    video.at(20).draw('d4', 10);
    return video;
  };
  let made = 0;
  const ids = () => `copy${++made}`;
  const framesOf = (video: Video) => [...video.store.all()].map(each => each.frame).sort((a, b) => a! - b!);

  test('forward: each of the next frames holds one copy', () => {
    const video = started();
    video.editStored(propagate([video.object('d4')], 3, 30, ids));
    assert.deepEqual(framesOf(video), [20, 21, 22, 23]);
    assert.deepEqual(video.at(22).objects.get([...video.store.all()].find(each => each.frame === 22)!.id)!.geometry, box('d4', 10, 10).geometry);
    video.undo();
    assert.deepEqual(framesOf(video), [20]);
  });

  test('backward', () => {
    const video = started();
    video.editStored(propagate([video.object('d4')], -2, 30, ids));
    assert.deepEqual(framesOf(video), [18, 19, 20]);
  });

  test('issue_1785_propagation_latest_frame: it ends with the video, and on the last frame there is nothing to do', () => {
    const video = started();
    video.editStored(propagate([video.object('d4')], 50, 30, ids));
    assert.equal(Math.max(...framesOf(video).map(frame => frame!)), 29);
    assert.deepEqual(propagate([{ ...video.object('d4'), frame: 29 }], 5, 30, ids), []);
  });
});

describe('keyframe ids', () => {
  const asset = '01890a5d-ac96-774b-bcce-b302099a8057';
  const track = '01890a5d-ac96-7abc-8def-0123456789ab';
  const other = '01890a5d-ac96-7aaa-9bcd-0000456789ab';
  test('are the same for the same track and frame, and differ between frames, tracks and copies of the asset', () => {
    const id = keyframeId(asset, track, 7);
    assert.equal(id, keyframeId(asset, track, 7));
    assert.equal(new Set([id, keyframeId(asset, track, 8), keyframeId(asset, track, 7 + 65536), keyframeId(asset, other, 7), keyframeId(other, track, 7)]).size, 5);
    assert.ok(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id));
  });
});
