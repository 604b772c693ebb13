import type { Annotation } from './model.js';

/** One unsaved shape: what it was at the server, what it is here (null = deleted), and what was sent without an answer. */
export interface JournalItem {
  readonly id: string;
  readonly base: Annotation | null;
  readonly mine: Annotation | null;
  readonly sent: readonly (Annotation | null)[];
}

export interface JournalEntry {
  readonly assetId: string;
  readonly baseRevision: number;
  readonly items: readonly JournalItem[];
}

export interface Orphan {
  readonly entry: JournalEntry;
  /** To be called once the edits are in another journal or at the server. */
  discard(): void;
}

/** Where unsaved edits survive the page. */
export interface Journal {
  write(assetId: string, entry: JournalEntry | null): void;
  /** What pages that no longer live left unsaved; of one image, or of all. */
  orphans(assetId?: string): Promise<Orphan[]>;
}

const Prefix = 'platform-annotator';
/** Without the Web Locks API (plain HTTP) a journal untouched this long counts as left behind. */
const AbandonedAfterMs = 15_000;
const LockWaitMs = 500;

interface Stored {
  readonly tab: string;
  readonly at: number;
  readonly entry: JournalEntry;
}

/**
 * Journal in localStorage, because a synchronous write is the only one that survives a page killed in the next instant;
 * what exceeds its quota goes to IndexedDB. Keys carry the user (a shared computer must not replay somebody else's edits) and the tab.
 */
export class BrowserJournal implements Journal {
  private constructor(private readonly user: string, private readonly tab: string, private readonly overflow: OverflowStore) {}

  static async open(user: string): Promise<BrowserJournal> {
    // One name a page, however many canvases come and go on it.
    pageTab ??= nameTab();
    return new BrowserJournal(user, await pageTab, new OverflowStore());
  }

  write(assetId: string, entry: JournalEntry | null): void {
    const key = `${Prefix}:${this.user}:${assetId}:${this.tab}`;
    if (!entry) {
      localStorage.removeItem(key);
      this.overflow.remove(key);
      return;
    }
    const text = JSON.stringify({ tab: this.tab, at: Date.now(), entry } satisfies Stored);
    try {
      localStorage.setItem(key, text);
      this.overflow.remove(key);
    } catch {
      localStorage.removeItem(key);
      this.overflow.set(key, text);
    }
  }

  async orphans(assetId?: string): Promise<Orphan[]> {
    const prefix = `${Prefix}:${this.user}:${assetId === undefined ? '' : `${assetId}:`}`;
    const texts = new Map<string, string>(await this.overflow.list(prefix));
    for (const key of Object.keys(localStorage).filter(key => key.startsWith(prefix))) {
      texts.set(key, localStorage.getItem(key) ?? '');
    }
    const found: Orphan[] = [];
    for (const [key, text] of texts) {
      const stored = parse(text);
      if (stored && (stored.tab === this.tab || (await isAbandoned(stored)))) {
        const discard = (): void => {
          if (stored.tab !== this.tab) {
            localStorage.removeItem(key);
            this.overflow.remove(key);
          }
        };
        found.push({ entry: stored.entry, discard });
      }
    }
    return found;
  }
}

/** For private windows without storage, and for tests: lives as long as the page. */
export class MemoryJournal implements Journal {
  readonly entries = new Map<string, JournalEntry>();

  write(assetId: string, entry: JournalEntry | null): void {
    if (entry) {
      this.entries.set(assetId, structuredClone(entry));
    } else {
      this.entries.delete(assetId);
    }
  }

  orphans(assetId?: string): Promise<Orphan[]> {
    const entries = [...this.entries.values()].filter(entry => assetId === undefined || entry.assetId === assetId);
    return Promise.resolve(entries.map(entry => ({ entry, discard: () => undefined })));
  }
}

let pageTab: Promise<string> | undefined;

/** Survives a reload of the tab; a duplicated tab copies the name, finds its lock taken and gets a new one. */
async function nameTab(): Promise<string> {
  const remembered = sessionStorage.getItem(`${Prefix}:tab`);
  if (remembered && (await holdLock(remembered))) {
    return remembered;
  }
  const tab = crypto.getRandomValues(new Uint32Array(2)).join('-');
  sessionStorage.setItem(`${Prefix}:tab`, tab);
  await holdLock(tab);
  return tab;
}

/** Held until the page goes; how other tabs know that this one lives. */
function holdLock(tab: string): Promise<boolean> {
  if (!navigator.locks) {
    return Promise.resolve(true);
  }
  return new Promise(resolve => {
    navigator.locks
      .request(`${Prefix}:${tab}`, { signal: AbortSignal.timeout(LockWaitMs) }, () => {
        resolve(true);
        return new Promise(() => undefined);
      })
      .catch(() => resolve(false));
  });
}

async function isAbandoned(stored: Stored): Promise<boolean> {
  if (!navigator.locks) {
    return Date.now() - stored.at > AbandonedAfterMs;
  }
  return navigator.locks.request(`${Prefix}:${stored.tab}`, { ifAvailable: true }, lock => lock !== null);
}

function parse(text: string): Stored | undefined {
  try {
    const stored = JSON.parse(text) as Stored;
    return Array.isArray(stored.entry?.items) ? stored : undefined;
  } catch {
    return undefined;
  }
}

/** A table of texts in IndexedDB; operations run in the order they were asked for. */
class OverflowStore {
  private queue: Promise<unknown> = Promise.resolve();
  private readonly known = new Set<string>();

  set(key: string, text: string): void {
    this.known.add(key);
    void this.run('readwrite', table => table.put(text, key));
  }

  remove(key: string): void {
    // Nearly every journal fits localStorage; no transaction for a key that never came here.
    if (this.known.delete(key)) {
      void this.run('readwrite', table => table.delete(key));
    }
  }

  async list(prefix: string): Promise<[string, string][]> {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const keys = (await this.run('readonly', table => table.getAllKeys(range))) ?? [];
    const texts = (await this.run('readonly', table => table.getAll(range))) ?? [];
    keys.forEach(key => this.known.add(String(key)));
    return keys.map((key, i) => [String(key), String(texts[i])]);
  }

  private run<T>(mode: IDBTransactionMode, action: (table: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
    const step = this.queue.then(async () => {
      const database = await request(openDatabase());
      try {
        return await request(action(database.transaction('journal', mode).objectStore('journal')));
      } finally {
        database.close();
      }
    });
    // A browser without IndexedDB still has localStorage; its failure must not stop the labeller.
    this.queue = step.catch(() => undefined);
    return step.catch(() => undefined);
  }
}

function openDatabase(): IDBOpenDBRequest {
  const opening = indexedDB.open(Prefix, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('journal');
  return opening;
}

function request<T>(pending: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    pending.onsuccess = () => resolve(pending.result);
    pending.onerror = () => reject(pending.error ?? new Error('IndexedDB failed'));
  });
}
