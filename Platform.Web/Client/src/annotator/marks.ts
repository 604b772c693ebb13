import type { Annotation } from './model.js';

/** What a person set aside for the moment. Never an edit: the server does not hear of it. */
export type Mark = 'hidden' | 'locked' | 'pinned';

/** A track is marked as one object, whichever of its keyframes is in hand. */
type Marked = Pick<Annotation, 'id' | 'trackId'>;

/** The part of the browser's `Storage` that is used here. */
export interface MarkStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const kinds: readonly Mark[] = ['hidden', 'locked', 'pinned'];

/** Hidden, locked and pinned objects of the image shown; kept for this tab, so that turning the page and reloading lose nothing. */
export class Marks {
  private key: string | null = null;
  private sets = emptySets();

  constructor(private readonly storage: MarkStorage | null = null, private readonly changed: () => void = () => undefined) {}

  /** Another image; its marks as they were left in this tab. */
  open(assetId: string): void {
    this.key = `annotator.marks.${assetId}`;
    this.sets = emptySets();
    try {
      const stored = JSON.parse(this.storage?.getItem(this.key) ?? '{}') as Partial<Record<Mark, unknown>>;
      for (const kind of kinds) {
        const ids = stored[kind];
        this.sets[kind] = new Set(Array.isArray(ids) ? ids.filter(id => typeof id === 'string') : []);
      }
    } catch {
      // Not ours, or cut off: the image then opens without marks.
    }
  }

  has(mark: Mark, annotation: Marked): boolean {
    return this.sets[mark].has(keyOf(annotation));
  }

  set(mark: Mark, annotations: readonly Marked[], on: boolean): void {
    const set = this.sets[mark];
    const changed = annotations.map(keyOf).filter(key => set.has(key) !== on);
    changed.forEach(key => (on ? set.add(key) : set.delete(key)));
    if (changed.length > 0) {
      this.store();
      this.changed();
    }
  }

  /** One state for all: where some lack the mark, all get it. Answers whether they have it now. */
  toggle(mark: Mark, annotations: readonly Marked[]): boolean {
    const on = annotations.some(annotation => !this.has(mark, annotation));
    this.set(mark, annotations, on);
    return on;
  }

  clear(mark: Mark): void {
    this.set(mark, [...this.sets[mark]].map(id => ({ id })), false);
  }

  count(mark: Mark): number {
    return this.sets[mark].size;
  }

  private store(): void {
    const { key, storage, sets } = this;
    if (!key || !storage) {
      return;
    }
    try {
      if (kinds.every(kind => sets[kind].size === 0)) {
        storage.removeItem(key);
      } else {
        storage.setItem(key, JSON.stringify(Object.fromEntries(kinds.map(kind => [kind, [...sets[kind]]]))));
      }
    } catch {
      // Storage full or forbidden: the marks hold until the page is reloaded.
    }
  }
}

function keyOf(annotation: Marked): string {
  return annotation.trackId ?? annotation.id;
}

function emptySets(): Record<Mark, Set<string>> {
  return { hidden: new Set(), locked: new Set(), pinned: new Set() };
}
