import type { Annotation } from './model.js';
import type { Change, Edit } from './store.js';

interface Entry {
  changes: Change[];
  readonly mergeKey: string | null;
  at: number;
}

/** Steps with the same key closer together than this are one step to undo: holding an arrow key is one move. */
const MergeWithinMs = 700;
const WorkPrefix = 'work:';

/** The key of all steps of one piece of work on a shape (strokes of a mask, points of a skeleton): each is undone alone until `join` makes them one. */
export function workKey(id: string): string {
  return WorkPrefix + id;
}

/** Undo and redo as record differences, without a limit. Saves do not clear it; foreign edits take their shapes out of it. */
export class History {
  private undoStack: Entry[] = [];
  private redoStack: Entry[] = [];

  get canUndo(): boolean {
    return this.undoStack.length > 0;
  }

  get canRedo(): boolean {
    return this.redoStack.length > 0;
  }

  push(changes: readonly Change[], now: number, mergeKey: string | null = null): void {
    if (changes.length === 0) {
      return;
    }
    this.redoStack = [];
    const top = this.undoStack.at(-1);
    if (top && mergeKey !== null && !isWork(mergeKey) && top.mergeKey === mergeKey && now - top.at < MergeWithinMs) {
      top.changes = squash(top.changes, changes);
      top.at = now;
      return;
    }
    this.undoStack.push({ changes: [...changes], mergeKey, at: now });
  }

  /** The edits that take the last step back, or undefined where there is none. */
  undo(): Edit[] | undefined {
    const entry = this.undoStack.pop();
    if (entry) {
      this.redoStack.push(entry);
    }
    return entry?.changes.map(change => ({ id: change.id, after: change.before }));
  }

  redo(): Edit[] | undefined {
    const entry = this.redoStack.pop();
    if (entry) {
      this.undoStack.push({ ...entry, mergeKey: isWork(entry.mergeKey) ? entry.mergeKey : null });
    }
    return entry?.changes.map(change => ({ id: change.id, after: change.after }));
  }

  /** The latest steps, as far back as they have this key, become one. */
  join(key: string): void {
    const from = this.undoStack.findLastIndex(entry => entry.mergeKey !== key) + 1;
    const steps = this.undoStack.splice(from);
    const changes = steps.reduce<Change[]>((all, step) => squash(all, step.changes), []).filter(change => change.before !== change.after);
    if (changes.length > 0) {
      this.undoStack.push({ changes, mergeKey: null, at: steps.at(-1)!.at });
    }
  }

  /** The edits that take back the latest steps, as far as they have this key; redo brings them again one by one. */
  undoAll(key: string): Edit[] {
    const edits = new Map<string, Edit>();
    while (this.undoStack.at(-1)?.mergeKey === key) {
      this.undo()!.forEach(edit => edits.set(edit.id, edit));
    }
    return [...edits.values()];
  }

  /** Somebody else changed these shapes: stepping back over them would undo that person's work, so those steps go. */
  forget(ids: ReadonlySet<string>): void {
    this.rewrite(change => (ids.has(change.id) ? undefined : change));
  }

  /** A conflict turned these shapes into copies: their steps go on under the new id. */
  rename(ids: ReadonlyMap<string, string>): void {
    this.rewrite(change => {
      const id = ids.get(change.id);
      return id === undefined ? change : { id, before: withId(change.before, id), after: withId(change.after, id) };
    });
  }

  clear(): void {
    this.undoStack = [];
    this.redoStack = [];
  }

  private rewrite(map: (change: Change) => Change | undefined): void {
    for (const stack of [this.undoStack, this.redoStack]) {
      for (const entry of stack) {
        entry.changes = entry.changes.map(map).filter(change => change !== undefined);
      }
    }
    this.undoStack = this.undoStack.filter(entry => entry.changes.length > 0);
    this.redoStack = this.redoStack.filter(entry => entry.changes.length > 0);
  }
}

function isWork(mergeKey: string | null): boolean {
  return mergeKey?.startsWith(WorkPrefix) ?? false;
}

function squash(first: readonly Change[], second: readonly Change[]): Change[] {
  const byId = new Map(first.map(change => [change.id, change]));
  for (const change of second) {
    byId.set(change.id, { id: change.id, before: (byId.get(change.id) ?? change).before, after: change.after });
  }
  return [...byId.values()];
}

function withId(annotation: Annotation | undefined, id: string): Annotation | undefined {
  return annotation && { ...annotation, id };
}
