import { DatabaseStore, openDatabaseFactory } from './databaseStore.js';
import type { Journal, JournalItem, Kept, Orphan, Safety } from './journal.js';
import { LocalStore, openLocalStorage } from './localStore.js';
import { openPages, type Pages } from './pages.js';
import { ScopeJournal, type Stores } from './scopeJournal.js';
import { journalKey, newestItems, partsOf } from './stored.js';

/** What the journals of one canvas share. */
export interface JournalSetting {
  readonly stores: Stores;
  readonly pages: Pages;
}

/** One for the page, so that what several canvases write stays in its order. */
let stores: Stores | undefined;

export async function openJournalSetting(): Promise<JournalSetting> {
  stores ??= { local: new LocalStore(openLocalStorage()), database: new DatabaseStore(openDatabaseFactory()) };
  return { stores, pages: await openPages() };
}

/**
 * The journal in both stores of the browser. A synchronous write to localStorage is the only one that survives a tab killed in the next
 * instant; Chromium brings it to the disk only after seconds, so that of a killed browser IndexedDB alone tells. The newer of the two counts.
 */
export class BrowserJournal<T extends Kept = JournalItem> implements Journal<T> {
  private readonly scopes = new Map<string, ScopeJournal<T>>();

  /** `kind` keeps different things of one image apart. */
  constructor(private readonly setting: JournalSetting, private readonly user: string, private readonly kind: string, private readonly onSafety: () => void) {}

  get safety(): Safety {
    const all = [...this.scopes.values()].map(scope => scope.safety);
    return all.find(safety => safety === 'failed') ?? all.find(safety => safety === 'writing') ?? 'kept';
  }

  write(scope: string, changed: Iterable<T>, settled: Iterable<string>): void {
    let journal = this.scopes.get(scope);
    if (!journal) {
      const key = journalKey(this.user, this.kind, scope, this.setting.pages.own);
      journal = new ScopeJournal<T>(key, this.setting.stores, this.onSafety);
      this.scopes.set(scope, journal);
    }
    journal.write(changed, settled);
  }

  async orphanedScopes(): Promise<string[]> {
    const found = await this.deadJournals(journalKey(this.user, this.kind));
    return [...new Set(found.map(journal => partsOf(`${journal}:`)!.scope))];
  }

  async orphans(scope: string): Promise<Orphan<T>[]> {
    const { local, database } = this.setting.stores;
    const found: Orphan<T>[] = [];
    for (const journal of await this.deadJournals(journalKey(this.user, this.kind, scope))) {
      const release = await this.setting.pages.claim(journal);
      if (!release) {
        continue;
      }
      // Read only now: the page that had it before may have replayed and dropped it.
      const items = newestItems<T>(local.read(journal), await database.read(journal));
      const discard = (): void => {
        local.drop(journal);
        void database.drop(journal).then(release);
      };
      if (items.length > 0) {
        found.push({ items, discard, release });
      } else {
        discard();
      }
    }
    return found;
  }

  private async deadJournals(prefix: string): Promise<string[]> {
    const { stores: { local, database }, pages } = this.setting;
    const keys = new Set([...local.keys(prefix), ...(await database.keys(prefix))]);
    const journals = new Map([...keys].map(partsOf).filter(parts => parts !== undefined).map(parts => [parts.journal, parts.page]));
    const dead: string[] = [];
    const known = new Map<string, boolean>([[pages.own, true]]);
    for (const [journal, page] of journals) {
      const lives = known.get(page) ?? (await pages.lives(page));
      known.set(page, lives);
      if (!lives) {
        dead.push(journal);
      }
    }
    return dead;
  }
}
