import type { Journal, JournalItem, Kept, Orphan, Safety } from './journal.js';

/** For a browser that gives no storage at all: nothing outlives the page, and it says so. */
export class MemoryJournal<T extends Kept = JournalItem> implements Journal<T> {
  private readonly ids = new Set<string>();

  get safety(): Safety {
    return this.ids.size === 0 ? 'kept' : 'failed';
  }

  write(scope: string, changed: Iterable<T>, settled: Iterable<string>): void {
    for (const id of settled) {
      this.ids.delete(`${scope}:${id}`);
    }
    for (const item of changed) {
      this.ids.add(`${scope}:${item.id}`);
    }
  }

  orphanedScopes(): Promise<string[]> {
    return Promise.resolve([]);
  }

  orphans(): Promise<Orphan<T>[]> {
    return Promise.resolve([]);
  }
}
