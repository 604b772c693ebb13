import type { Journal } from './journal.js';
import type { AnnotationApi } from './protocol.js';
import type { Scheduler } from './scheduler.js';
import { AssetSession, type OpenResult } from './session.js';

/** Saved sessions kept for the way back: undo still works after a look at the next image. */
const KeptSessions = 12;

/** All images of this page: the shown one, those still being saved, and a few recent ones. */
export class Sessions {
  private readonly sessions = new Map<string, AssetSession>();

  constructor(private readonly api: AnnotationApi, private readonly journal: Journal, private readonly scheduler: Scheduler) {}

  async open(assetId: string): Promise<OpenResult> {
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

  /** Sends what dead pages left behind on images that nobody has opened since. */
  async drainOrphans(exceptAssetId: string): Promise<void> {
    for (const orphan of await this.journal.orphans()) {
      const { assetId } = orphan.entry;
      if (assetId !== exceptAssetId && !this.sessions.has(assetId)) {
        await this.open(assetId);
      }
    }
  }

  async flushAll(keepalive: boolean): Promise<void> {
    await Promise.all([...this.sessions.values()].map(session => session.queue.flush(keepalive)));
  }

  /** Edits not yet acknowledged, over all images. */
  get dirty(): number {
    return [...this.sessions.values()].reduce((sum, session) => sum + session.queue.status.dirty, 0);
  }

  stopAll(): void {
    this.sessions.forEach(session => session.queue.stop());
    this.sessions.clear();
  }

  private trim(): void {
    // The newest stands last and is the one being shown.
    for (const [assetId, session] of [...this.sessions].slice(0, -1)) {
      if (this.sessions.size <= KeptSessions) {
        return;
      }
      if (session.queue.isClean) {
        session.queue.stop();
        this.sessions.delete(assetId);
      }
    }
  }
}
