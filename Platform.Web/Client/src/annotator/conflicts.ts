import type { Conflict } from './merge.js';
import type { Annotation } from './model.js';
import type { Edit } from './store.js';

export type Decision = 'mine' | 'theirs' | 'both';

type Read = (id: string) => Annotation | undefined;

/** A conflict as it stands now: either version may have been edited on since it arose. */
export interface OpenConflict {
  readonly conflict: Conflict;
  readonly mine: Annotation | undefined;
  readonly theirs: Annotation | undefined;
}

/** Questions that two people's edits of one shape leave behind. Both versions are kept until somebody answers; if nobody does, for good. */
export class Conflicts {
  private list: readonly Conflict[] = [];

  add(conflicts: readonly Conflict[]): void {
    const anew = new Set(conflicts.map(conflict => conflict.id));
    this.list = [...this.list.filter(conflict => !anew.has(conflict.id) || conflict.kind === 'copied'), ...conflicts];
  }

  /** Those that still ask something. */
  open(read: Read): OpenConflict[] {
    this.list = this.list.filter(conflict => asksStill(conflict, read));
    return this.list.map(conflict => ({ conflict, ...versionsOf(conflict, read) }));
  }

  /** The edits that make it so; none where what stands already is the answer. */
  decide(conflict: Conflict, decision: Decision, read: Read): Edit[] {
    this.list = this.list.filter(candidate => candidate !== conflict);
    return decision === 'both' ? [] : editsOf(conflict, decision, read);
  }
}

/** Where both versions exist side by side there is a third answer. */
export function decisionsOf(conflict: Conflict): readonly Decision[] {
  return conflict.kind === 'copied' ? ['mine', 'theirs', 'both'] : ['mine', 'theirs'];
}

function editsOf(conflict: Conflict, decision: 'mine' | 'theirs', read: Read): Edit[] {
  const { id, kind } = conflict;
  switch (kind) {
    case 'copied': {
      const copy = read(conflict.copyId!);
      const theirs = read(id);
      const edits: Edit[] = [{ id: conflict.copyId!, after: undefined }];
      if (decision === 'mine' && copy && theirs) {
        const { source, confidence, modelVersionId, annotator, revision, trackId = null } = theirs;
        edits.push({ id, after: { ...copy, id, source, confidence, modelVersionId, annotator, revision, trackId } });
      }
      return edits;
    }
    // What stands is mine: going with them means that it goes.
    case 'recreated':
      return decision === 'theirs' ? [{ id, after: undefined }] : [];
    // What stands is theirs: going with me means that it goes.
    case 'keptTheirs':
      return decision === 'mine' ? [{ id, after: undefined }] : [];
  }
}

function versionsOf(conflict: Conflict, read: Read): { mine: Annotation | undefined; theirs: Annotation | undefined } {
  switch (conflict.kind) {
    case 'copied': return { mine: read(conflict.copyId!), theirs: read(conflict.id) };
    case 'recreated': return { mine: read(conflict.id), theirs: undefined };
    case 'keptTheirs': return { mine: undefined, theirs: read(conflict.id) };
  }
}

function asksStill(conflict: Conflict, read: Read): boolean {
  return read(conflict.id) !== undefined && (conflict.copyId === undefined || read(conflict.copyId) !== undefined);
}
