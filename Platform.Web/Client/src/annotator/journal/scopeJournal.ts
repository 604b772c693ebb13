import { Buckets } from './buckets.js';
import type { DatabaseStore } from './databaseStore.js';
import type { Kept, Safety } from './journal.js';
import type { LocalStore } from './localStore.js';
import { Mark } from './stored.js';

export interface Stores {
  readonly local: LocalStore;
  readonly database: DatabaseStore;
}

/** localStorage holds about five million characters for the whole product. What exceeds this share of it goes to IndexedDB alone. */
const LocalBudgetChars = 2_000_000;

/** One canvas' journal of one image, in both stores; every write raises its sequence number. */
export class ScopeJournal<T extends Kept> {
  private readonly buckets = new Buckets<T>();
  private sequence = 0;
  private localSequence = 0;
  private databaseSequence = 0;
  private databaseFailed = false;
  private leftLocal = false;

  constructor(private readonly key: string, private readonly stores: Stores, private readonly onSafety: () => void) {}

  get safety(): Safety {
    if (this.buckets.isEmpty || this.localSequence === this.sequence || this.databaseSequence === this.sequence) {
      return 'kept';
    }
    return this.databaseFailed ? 'failed' : 'writing';
  }

  write(changed: Iterable<T>, settled: Iterable<string>): void {
    for (const id of settled) {
      this.buckets.delete(id);
    }
    for (const item of changed) {
      this.buckets.put(item);
    }
    const changes = this.buckets.takeChanges();
    if (changes.size > 0) {
      this.sequence++;
      this.writeLocal(changes);
      this.writeDatabase(changes);
      this.onSafety();
    }
  }

  private writeLocal(changes: ReadonlyMap<number, string | null>): void {
    const { local } = this.stores;
    if (this.buckets.chars > LocalBudgetChars && !this.databaseFailed) {
      this.leftLocal = true;
      return;
    }
    if (this.leftLocal) {
      local.drop(this.key);
    }
    this.leftLocal = !local.write(this.key, this.leftLocal ? this.buckets.all() : changes, this.sequence);
    if (!this.leftLocal) {
      this.localSequence = this.sequence;
    }
  }

  private writeDatabase(changes: ReadonlyMap<number, string | null>): void {
    const { sequence } = this;
    const entries = [...changes].map(([bucket, text]) => [`${this.key}:${bucket}`, text] as const);
    // The mark stays behind an empty journal: localStorage may be found as it was some seconds ago, with edits long saved.
    this.stores.database.write([...entries, [`${this.key}:${Mark}`, String(sequence)]], written => {
      this.databaseFailed = !written;
      if (written) {
        this.databaseSequence = sequence;
        if (sequence === this.sequence && (this.leftLocal || this.buckets.isEmpty)) {
          this.stores.local.drop(this.key);
        }
      }
      this.onSafety();
    });
  }
}
