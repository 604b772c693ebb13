import { withAttribute } from '../attributes.js';
import { asHuman, vouched, type Annotation, type Geometry, type ShapeType } from '../model.js';
import type { Edit } from '../store.js';
import { isOutside, lastUpTo, stateAt, type Keyframe } from './tracks.js';

/** Edits of tracks as pure functions from keyframes to changes of what is stored. Keyframes come by ascending frame. */

/** The id of a new keyframe of a track on a frame. */
export type IdOf = (trackId: string, frame: number) => string;

/** The track fixed on a frame as it looks there; its own keyframe where it has one. Undefined before its first. */
export function keyframeAt(keyframes: readonly Keyframe[], frame: number, idOf: IdOf): Keyframe | undefined {
  const state = stateAt(keyframes, frame);
  if (!state || state.onKeyframe) {
    return state?.source;
  }
  return asHuman({ ...state.source, id: idOf(state.source.trackId, frame), frame, geometry: state.geometry });
}

/** Fixes the track on this frame, or lets go of it there. The only keyframe stays: without it there is no track. */
export function toggleKeyframe(keyframes: readonly Keyframe[], frame: number, idOf: IdOf): Edit[] {
  const existing = keyframes.find(keyframe => keyframe.frame === frame);
  if (existing) {
    return keyframes.length > 1 ? [{ id: existing.id, after: undefined }] : [];
  }
  return put(keyframeAt(keyframes, frame, idOf));
}

/** Every keyframe as another kind of shape; undefined where one of them would be none or several, because a track is one shape on each of its frames. */
export function convertTrack(keyframes: readonly Keyframe[], type: ShapeType, convert: (geometry: Geometry) => readonly Geometry[]): Keyframe[] | undefined {
  const geometries = keyframes.map(({ geometry }) => convert(geometry));
  return geometries.every(each => each.length === 1) ? keyframes.map((keyframe, i) => vouched({ ...keyframe, type, geometry: geometries[i]![0]! })) : undefined;
}

/** Out of sight from this frame on, or in sight again. */
export function toggleOutside(keyframes: readonly Keyframe[], frame: number, idOf: IdOf): Edit[] {
  const keyframe = keyframeAt(keyframes, frame, idOf);
  return put(keyframe && withAttribute(keyframe, 'outside', isOutside(keyframe) ? undefined : true));
}

/** Two tracks: the first ends on this frame, the second begins there and has what came after. Nothing where the track has no past. */
export function splitTrack(keyframes: readonly Keyframe[], frame: number, newTrackId: string, idOf: IdOf): Edit[] {
  const state = stateAt(keyframes, frame);
  const first = keyframes[0];
  if (!state || !first || first.frame >= frame || state.outside) {
    return [];
  }
  const end = withAttribute(keyframeAt(keyframes, frame, idOf)!, 'outside', true);
  const begin = asHuman({ ...state.source, id: idOf(newTrackId, frame), frame, trackId: newTrackId, geometry: state.geometry });
  const moved = keyframes.filter(keyframe => keyframe.frame > frame).map(keyframe => ({ id: keyframe.id, after: { ...keyframe, trackId: newTrackId } }));
  return [...put(end), ...put(begin), ...moved];
}

export type MergeRefusal = 'mergeNeedsTwo' | 'mergeClasses' | 'mergeOverlap';

/**
 * One track out of several: it has everybody's keyframes. A shape of a single frame is seen on that frame only, so the track leaves after it. Two shapes
 * in sight on one frame cannot be one object.
 */
export function mergeTracks(tracks: readonly (readonly Keyframe[])[], singles: readonly Annotation[], frameCount: number, idOf: IdOf): Edit[] | MergeRefusal {
  const parts = [...tracks.filter(keyframes => keyframes.length > 0), ...singles.map(single => [single as Keyframe])].sort((a, b) => a[0]!.frame - b[0]!.frame);
  const first = parts[0]?.[0];
  if (!first || parts.length < 2) {
    return 'mergeNeedsTwo';
  }
  const all = parts.flat();
  if (all.some(each => each.classId !== first.classId || each.type !== first.type)) {
    return 'mergeClasses';
  }
  const trackId = first.trackId ?? first.id;
  const taken = new Map<number, Keyframe>();
  const dropped: Keyframe[] = [];
  for (const each of all) {
    const rival = taken.get(each.frame);
    if (rival && !isOutside(rival) && !isOutside(each)) {
      return 'mergeOverlap';
    }
    const loser = rival && (isOutside(rival) ? rival : each);
    dropped.push(...(loser ? [loser] : []));
    taken.set(each.frame, loser === each ? rival! : each);
  }
  const kept = [...taken.values()].filter(each => each.trackId !== trackId).map(each => ({ id: each.id, after: { ...each, trackId } }));
  const leaves = singles
    .filter(single => single.frame! + 1 < frameCount && !taken.has(single.frame! + 1))
    .map(single => withAttribute(asHuman({ ...(single as Keyframe), id: idOf(trackId, single.frame! + 1), frame: single.frame! + 1, trackId }), 'outside', true));
  return [...dropped.map(({ id }) => ({ id, after: undefined })), ...kept, ...leaves.flatMap(put)];
}

/** Copies of single shapes on the frames after (or, with a negative count, before) theirs, as far as the video goes. */
export function propagate(singles: readonly Annotation[], count: number, frameCount: number, newId: () => string): Edit[] {
  const step = Math.sign(count);
  return singles.flatMap(single => Array.from({ length: Math.abs(count) }, (_, i) => single.frame! + step * (i + 1))
    .filter(frame => frame >= 0 && frame < frameCount)
    .map(frame => {
      const id = newId();
      return { id, after: asHuman({ ...single, id, frame }) };
    }));
}

/** The frame of the next keyframe of any of these tracks in a direction, or undefined. */
export function neighbourKeyframe(tracks: readonly (readonly Keyframe[])[], frame: number, direction: 1 | -1): number | undefined {
  const frames = tracks.map(keyframes => (direction > 0 ? keyframes[lastUpTo(keyframes, frame) + 1] : keyframes[lastUpTo(keyframes, frame - 1)])?.frame).filter(found => found !== undefined);
  return frames.length === 0 ? undefined : direction > 0 ? Math.min(...frames) : Math.max(...frames);
}

function put(after: Annotation | undefined): Edit[] {
  return after ? [{ id: after.id, after }] : [];
}
