import type { Annotation } from './model.js';

/** `local` = a person's edit, `history` = undo or redo, `remote` = what the server said. */
export type Origin = 'local' | 'history' | 'remote';

/** One record's step; `before` undefined = created, `after` undefined = deleted. */
export interface Change {
  readonly id: string;
  readonly before: Annotation | undefined;
  readonly after: Annotation | undefined;
}

export type Edit = { readonly id: string; readonly after: Annotation | undefined };
export type StoreListener = (changes: readonly Change[], origin: Origin) => void;

/** The shapes of one image. Knows no server, no history and no screen; those subscribe. */
export class AnnotationStore {
  private readonly records = new Map<string, Annotation>();
  private readonly listeners = new Set<StoreListener>();

  constructor(initial: Iterable<Annotation> = []) {
    for (const annotation of initial) {
      this.records.set(annotation.id, annotation);
    }
  }

  get size(): number {
    return this.records.size;
  }

  get(id: string): Annotation | undefined {
    return this.records.get(id);
  }

  all(): IterableIterator<Annotation> {
    return this.records.values();
  }

  /** A copy, safe to keep while the store changes. */
  snapshot(): Map<string, Annotation> {
    return new Map(this.records);
  }

  /** Applies edits as one step and answers what really changed. */
  apply(edits: Iterable<Edit>, origin: Origin): Change[] {
    const changes: Change[] = [];
    for (const { id, after } of edits) {
      const before = this.records.get(id);
      if (before === after) {
        continue;
      }
      if (after) {
        this.records.set(id, after);
      } else {
        this.records.delete(id);
      }
      changes.push({ id, before, after });
    }
    if (changes.length > 0) {
      for (const listener of [...this.listeners]) {
        listener(changes, origin);
      }
    }
    return changes;
  }

  subscribe(listener: StoreListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
