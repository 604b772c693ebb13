import { attributesOf, carriedOver, withAttribute } from '../attributes.js';
import { newId } from '../ids.js';
import { asHuman, type Annotation, type AnnotatorClass } from '../model.js';
import type { Objects } from '../objects.js';
import type { AnnotationStore, Change, Edit } from '../store.js';
import { keyframeId } from './keyframeId.js';
import { isKeyframe, TrackBook, type Keyframe } from './tracks.js';

/** Flags that may differ from keyframe to keyframe; of a class' attributes those that say so. */
const perFrameFlags: ReadonlySet<string> = new Set(['occluded', 'truncated', 'outside']);

export interface FrameObjectsOptions {
  readonly assetId: string;
  readonly store: AnnotationStore;
  classOf(classId: string): AnnotatorClass | undefined;
  /** Whether a new shape begins a track; else it stands on its frame alone. */
  drawsTracks(): boolean;
}

/**
 * What a video shows on one frame: each track as it looks there under the track's id, shapes of that frame alone, and tags of the whole video. Changing a
 * track's shape fixes it on this frame; changing what holds for the object as a whole (class, order, attributes that are not per frame) changes all keyframes.
 */
export class FrameObjects implements Objects {
  readonly book: TrackBook;
  private readonly singles = new Map<string, Annotation>();
  private shown = new Map<string, Annotation>();
  private current = 0;
  /** Grows with every change of what is stored. */
  changes = 0;

  constructor(private readonly options: FrameObjectsOptions) {
    const stored = [...options.store.all()];
    this.book = new TrackBook(stored);
    stored.filter(annotation => !isKeyframe(annotation)).forEach(annotation => this.singles.set(annotation.id, annotation));
    this.show(0);
  }

  get frame(): number {
    return this.current;
  }

  show(frame: number): void {
    this.current = frame;
    this.shown = new Map();
    for (const id of [...this.book.ids(), ...this.singles.keys()]) {
      const annotation = this.look(id);
      if (annotation) {
        this.shown.set(id, annotation);
      }
    }
  }

  get(id: string): Annotation | undefined { return this.shown.get(id); }
  all(): Iterable<Annotation> { return this.shown.values(); }
  exists(id: string): boolean { return this.book.has(id) || this.singles.has(id); }
  idOf(stored: Annotation): string { return isKeyframe(stored) ? stored.trackId : stored.id; }

  /** A shape of a single frame, be it this one or another. */
  single(id: string): Annotation | undefined { return this.singles.get(id); }

  /** The next frame in a direction on which something is stored. */
  annotatedFrame(from: number, direction: 1 | -1): number | undefined {
    let best: number | undefined;
    for (const frame of this.storedFrames()) {
      if ((frame - from) * direction > 0 && (best === undefined || (best - frame) * direction > 0)) {
        best = frame;
      }
    }
    return best;
  }

  *storedFrames(): Generator<number> {
    for (const { frame } of this.options.store.all()) {
      if (typeof frame === 'number') {
        yield frame;
      }
    }
  }

  /** The id of a track's keyframe on a frame; another one where a keyframe that was moved to another track has it. */
  readonly keyframeIdOf = (trackId: string, frame: number): string => {
    const id = keyframeId(this.options.assetId, trackId, frame);
    const holder = this.options.store.get(id);
    return holder && (holder.trackId !== trackId || holder.frame !== frame) ? newId() : id;
  };

  follow(changes: readonly Change[]): readonly Change[] {
    this.changes++;
    const touched = new Set<string>();
    for (const { before, after } of changes) {
      this.forget(before, touched);
      this.learn(after, touched);
    }
    const seen: Change[] = [];
    for (const id of touched) {
      const before = this.shown.get(id);
      const after = this.look(id);
      if (after) {
        this.shown.set(id, after);
      } else {
        this.shown.delete(id);
      }
      if (before || after) {
        seen.push({ id, before, after });
      }
    }
    return seen;
  }

  toStored(edits: readonly Edit[]): readonly Edit[] {
    return edits.flatMap(({ id, after }) => (this.book.has(id) ? this.trackEdits(id, after) : this.singleEdits(id, after)));
  }

  private trackEdits(trackId: string, after: Annotation | undefined): Edit[] {
    const keyframes = this.book.keyframes(trackId);
    const before = this.shown.get(trackId);
    if (!after) {
      return keyframes.map(({ id }) => ({ id, after: undefined }));
    }
    // Other keyframes would have nothing in common with the new type; a track is converted as a whole (`convertTrack`).
    if (!before || after.type !== before.type) {
      return [];
    }
    const changed = [...new Set([...Object.keys(attributesOf(before)), ...Object.keys(attributesOf(after))])]
      .filter(name => !sameValue(attributesOf(before)[name], attributesOf(after)[name]));
    const own = changed.filter(name => this.isPerFrame(name, after.classId));
    const shared = changed.filter(name => !own.includes(name));
    const rows = new Map<string, Keyframe>();
    if (shared.length > 0 || (['classId', 'zOrder', 'reviewState'] as const).some(name => before[name] !== after[name])) {
      keyframes.forEach(keyframe => rows.set(keyframe.id, this.withShared(keyframe, after, shared)));
    }
    if (own.length > 0 || before.geometry !== after.geometry) {
      const fixed = this.fixedHere(trackId, after);
      rows.set(fixed.id, fixed);
    }
    return [...rows.values()].map(row => ({ id: row.id, after: row }));
  }

  private withShared(keyframe: Keyframe, after: Annotation, names: readonly string[]): Keyframe {
    const from = this.options.classOf(keyframe.classId);
    const to = this.options.classOf(after.classId);
    const relabelled = to && keyframe.classId !== after.classId ? carriedOver({ ...keyframe, classId: after.classId }, from, to) : keyframe;
    const row = { ...relabelled, classId: after.classId, reviewState: after.reviewState, ...(after.zOrder === undefined ? {} : { zOrder: after.zOrder }) };
    return names.reduce((each, name) => withAttribute(each, name, attributesOf(after)[name]), row);
  }

  private fixedHere(trackId: string, after: Annotation): Keyframe {
    const existing = this.book.at(trackId, this.current);
    if (existing?.onKeyframe) {
      const { source } = existing;
      return stored({ ...after, id: source.id, revision: source.revision }, this.current, trackId);
    }
    return stored(asHuman({ ...after, id: this.keyframeIdOf(trackId, this.current) }), this.current, trackId);
  }

  private singleEdits(id: string, after: Annotation | undefined): Edit[] {
    if (!after || this.singles.has(id)) {
      return [{ id, after: after && stored(after, after.frame ?? null, null) }];
    }
    if (after.type === null) {
      return [{ id, after: stored(after, null, null) }];
    }
    // A copy of a track goes on as a track, a copy of a single shape stays single; what is drawn is as the person chose.
    const asTrack = isKeyframe(after) || (typeof after.frame !== 'number' && this.options.drawsTracks());
    const rowId = asTrack ? this.keyframeIdOf(id, this.current) : id;
    return [{ id: rowId, after: stored({ ...after, id: rowId }, this.current, asTrack ? id : null) }];
  }

  private isPerFrame(name: string, classId: string): boolean {
    return perFrameFlags.has(name) || this.options.classOf(classId)?.attributes?.find(spec => spec.name === name)?.mutable === true;
  }

  private look(id: string): Annotation | undefined {
    const state = this.book.at(id, this.current);
    if (state) {
      const { source, geometry, onKeyframe, outside } = state;
      return outside ? undefined : { ...source, id, frame: this.current, geometry, interpolated: !onKeyframe };
    }
    const single = this.singles.get(id);
    return single && (typeof single.frame !== 'number' || single.frame === this.current) ? single : undefined;
  }

  private forget(annotation: Annotation | undefined, touched: Set<string>): void {
    if (annotation) {
      this.book.remove(annotation);
      this.singles.delete(annotation.id);
      touched.add(this.idOf(annotation));
    }
  }

  private learn(annotation: Annotation | undefined, touched: Set<string>): void {
    if (annotation) {
      if (isKeyframe(annotation)) {
        this.book.add(annotation);
      } else {
        this.singles.set(annotation.id, annotation);
      }
      touched.add(this.idOf(annotation));
    }
  }
}

/** As it is stored: without what only the view knows. A shape in sight is not outside. */
function stored(annotation: Annotation, frame: number | null, trackId: string | null): Keyframe {
  const { interpolated: _, ...rest } = annotation;
  return { ...('outside' in attributesOf(rest) ? withAttribute(rest, 'outside', undefined) : rest), frame, trackId } as Keyframe;
}

function sameValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
