import type { Unreachable } from './http.js';
import type { JournalItem } from './journal/journal.js';
import type { MergeResult } from './merge.js';
import type { Annotation, AnnotationDocument, Work } from './model.js';
import type { AnnotationApi, PutResult } from './protocol.js';
import { Batches, type Unit } from './save/batches.js';
import { Ledger } from './save/ledger.js';
import { Refusals, type Refusal } from './save/refusals.js';
import type { Scheduler } from './scheduler.js';
import type { AnnotationStore } from './store.js';

/** `blocked` = the server refuses these edits; they stay in the journal and wait for a person. */
export type SaveState = 'saved' | 'pending' | 'saving' | 'offline' | 'signedOut' | 'blocked';

export interface SaveStatus {
  readonly state: SaveState;
  readonly dirty: number;
  readonly revision: number;
  /** Milliseconds since 1970 of the last acknowledgement, or null. */
  readonly savedAt: number | null;
  /** Why it is blocked; who is signed in instead of this person. */
  readonly message: string | null;
  /** The shapes that are refused, where it is not the whole image. */
  readonly refused: readonly Refusal[];
}

export interface SaveQueueOptions {
  readonly store: AnnotationStore;
  readonly api: AnnotationApi;
  readonly scheduler: Scheduler;
  readonly newId: () => string;
  /** Called before anything is sent. */
  readonly writeJournal: (changed: readonly JournalItem[], settled: readonly string[]) => void;
  readonly onStatus: (status: SaveStatus) => void;
  /** Called before the merged state is put into the store. */
  readonly onMerged: (result: MergeResult) => void;
  /** What the server says of the image besides its shapes. */
  readonly onDocument?: (document: AnnotationDocument) => void;
  readonly onWork?: (work: Work) => void;
}

const QuietMs = 300;
/** Even without a pause in editing, the first unsaved edit leaves within a second. */
const LatestMs = 800;
const FirstRetryMs = 1000;
const LongestRetryMs = 15_000;
/** A server that broke so often over the same request breaks over what it says. */
const ErrorsUntilRefusal = 3;

/**
 * Brings the store to the server: at most one request under way, always the difference to what the server is known to hold,
 * so that resending after a lost answer changes nothing twice.
 */
export class SaveQueue {
  private readonly ledger: Ledger;
  private readonly refusals = new Refusals();
  private readonly batches: Batches;
  private inFlight = false;
  private firstEditAt: number | null = null;
  private cancelTimer: (() => void) | null = null;
  private failures = 0;
  /** The image as a whole is refused: frozen, taken away, deleted. */
  private refusedWhole = false;
  private state: SaveState = 'saved';
  private savedAt: number | null = null;
  private message: string | null = null;
  private stopped = false;
  private readonly unsubscribe: () => void;

  constructor(private readonly assetId: string, document: AnnotationDocument, private readonly options: SaveQueueOptions) {
    this.ledger = new Ledger(options.store, document);
    this.batches = new Batches({ mine: id => options.store.get(id), base: id => this.ledger.baseOf(id) });
    this.unsubscribe = options.store.subscribe((changes, origin) => {
      if (origin !== 'remote') {
        this.edited(changes.map(change => change.id));
      }
    });
  }

  get status(): SaveStatus {
    const { state, savedAt, message, ledger } = this;
    return { state, dirty: ledger.dirtyCount, revision: ledger.revision, savedAt, message, refused: this.refusals.all };
  }

  get dirty(): number {
    return this.ledger.dirtyCount;
  }

  get isClean(): boolean {
    return !this.inFlight && this.ledger.dirtyCount === 0;
  }

  /** What is unsaved, for a person who takes it along. */
  unsaved(): JournalItem[] {
    return this.ledger.dirtyIds().map(id => this.ledger.itemOf(id));
  }

  /** Takes up edits that another page left behind; answers how many there were. */
  replay(items: readonly JournalItem[]): number {
    const before = this.ledger.dirtyCount;
    this.applyMerge(this.ledger.mergeItems(items, this.options.newId));
    this.ledger.look(items.map(item => item.id));
    this.edited(items.map(item => item.id));
    return this.ledger.dirtyCount - before;
  }

  /** Sends now: before leaving the image, when the page hides, when the network is back. */
  async flush(keepalive = false): Promise<void> {
    this.cancel();
    await this.send(keepalive);
  }

  /** A person asked to try a refused save again. */
  async retry(): Promise<void> {
    this.failures = 0;
    this.refusedWhole = false;
    this.refusals.clear();
    await this.flush();
  }

  /** The server answers again, or the person signed in. */
  wake(): void {
    if (this.state === 'offline' || this.state === 'signedOut') {
      this.failures = Math.min(this.failures, 1);
      this.schedule(0);
    }
  }

  /** Somebody else's save was heard of. */
  noticed(revision: number): void {
    if (revision > this.ledger.revision) {
      void this.refresh();
    }
  }

  /** Takes in what others saved meanwhile. */
  async refresh(): Promise<void> {
    if (this.inFlight || this.stopped) {
      return;
    }
    this.inFlight = true;
    const result = await this.options.api.get(this.assetId);
    this.inFlight = false;
    if (this.stopped) {
      return;
    }
    if (result.kind === 'loaded') {
      this.options.onDocument?.(result.document);
      if (result.document.revision > this.ledger.revision) {
        this.mergeWith(result.document);
      }
    }
    if (result.kind === 'unreachable' && this.ledger.dirtyCount > 0) {
      this.failed(result);
    } else {
      this.goOn(0);
    }
  }

  stop(): void {
    this.stopped = true;
    this.cancel();
    this.unsubscribe();
  }

  private edited(ids: readonly string[]): void {
    this.ledger.look(ids);
    this.reviewRefusals();
    this.journal(ids);
    const now = this.options.scheduler.now();
    this.firstEditAt ??= now;
    if (this.inFlight || this.state === 'offline' || this.state === 'signedOut') {
      this.publish();
      return;
    }
    this.refusedWhole = false;
    this.setState('pending');
    this.schedule(Math.min(QuietMs, Math.max(0, this.firstEditAt + LatestMs - now)));
  }

  private async send(keepalive: boolean): Promise<void> {
    if (this.inFlight || this.stopped || this.refusedWhole) {
      return;
    }
    const units = this.batches.next(this.due());
    if (units.length === 0) {
      this.goOn(0);
      return;
    }
    const { ledger } = this;
    this.inFlight = true;
    this.firstEditAt = null;
    const batch = ledger.sending(units.flat());
    this.journal([...batch.keys()]);
    if (this.failures === 0) {
      this.setState('saving');
    }
    const upserts = [...batch.values()].filter(version => version !== undefined).map(version => ({ ...version, revision: ledger.baseOf(version.id)?.revision ?? 0 }));
    const deletes = [...batch].filter(([, version]) => version === undefined).map(([id]) => id);
    const result = await this.options.api.put(this.assetId, { baseRevision: ledger.revision, upserts, deletes }, keepalive);
    this.inFlight = false;
    if (!this.stopped) {
      this.answered(result, batch, units);
    }
  }

  private answered(result: PutResult, batch: ReadonlyMap<string, Annotation | undefined>, units: readonly Unit[]): void {
    switch (result.kind) {
      case 'saved': {
        this.failures = 0;
        this.savedAt = this.options.scheduler.now();
        const { settled, behind } = this.ledger.saved(batch, result.revision);
        this.journal(settled);
        if (result.work) {
          this.options.onWork?.(result.work);
        }
        if (behind) {
          void this.refresh();
        } else {
          this.goOn(QuietMs);
        }
        break;
      }
      case 'conflict':
        this.failures = 0;
        this.batches.putBack(units);
        this.options.onDocument?.(result.document);
        this.mergeWith(result.document);
        this.goOn(0);
        break;
      case 'unreachable':
        this.batches.putBack(units);
        if (result.status === 500 && this.failures + 1 >= ErrorsUntilRefusal) {
          this.refused(units, batch, 'HTTP 500');
        } else {
          this.failed(result);
        }
        break;
      case 'refused':
        if (isAboutShapes(result)) {
          this.refused(units, batch, result.message);
        } else {
          this.refuseWhole(batch, result.message);
        }
        break;
    }
  }

  /** Cuts the request down to the shapes that the server means, and goes on with the others. */
  private refused(units: readonly Unit[], batch: ReadonlyMap<string, Annotation | undefined>, message: string): void {
    this.failures = 0;
    if (!this.batches.cut(units)) {
      this.ledger.refused(batch.keys());
      this.refusals.note(batch, message);
      this.ledger.look(batch.keys());
      this.journal([...batch.keys()]);
    }
    this.goOn(0);
  }

  private refuseWhole(batch: ReadonlyMap<string, Annotation | undefined>, message: string): void {
    this.refusedWhole = true;
    this.batches.clear();
    this.ledger.refused(batch.keys());
    this.ledger.look(batch.keys());
    this.journal([...batch.keys()]);
    this.message = message;
    this.setState('blocked');
  }

  private failed({ signedOut, otherUser }: Unreachable): void {
    this.failures++;
    this.message = otherUser ?? null;
    this.setState(signedOut ? 'signedOut' : 'offline');
    this.schedule(Math.min(LongestRetryMs, FirstRetryMs * 2 ** (this.failures - 1)));
  }

  private goOn(delayMs: number): void {
    if (this.refusedWhole && this.ledger.dirtyCount > 0) {
      this.publish();
      return;
    }
    if (this.due().size > 0) {
      this.setState('pending');
      this.schedule(delayMs);
      return;
    }
    this.firstEditAt = null;
    this.refusedWhole = false;
    this.message = this.refusals.first;
    this.setState(this.message === null ? 'saved' : 'blocked');
  }

  private mergeWith(document: AnnotationDocument): void {
    this.applyMerge(this.ledger.mergeWith(document, this.options.newId));
  }

  private applyMerge(result: MergeResult): void {
    const { store } = this.options;
    this.options.onMerged(result);
    const edits = [...new Set([...store.snapshot().keys(), ...result.merged.keys()])].map(id => ({ id, after: result.merged.get(id) }));
    const changed = store.apply(edits, 'remote').map(change => change.id);
    const affected = this.ledger.settleMerge(changed);
    this.reviewRefusals();
    // What is unsaved stands on a new base now.
    this.journal(affected);
  }

  /** Shapes to be sent: unsaved and not waiting for a person. */
  private due(): ReadonlySet<string> {
    return new Set(this.ledger.dirtyIds().filter(id => !this.refusals.holds(id, this.options.store.get(id))));
  }

  private reviewRefusals(): void {
    this.refusals.review(id => this.ledger.isDirty(id) && this.refusals.holds(id, this.options.store.get(id)));
  }

  private journal(ids: readonly string[]): void {
    const isUnsaved = (id: string): boolean => this.ledger.isDirty(id);
    this.options.writeJournal(ids.filter(isUnsaved).map(id => this.ledger.itemOf(id)), ids.filter(id => !isUnsaved(id)));
  }

  private schedule(delayMs: number): void {
    this.cancel();
    if (!this.stopped) {
      this.cancelTimer = this.options.scheduler.after(delayMs, () => void this.send(false));
    }
  }

  private cancel(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
  }

  private setState(state: SaveState): void {
    this.state = state;
    this.publish();
  }

  private publish(): void {
    this.options.onStatus(this.status);
  }
}

/** Otherwise it is about the image: frozen, not allowed, gone. */
function isAboutShapes({ status, code }: { readonly status: number; readonly code: string | null }): boolean {
  return status === 400 || status === 413 || (status === 422 && (code === null || code.startsWith('annotation.')));
}
