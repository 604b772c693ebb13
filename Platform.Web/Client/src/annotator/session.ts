import { History } from './history.js';
import { newId } from './ids.js';
import type { Journal } from './journal.js';
import type { MergeResult } from './merge.js';
import type { AnnotationDocument } from './model.js';
import type { AnnotationApi } from './protocol.js';
import { SaveQueue, type SaveStatus } from './saveQueue.js';
import type { Scheduler } from './scheduler.js';
import { AnnotationStore } from './store.js';

export interface SessionEvents {
  status(status: SaveStatus): void;
  merged(result: MergeResult): void;
}

export type OpenResult =
  | { readonly kind: 'opened'; readonly session: AssetSession; readonly restored: number }
  | { readonly kind: 'failed'; readonly message: string | null };

/** One image being edited: its shapes, its history, its way to the server. Lives on after the person went on, until all is saved. */
export class AssetSession {
  readonly store: AnnotationStore;
  readonly history = new History();
  readonly queue: SaveQueue;
  /** Replaced by whoever shows this session. */
  events: SessionEvents = { status: () => undefined, merged: () => undefined };

  private constructor(readonly document: AnnotationDocument, api: AnnotationApi, journal: Journal, scheduler: Scheduler) {
    this.store = new AnnotationStore(document.annotations);
    this.queue = new SaveQueue(document.assetId, document, {
      store: this.store,
      api,
      scheduler,
      newId,
      writeJournal: entry => journal.write(document.assetId, entry),
      onStatus: status => this.events.status(status),
      onMerged: result => {
        // Renamed first: a copy's steps carry its new id and must not be forgotten with the foreign original.
        this.history.rename(result.renamed);
        this.history.forget(result.taken);
        this.events.merged(result);
      },
    });
  }

  static async open(assetId: string, api: AnnotationApi, journal: Journal, scheduler: Scheduler): Promise<OpenResult> {
    const loaded = await api.get(assetId);
    if (loaded.kind !== 'loaded') {
      return { kind: 'failed', message: loaded.kind === 'refused' ? loaded.message : null };
    }
    const orphans = await journal.orphans(assetId);
    const session = new AssetSession({ ...loaded.document, assetId }, api, journal, scheduler);
    let restored = 0;
    for (const orphan of orphans) {
      restored = session.queue.replay(orphan.entry);
      orphan.discard();
    }
    return { kind: 'opened', session, restored };
  }
}
