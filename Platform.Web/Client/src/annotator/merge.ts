import { settleTracks } from './mergeTracks.js';
import { asHuman, sameContent, type Annotation } from './model.js';

export type ConflictKind =
  /** Both changed it: theirs stays, mine became a new annotation (`copyId`). */
  | 'copied'
  /** They deleted what I changed: my version is back. */
  | 'recreated'
  /** They changed what I deleted: theirs stays. */
  | 'keptTheirs';

export interface Conflict {
  readonly id: string;
  readonly kind: ConflictKind;
  /** Undefined: deleted. */
  readonly mine: Annotation | undefined;
  readonly theirs: Annotation | undefined;
  readonly copyId?: string;
}

export interface MergeInput {
  /** What the server held when my edits began. */
  readonly base: ReadonlyMap<string, Annotation>;
  readonly mine: ReadonlyMap<string, Annotation>;
  readonly theirs: ReadonlyMap<string, Annotation>;
  /** Versions of mine that were sent without an answer; finding one at the server is not somebody else's edit. */
  readonly sent: ReadonlyMap<string, readonly (Annotation | undefined)[]>;
  readonly newId: () => string;
}

export interface MergeResult {
  readonly merged: Map<string, Annotation>;
  readonly conflicts: readonly Conflict[];
  /** Shapes of which the foreign version was taken; my undo steps over them are void. */
  readonly taken: Set<string>;
  /** Old id to the id of my copy. */
  readonly renamed: Map<string, string>;
}

/** Three-way merge by annotation id: nothing of mine and nothing of theirs is lost, whether or not anybody ever answers the conflicts. */
export function merge(input: MergeInput): MergeResult {
  const { mine, theirs } = input;
  const merged = new Map<string, Annotation>();
  const conflicts: Conflict[] = [];
  const taken = new Set<string>();
  const renamed = new Map<string, string>();

  // Mine first, then what only they have: the drawing order that the person sees changes least.
  for (const id of new Set([...mine.keys(), ...theirs.keys(), ...input.base.keys()])) {
    const m = mine.get(id);
    const t = theirs.get(id);
    const acknowledged = input.sent.get(id)?.some(version => sameContent(version, t)) ?? false;
    const b = acknowledged ? t : input.base.get(id);
    const iChanged = !sameContent(b, m);
    const theyChanged = !sameContent(b, t);

    if (sameContent(m, t) || !iChanged) {
      keep(t);
      if (theyChanged && !sameContent(m, t)) {
        taken.add(id);
      }
    } else if (!theyChanged) {
      keep(m);
    } else if (m === undefined) {
      keep(t);
      taken.add(id);
      conflicts.push({ id, kind: 'keptTheirs', mine: m, theirs: t });
    } else if (t === undefined) {
      // The server knows the model's shape no more; what comes back is the person's.
      keep(asHuman(m));
      conflicts.push({ id, kind: 'recreated', mine: m, theirs: t });
    } else {
      const copyId = input.newId();
      keep(t);
      keep(copyOf(m, copyId));
      renamed.set(id, copyId);
      conflicts.push({ id, kind: 'copied', mine: m, theirs: t, copyId });
    }
  }
  conflicts.push(...settleTracks(merged, input));
  return { merged, conflicts, taken, renamed };

  function keep(annotation: Annotation | undefined): void {
    if (annotation) {
      merged.set(annotation.id, annotation);
    }
  }
}

/** A track holds one shape a frame, and that is theirs: the copy of a keyframe stands on its frame alone. */
function copyOf(mine: Annotation, id: string): Annotation {
  const copy = asHuman({ ...mine, id });
  return copy.trackId ? { ...copy, trackId: null } : copy;
}
