import type { Engine } from './engine.js';
import { Http } from './http.js';
import { BrowserJournal, type JournalSetting } from './journal/browserJournal.js';
import type { Journal, Safety } from './journal/journal.js';
import { MemoryJournal } from './journal/memoryJournal.js';
import { Live } from './live.js';
import { HttpAnnotationApi } from './protocol.js';
import { CommentDrafts } from './review/drafts.js';
import type { Errand } from './review/errands.js';
import { Review } from './review/review.js';
import { browserScheduler } from './scheduler.js';
import { Sessions } from './sessions.js';

export interface WorkplaceOptions {
  readonly apiBase: string;
  /** The user's id. */
  readonly userKey: string;
  /** Null where the browser gives none of it. */
  readonly setting: JournalSetting | null;
  readonly engine: () => Engine;
}

/** What brings a person's work to the server and keeps it until it is there: journals, save queues, comments, presence. */
export class Workplace {
  readonly sessions: Sessions;
  readonly review: Review;
  readonly drafts: CommentDrafts;
  readonly http: Http;
  private readonly shapes: Journal;
  private readonly errands: Journal<Errand>;
  private liveOrNot: Live | null = null;
  private warned = false;

  constructor(private readonly options: WorkplaceOptions) {
    const { apiBase, userKey, setting, engine } = options;
    this.http = new Http(apiBase, userKey);
    this.shapes = setting ? new BrowserJournal(setting, userKey, 'shapes', () => this.safetyChanged()) : new MemoryJournal();
    this.errands = setting ? new BrowserJournal<Errand>(setting, userKey, 'errands', () => this.safetyChanged()) : new MemoryJournal<Errand>();
    this.sessions = new Sessions(new HttpAnnotationApi(this.http), this.shapes, browserScheduler);
    this.drafts = new CommentDrafts(window.localStorage, userKey);
    this.review = new Review({
      http: this.http,
      journal: this.errands,
      scheduler: browserScheduler,
      sessions: this.sessions,
      me: { id: userKey, name: '' },
      frame: () => engine().objects.frame ?? null,
      onChange: () => engine().touch(),
      onRefused: message => engine().notify('refused', message),
    });
  }

  /** Only once the engine stands. */
  get live(): Live {
    this.liveOrNot ??= new Live({
      engine: this.options.engine(), sessions: this.sessions, review: this.review, http: this.http, scheduler: browserScheduler,
      tab: this.options.setting?.pages.own ?? 'page',
    });
    return this.liveOrNot;
  }

  /** Whether what is unsaved outlives the page. */
  get safety(): Safety {
    return [this.shapes.safety, this.errands.safety].find(safety => safety !== 'kept') ?? 'kept';
  }

  /** Work that pages left behind which no longer live. */
  async takeUpOrphans(): Promise<void> {
    void this.review.errands.restore();
    const restored = await this.sessions.drainOrphans();
    if (restored > 0) {
      this.options.engine().notify('restored', restored);
    }
  }

  watch(signal: AbortSignal): void {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') {
        this.leave();
      } else {
        this.live.visible();
        void this.options.engine().session?.queue.refresh();
        void this.takeUpOrphans();
      }
    }, { signal });
    window.addEventListener('pagehide', () => this.leave(), { signal });
    window.addEventListener('online', () => {
      void this.sessions.flushAll(false);
      this.live.visible();
    }, { signal });
    // What is in a journal needs no warning: it will be there again.
    window.addEventListener('beforeunload', event => this.safety !== 'kept' && event.preventDefault(), { signal });
  }

  async close(): Promise<void> {
    this.live.stop();
    // The page of a single-page app lives on, so unsaved edits can still leave normally.
    await this.sessions.flushAll(true);
    this.sessions.stopAll();
    this.options.setting?.pages.leave();
  }

  private leave(): void {
    void this.sessions.flushAll(true);
    this.live.hidden();
  }

  private safetyChanged(): void {
    const engine = this.options.engine();
    if (this.safety === 'failed' && !this.warned) {
      engine.notify('storageFull');
    }
    this.warned = this.safety === 'failed';
    engine.touch();
  }
}
