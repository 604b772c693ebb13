import { Conflicts } from './conflicts.js';
import { History } from './history.js';
import { newId } from './ids.js';
import type { Journal } from './journal/journal.js';
import type { MergeResult } from './merge.js';
import type { AnnotationDocument, Work } from './model.js';
import type { AnnotationApi } from './protocol.js';
import { SaveQueue, type SaveStatus } from './saveQueue.js';
import type { Scheduler } from './scheduler.js';
import { AnnotationStore } from './store.js';
import { Tally } from './tally.js';

export interface SessionEvents {
  status(status: SaveStatus): void;
  merged(result: MergeResult): void;
}

export type OpenResult =
  | { readonly kind: 'opened'; readonly session: AssetSession; readonly restored: number }
  /** `lasting`: asking again will not help. */
  | { readonly kind: 'failed'; readonly message: string | null; readonly lasting: boolean };

/** One image being edited: its shapes, its history, its way to the server. Lives on after the person went on, until all is saved. */
export class AssetSession {
  readonly store: AnnotationStore;
  readonly history = new History();
  readonly queue: SaveQueue;
  readonly conflicts = new Conflicts();
  readonly tally: Tally;
  /** Replaced by whoever shows this session. */
  events: SessionEvents = { status: () => undefined, merged: () => undefined };
  private facts: AnnotationDocument;

  private constructor(document: AnnotationDocument, api: AnnotationApi, private readonly journal: Journal, scheduler: Scheduler) {
    this.facts = { ...document, annotations: [] };
    this.store = new AnnotationStore(document.annotations);
    this.tally = Tally.following(this.store);
    this.queue = new SaveQueue(document.assetId, document, {
      store: this.store,
      api,
      scheduler,
      newId,
      writeJournal: (changed, settled) => journal.write(document.assetId, changed, settled),
      onStatus: status => this.events.status(status),
      onMerged: result => {
        // Renamed first: a copy's steps carry its new id and must not be forgotten with the foreign original.
        this.history.rename(result.renamed);
        this.history.forget(result.taken);
        this.conflicts.add(result.conflicts);
        this.events.merged(result);
      },
      onDocument: fresh => {
        this.facts = { ...fresh, assetId: document.assetId, annotations: [] };
      },
      onWork: work => this.setWork(work),
    });
  }

  /** What the server last said of the image; its shapes are in the store. */
  get document(): AnnotationDocument {
    return this.facts;
  }

  setWork(work: Partial<Work>): void {
    this.facts = { ...this.facts, ...work };
    this.events.status(this.queue.status);
  }

  /** Frames of a video that are left out, as the server just said. */
  setExcludedFrames(excludedFrames: readonly number[]): void {
    const { video } = this.facts;
    this.facts = video ? { ...this.facts, video: { ...video, excludedFrames } } : this.facts;
  }

  /** Goes back to what the server holds of these shapes. One step to undo, also where the image may not be edited any more. */
  discard(ids: readonly string[]): void {
    const unwanted = new Set(ids);
    const edits = this.queue.unsaved().filter(item => unwanted.has(item.id)).map(item => ({ id: item.id, after: item.base ?? undefined }));
    this.history.push(this.store.apply(edits, 'local'), performance.now());
  }

  /** Takes up what pages that no longer live left unsaved on this image; answers how many edits that were. */
  async restore(): Promise<number> {
    let restored = 0;
    for (const orphan of await this.journal.orphans(this.facts.assetId)) {
      restored += this.queue.replay(orphan.items);
      orphan.discard();
    }
    return restored;
  }

  static async open(assetId: string, api: AnnotationApi, journal: Journal, scheduler: Scheduler): Promise<OpenResult> {
    const loaded = await api.get(assetId);
    if (loaded.kind !== 'loaded') {
      return { kind: 'failed', message: loaded.kind === 'refused' ? loaded.message : null, lasting: loaded.kind === 'refused' };
    }
    const session = new AssetSession({ ...loaded.document, assetId }, api, journal, scheduler);
    return { kind: 'opened', session, restored: await session.restore() };
  }
}
