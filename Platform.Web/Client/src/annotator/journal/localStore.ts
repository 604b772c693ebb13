import { Mark, readStored, type StoredJournal } from './stored.js';

/** The journals' copy in localStorage: written in the very moment of the edit, at the disk only seconds later. */
export class LocalStore {
  constructor(private readonly storage: Storage | null) {}

  /** False where the browser takes no more; what was written of it is then newer than the mark says, which does no harm. */
  write(journal: string, changes: ReadonlyMap<number, string | null>, sequence: number): boolean {
    if (!this.storage) {
      return false;
    }
    try {
      // What goes makes room for what comes.
      for (const [bucket, text] of [...changes].sort((a, b) => Number(a[1] !== null) - Number(b[1] !== null))) {
        if (text === null) {
          this.storage.removeItem(`${journal}:${bucket}`);
        } else {
          this.storage.setItem(`${journal}:${bucket}`, text);
        }
      }
      this.storage.setItem(`${journal}:${Mark}`, String(sequence));
      return true;
    } catch {
      return false;
    }
  }

  keys(prefix: string): string[] {
    return this.storage ? Object.keys(this.storage).filter(key => key.startsWith(`${prefix}:`)) : [];
  }

  read(journal: string): StoredJournal | undefined {
    return readStored(this.keys(journal).map(key => [key, this.storage?.getItem(key) ?? '']));
  }

  drop(journal: string): void {
    this.keys(journal).forEach(key => this.storage?.removeItem(key));
  }
}

/** Null where the browser forbids it. */
export function openLocalStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
