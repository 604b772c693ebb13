import { readStored, type StoredJournal } from './stored.js';

const Database = 'platform-annotator-journal';
const Table = 'entries';
const RetryMs = 5000;

/**
 * The journals' copy in IndexedDB: a few milliseconds behind the edit, but at the disk once it is written. Writes that pile up behind
 * a slow disk become one; they take effect in the order they were asked for.
 */
export class DatabaseStore {
  private pending = new Map<string, string | null>();
  private waiting: ((written: boolean) => void)[] = [];
  private draining = false;
  private opened: Promise<IDBDatabase> | null = null;

  constructor(private readonly factory: IDBFactory | null) {}

  /** Texts by key, null to delete. `done` hears whether it is at the disk; what failed is tried again with the next write, or after a while. */
  write(changes: Iterable<readonly [key: string, text: string | null]>, done: (written: boolean) => void): void {
    if (!this.factory) {
      done(false);
      return;
    }
    for (const [key, text] of changes) {
      this.pending.set(key, text);
    }
    this.waiting.push(done);
    void this.drain();
  }

  async keys(prefix: string): Promise<string[]> {
    return ((await this.look(table => table.getAllKeys(rangeOf(prefix)))) ?? []).map(String);
  }

  async read(journal: string): Promise<StoredJournal | undefined> {
    const keys = (await this.look(table => table.getAllKeys(rangeOf(journal)))) ?? [];
    const texts = (await this.look(table => table.getAll(rangeOf(journal)))) ?? [];
    return readStored(keys.map((key, i) => [String(key), String(texts[i])]));
  }

  async drop(journal: string): Promise<void> {
    const keys = await this.keys(journal);
    await new Promise<void>(resolve => this.write(keys.map(key => [key, null]), () => resolve()));
  }

  private async drain(): Promise<void> {
    if (this.draining) {
      return;
    }
    this.draining = true;
    while (this.pending.size > 0 || this.waiting.length > 0) {
      const [changes, waiting] = [this.pending, this.waiting];
      this.pending = new Map();
      this.waiting = [];
      const written = await this.commit(changes);
      waiting.forEach(done => done(written));
      if (!written) {
        this.pending = new Map([...changes, ...this.pending]);
        setTimeout(() => void this.drain(), RetryMs);
        break;
      }
    }
    this.draining = false;
  }

  private async commit(changes: ReadonlyMap<string, string | null>): Promise<boolean> {
    try {
      const database = await this.open();
      const transaction = database.transaction(Table, 'readwrite', { durability: 'strict' });
      const table = transaction.objectStore(Table);
      changes.forEach((text, key) => (text === null ? table.delete(key) : table.put(text, key)));
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB gave up'));
      });
      return true;
    } catch {
      this.opened = null;
      return false;
    }
  }

  /** Undefined where the browser has no IndexedDB, or not for this page. */
  private async look<T>(question: (table: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
    try {
      return await answerOf(question((await this.open()).transaction(Table).objectStore(Table)));
    } catch {
      this.opened = null;
      return undefined;
    }
  }

  private open(): Promise<IDBDatabase> {
    this.opened ??= this.openAnew();
    return this.opened;
  }

  private async openAnew(): Promise<IDBDatabase> {
    if (!this.factory) {
      throw new Error('No IndexedDB');
    }
    const opening = this.factory.open(Database, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(Table);
    const database = await answerOf(opening);
    database.onclose = database.onversionchange = () => {
      database.close();
      this.opened = null;
    };
    return database;
  }
}

export function openDatabaseFactory(): IDBFactory | null {
  try {
    return globalThis.indexedDB ?? null;
  } catch {
    return null;
  }
}

function rangeOf(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound(`${prefix}:`, `${prefix}:\uffff`);
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
  });
}
