import type { Conflict, MergeInput } from './merge.js';
import { sameContent, type Annotation } from './model.js';

/**
 * What holds for a track as a whole and no merge by id can see: one keyframe a frame, one class for all. Changes `merged` where two
 * people's edits together break it; answers the conflicts that come of it.
 */
export function settleTracks(merged: Map<string, Annotation>, input: Pick<MergeInput, 'base' | 'mine' | 'theirs'>): Conflict[] {
  const conflicts: Conflict[] = [];
  for (const [trackId, keyframes] of tracksOf(merged)) {
    conflicts.push(...settleFrames(keyframes, merged, input));
    settleClass(keyframes.filter(({ id }) => merged.get(id)?.trackId === trackId), merged, input);
  }
  return conflicts;
}

/** Two keyframes on one frame: theirs stays in the track, mine stands on the frame alone. */
function settleFrames(keyframes: readonly Annotation[], merged: Map<string, Annotation>, { theirs }: Pick<MergeInput, 'theirs'>): Conflict[] {
  const conflicts: Conflict[] = [];
  const holders = new Map<number | null, Annotation>();
  const theirsFirst = [...keyframes].sort((a, b) => Number(isTheirs(b)) - Number(isTheirs(a)));
  for (const keyframe of theirsFirst) {
    const frame = keyframe.frame ?? null;
    const holder = holders.get(frame);
    if (holder) {
      merged.set(keyframe.id, { ...keyframe, trackId: null });
      conflicts.push({ id: holder.id, kind: 'copied', mine: keyframe, theirs: holder, copyId: keyframe.id });
    } else {
      holders.set(frame, keyframe);
    }
  }
  return conflicts;

  function isTheirs(keyframe: Annotation): boolean {
    return sameContent(keyframe, theirs.get(keyframe.id));
  }
}

/** Whoever relabelled a track meant all of it, also the keyframe that somebody else was just adding. */
function settleClass(keyframes: readonly Annotation[], merged: Map<string, Annotation>, { base, mine, theirs }: Pick<MergeInput, 'base' | 'mine' | 'theirs'>): void {
  if (new Set(keyframes.map(keyframe => keyframe.classId)).size < 2) {
    return;
  }
  const relabelledHere = keyframes.find(({ id }) => base.has(id) && mine.has(id) && base.get(id)!.classId !== mine.get(id)!.classId);
  const known = keyframes.find(({ id }) => theirs.has(id));
  const classId = relabelledHere ? mine.get(relabelledHere.id)!.classId : theirs.get(known?.id ?? '')?.classId;
  for (const keyframe of keyframes) {
    if (classId !== undefined && keyframe.classId !== classId) {
      merged.set(keyframe.id, { ...merged.get(keyframe.id)!, classId });
    }
  }
}

function tracksOf(annotations: ReadonlyMap<string, Annotation>): Map<string, Annotation[]> {
  const tracks = new Map<string, Annotation[]>();
  for (const annotation of annotations.values()) {
    if (annotation.trackId) {
      tracks.set(annotation.trackId, [...(tracks.get(annotation.trackId) ?? []), annotation]);
    }
  }
  return tracks;
}
