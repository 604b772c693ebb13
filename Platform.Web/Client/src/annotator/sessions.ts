import type { Journal, JournalItem } from './journal/journal.js';
import type { AnnotationApi } from './protocol.js';
import type { SaveStatus } from './saveQueue.js';
import type { Scheduler } from './scheduler.js';
import { AssetSession, type OpenResult } from './session.js';

/** Saved sessions kept for the way back: undo still works after a look at the next image. */
const KeptSessions = 12;

/** Edits of one image that are not at the server, for a person to look after. */
export interface Unsaved {
  readonly assetId: string;
  readonly status: SaveStatus;
  items(): readonly JournalItem[];
}

/** All images of this page: the shown one, those still being saved, and a few recent ones. */
export class Sessions {
  private readonly sessions = new Map<string, AssetSession>();
  private readonly strandedImages = new Map<string, string>();
  private draining = false;
  private shownId: string | null = null;

  constructor(private readonly api: AnnotationApi, private readonly journal: Journal, private readonly scheduler: Scheduler) {}

  /** The image that is to be shown. */
  open(assetId: string): Promise<OpenResult> {
    this.shownId = assetId;
    return this.openBeside(assetId);
  }

  /** Another image, to be edited while the shown one stays: it is kept however many of these follow. */
  async openBeside(assetId: string): Promise<OpenResult> {
    const known = this.sessions.get(assetId);
    if (known) {
      this.sessions.delete(assetId);
      this.sessions.set(assetId, known);
      void known.queue.refresh();
      return { kind: 'opened', session: known, restored: 0 };
    }
    const result = await AssetSession.open(assetId, this.api, this.journal, this.scheduler);
    if (result.kind === 'opened') {
      this.sessions.set(assetId, result.session);
      this.trim();
    }
    return result;
  }

  /** Sends what dead pages left behind; answers how many edits that were. */
  async drainOrphans(): Promise<number> {
    if (this.draining) {
      return 0;
    }
    this.draining = true;
    try {
      let restored = 0;
      for (const assetId of await this.journal.orphanedScopes()) {
        restored += await this.drain(assetId);
      }
      return restored;
    } finally {
      this.draining = false;
    }
  }

  /** Images with edits of dead pages that the server does not show any more, and its reason. */
  get stranded(): ReadonlyMap<string, string> {
    return this.strandedImages;
  }

  /** Hands out what was left on such an image and forgets it, once `taken` says so. */
  async takeStranded(assetId: string, taken: (items: readonly JournalItem[]) => Promise<boolean>): Promise<void> {
    for (const orphan of await this.journal.orphans(assetId)) {
      if (await taken(orphan.items)) {
        orphan.discard();
        this.strandedImages.delete(assetId);
      } else {
        orphan.release();
      }
    }
  }

  async flushAll(keepalive: boolean): Promise<void> {
    await Promise.all([...this.sessions.values()].map(session => session.queue.flush(keepalive)));
  }

  /** The server was reached: whatever waits for it goes out now. */
  wakeAll(): void {
    this.sessions.forEach(session => session.queue.wake());
  }

  retryAll(): void {
    this.sessions.forEach(session => void session.queue.retry());
  }

  get(assetId: string): AssetSession | undefined {
    return this.sessions.get(assetId);
  }

  /** Edits not yet acknowledged, over all images. */
  get dirty(): number {
    let sum = 0;
    this.sessions.forEach(session => (sum += session.queue.dirty));
    return sum;
  }

  unsaved(): Unsaved[] {
    return [...this.sessions]
      .filter(([, session]) => session.queue.dirty > 0)
      .map(([assetId, session]) => ({ assetId, status: session.queue.status, items: () => session.queue.unsaved() }));
  }

  stopAll(): void {
    this.sessions.forEach(session => session.queue.stop());
    this.sessions.clear();
  }

  private async drain(assetId: string): Promise<number> {
    const known = this.sessions.get(assetId);
    if (known) {
      return known.restore();
    }
    const result = await AssetSession.open(assetId, this.api, this.journal, this.scheduler);
    if (result.kind === 'failed') {
      if (result.lasting) {
        this.strandedImages.set(assetId, result.message ?? '');
      }
      return 0;
    }
    // Before the others: the newest stands last and is about to be used.
    const others = [...this.sessions];
    this.sessions.clear();
    [[assetId, result.session] as const, ...others].forEach(([id, session]) => this.sessions.set(id, session));
    this.trim();
    return result.restored;
  }

  private trim(): void {
    // The newest stands last and is about to be used.
    for (const [assetId, session] of [...this.sessions].slice(0, -1)) {
      if (this.sessions.size <= KeptSessions) {
        return;
      }
      if (session.queue.isClean && assetId !== this.shownId) {
        session.queue.stop();
        this.sessions.delete(assetId);
      }
    }
  }
}
