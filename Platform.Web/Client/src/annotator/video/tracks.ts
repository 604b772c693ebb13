import { attributesOf } from '../attributes.js';
import type { Annotation, Geometry } from '../model.js';
import { between } from './interpolation.js';

/** A stored annotation that fixes a track on its frame. */
export type Keyframe = Annotation & { readonly frame: number; readonly trackId: string };

/** How a track looks on one frame. */
export interface TrackState {
  readonly geometry: Geometry;
  /** The last keyframe up to this frame: class, flags and attributes come from it. */
  readonly source: Keyframe;
  readonly onKeyframe: boolean;
  readonly outside: boolean;
}

export function isKeyframe(annotation: Annotation | undefined): annotation is Keyframe {
  return annotation !== undefined && typeof annotation.frame === 'number' && typeof annotation.trackId === 'string';
}

export function isOutside(annotation: Annotation): boolean {
  return attributesOf(annotation)['outside'] === true;
}

/** `keyframes` by ascending frame. Undefined before the first; after the last one the shape stays. */
export function stateAt(keyframes: readonly Keyframe[], frame: number): TrackState | undefined {
  const place = lastUpTo(keyframes, frame);
  const source = keyframes[place];
  if (!source) {
    return undefined;
  }
  const next = keyframes[place + 1];
  const onKeyframe = source.frame === frame;
  const geometry = onKeyframe || !next ? source.geometry : between(source.type, source.geometry, next.geometry, (frame - source.frame) / (next.frame - source.frame));
  return { geometry, source, onKeyframe, outside: isOutside(source) };
}

/** Place of the last keyframe up to a frame, or -1. */
export function lastUpTo(keyframes: readonly Keyframe[], frame: number): number {
  let low = 0;
  let high = keyframes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyframes[middle]!.frame <= frame) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** Keyframes of all tracks, each track's by frame; brought up to date by what changes in the store. */
export class TrackBook {
  private readonly tracks = new Map<string, Keyframe[]>();

  constructor(annotations: Iterable<Annotation> = []) {
    for (const annotation of annotations) {
      this.add(annotation);
    }
  }

  ids(): IterableIterator<string> {
    return this.tracks.keys();
  }

  has(trackId: string): boolean {
    return this.tracks.has(trackId);
  }

  keyframes(trackId: string): readonly Keyframe[] {
    return this.tracks.get(trackId) ?? [];
  }

  at(trackId: string, frame: number): TrackState | undefined {
    return stateAt(this.keyframes(trackId), frame);
  }

  add(annotation: Annotation): void {
    if (!isKeyframe(annotation)) {
      return;
    }
    const keyframes = this.tracks.get(annotation.trackId) ?? [];
    keyframes.splice(lastUpTo(keyframes, annotation.frame) + 1, 0, annotation);
    this.tracks.set(annotation.trackId, keyframes);
  }

  remove(annotation: Annotation): void {
    const keyframes = isKeyframe(annotation) ? this.tracks.get(annotation.trackId) : undefined;
    const place = keyframes?.findIndex(keyframe => keyframe.id === annotation.id) ?? -1;
    if (keyframes && place >= 0) {
      keyframes.splice(place, 1);
      if (keyframes.length === 0) {
        this.tracks.delete(annotation.trackId!);
      }
    }
  }
}
