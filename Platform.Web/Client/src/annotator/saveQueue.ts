import type { JournalEntry, JournalItem } from './journal.js';
import { merge, type MergeResult } from './merge.js';
import { sameContent, type Annotation, type AnnotationDocument } from './model.js';
import type { AnnotationApi, PutResult } from './protocol.js';
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
  readonly message: string | null;
}

export interface SaveQueueOptions {
  readonly store: AnnotationStore;
  readonly api: AnnotationApi;
  readonly scheduler: Scheduler;
  readonly newId: () => string;
  /** Called before anything is sent, with null once nothing is unsaved. */
  readonly writeJournal: (entry: JournalEntry | null) => void;
  readonly onStatus: (status: SaveStatus) => void;
  /** Called before the merged state is put into the store. */
  readonly onMerged: (result: MergeResult) => void;
}

const QuietMs = 300;
/** Even without a pause in editing, the first unsaved edit leaves within a second. */
const LatestMs = 800;
const FirstRetryMs = 1000;
const LongestRetryMs = 15_000;

/**
 * Brings the store to the server: at most one request under way, always the difference to what the server is known to hold,
 * so that resending after a lost answer changes nothing twice.
 */
export class SaveQueue {
  private base = new Map<string, Annotation>();
  private baseRevision = 0;
  /** Ids that may differ from `base`. */
  private readonly touched = new Set<string>();
  /** Versions sent whose fate is unknown. */
  private readonly sent = new Map<string, (Annotation | undefined)[]>();
  private inFlight = false;
  private firstEditAt: number | null = null;
  private cancelTimer: (() => void) | null = null;
  private failures = 0;
  private behind = false;
  private state: SaveState = 'saved';
  private savedAt: number | null = null;
  private message: string | null = null;
  private stopped = false;
  private readonly unsubscribe: () => void;

  constructor(private readonly assetId: string, document: AnnotationDocument, private readonly options: SaveQueueOptions) {
    this.acceptBase(document);
    this.unsubscribe = options.store.subscribe((changes, origin) => {
      if (origin !== 'remote') {
        this.edited(changes.map(change => change.id));
      }
    });
  }

  get status(): SaveStatus {
    return { state: this.state, dirty: this.dirtyIds().length, revision: this.baseRevision, savedAt: this.savedAt, message: this.message };
  }

  get isClean(): boolean {
    return !this.inFlight && this.dirtyIds().length === 0;
  }

  /** Takes up edits that a former page left behind; answers how many there were. */
  replay(entry: JournalEntry): number {
    const base = new Map(this.base);
    const mine = this.options.store.snapshot();
    for (const item of entry.items) {
      put(base, item.id, item.base);
      put(mine, item.id, item.mine);
      if (item.sent.length > 0) {
        this.sent.set(item.id, item.sent.map(version => version ?? undefined));
      }
    }
    this.applyMerge(merge({ base, mine, theirs: this.base, sent: this.sent, newId: this.options.newId }));
    const replayed = this.dirtyIds().length;
    this.edited(entry.items.map(item => item.id));
    return replayed;
  }

  /** Sends now: before leaving the image, when the page hides, when the network is back. */
  async flush(keepalive = false): Promise<void> {
    this.cancel();
    await this.send(keepalive);
  }

  /** A person asked to try a refused save again. */
  async retry(): Promise<void> {
    this.failures = 0;
    await this.flush();
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
      this.behind = false;
      if (result.document.revision > this.baseRevision) {
        this.mergeWith(result.document);
      }
    }
    if (this.dirtyIds().length > 0) {
      this.schedule(0);
    } else {
      this.settle();
    }
  }

  stop(): void {
    this.stopped = true;
    this.cancel();
    this.unsubscribe();
  }

  private edited(ids: readonly string[]): void {
    ids.forEach(id => this.touched.add(id));
    this.writeJournal();
    const now = this.options.scheduler.now();
    this.firstEditAt ??= now;
    if (!this.inFlight) {
      if (this.state !== 'offline' && this.state !== 'signedOut') {
        this.setState('pending');
        this.schedule(Math.min(QuietMs, Math.max(0, this.firstEditAt + LatestMs - now)));
        return;
      }
      this.publish();
    }
  }

  private async send(keepalive: boolean): Promise<void> {
    if (this.inFlight || this.stopped) {
      return;
    }
    const ids = this.dirtyIds();
    if (ids.length === 0) {
      this.settle();
      return;
    }
    this.inFlight = true;
    this.firstEditAt = null;
    const batch = new Map(ids.map(id => [id, this.options.store.get(id)]));
    for (const [id, version] of batch) {
      const versions = this.sent.get(id) ?? [];
      if (versions.length === 0 || !sameContent(versions.at(-1), version)) {
        this.sent.set(id, [...versions, version]);
      }
    }
    this.writeJournal();
    if (this.failures === 0) {
      this.setState('saving');
    }
    const upserts = [...batch.values()].filter(a => a !== undefined).map(a => ({ ...a, revision: this.base.get(a.id)?.revision ?? 0 }));
    const deletes = ids.filter(id => batch.get(id) === undefined);
    const result = await this.options.api.put(this.assetId, { baseRevision: this.baseRevision, upserts, deletes }, keepalive);
    this.inFlight = false;
    if (!this.stopped) {
      this.answered(result, batch);
    }
  }

  private answered(result: PutResult, batch: ReadonlyMap<string, Annotation | undefined>): void {
    switch (result.kind) {
      case 'saved':
        this.failures = 0;
        // Further on than our one step: somebody else saved too, and their changes are not here yet. The base stays where it was until they are.
        this.behind = result.revision > this.baseRevision + 1;
        this.baseRevision = this.behind ? this.baseRevision : result.revision;
        batch.forEach((version, id) => put(this.base, id, version && { ...version, revision: result.revision }));
        // The server takes a revision once: whatever older request still wanders about will be refused.
        this.sent.clear();
        this.savedAt = this.options.scheduler.now();
        break;
      case 'conflict':
        this.failures = 0;
        this.mergeWith(result.document);
        break;
      case 'unreachable':
        this.failures++;
        this.setState(result.signedOut ? 'signedOut' : 'offline');
        this.schedule(Math.min(LongestRetryMs, FirstRetryMs * 2 ** (this.failures - 1)));
        return;
      case 'refused':
        batch.forEach((_, id) => this.sent.delete(id));
        this.message = result.message;
        this.writeJournal();
        this.setState('blocked');
        return;
    }
    this.message = null;
    if (this.behind) {
      void this.refresh();
      return;
    }
    if (this.dirtyIds().length > 0) {
      this.writeJournal();
      this.setState('pending');
      this.schedule(result.kind === 'conflict' ? 0 : QuietMs);
    } else {
      this.settle();
    }
  }

  private mergeWith(document: AnnotationDocument): void {
    const before = this.base;
    this.acceptBase(document);
    this.applyMerge(merge({
      base: before,
      mine: this.options.store.snapshot(),
      theirs: this.base,
      sent: this.sent,
      newId: this.options.newId,
    }));
  }

  private applyMerge(result: MergeResult): void {
    const { store } = this.options;
    this.options.onMerged(result);
    const edits = [...new Set([...store.snapshot().keys(), ...result.merged.keys()])].map(id => ({ id, after: result.merged.get(id) }));
    for (const change of store.apply(edits, 'remote')) {
      this.touched.add(change.id);
    }
    for (const id of [...this.sent.keys()]) {
      if (sameContent(store.get(id), this.base.get(id))) {
        this.sent.delete(id);
      }
    }
  }

  private acceptBase(document: AnnotationDocument): void {
    this.base = new Map(document.annotations.map(annotation => [annotation.id, annotation]));
    this.baseRevision = document.revision;
  }

  private dirtyIds(): string[] {
    for (const id of this.touched) {
      if (!this.inFlight && !this.sent.has(id) && sameContent(this.base.get(id), this.options.store.get(id))) {
        this.touched.delete(id);
      }
    }
    return [...new Set([...this.touched, ...this.sent.keys()])];
  }

  private settle(): void {
    this.firstEditAt = null;
    this.writeJournal();
    this.setState('saved');
  }

  private writeJournal(): void {
    const items: JournalItem[] = this.dirtyIds().map(id => ({
      id,
      base: this.base.get(id) ?? null,
      mine: this.options.store.get(id) ?? null,
      sent: (this.sent.get(id) ?? []).map(version => version ?? null),
    }));
    this.options.writeJournal(items.length === 0 ? null : { assetId: this.assetId, baseRevision: this.baseRevision, items });
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

function put(map: Map<string, Annotation>, id: string, annotation: Annotation | null | undefined): void {
  if (annotation) {
    map.set(id, annotation);
  } else {
    map.delete(id);
  }
}
