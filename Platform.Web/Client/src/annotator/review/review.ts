import type { Http } from '../http.js';
import { newId } from '../ids.js';
import type { ImagePoint } from '../geometry/math.js';
import type { Journal } from '../journal/journal.js';
import type { Person, WorkState } from '../model.js';
import type { Scheduler } from '../scheduler.js';
import type { Sessions } from '../sessions.js';
import { commentsWith, type Comment, type ShownComment } from './comments.js';
import { Errands, type Errand, type NewComment } from './errands.js';

export interface ReviewOptions {
  readonly http: Http;
  readonly journal: Journal<Errand>;
  readonly scheduler: Scheduler;
  readonly sessions: Sessions;
  readonly me: Person;
  /** Frame of the video that is shown, or null on an image. */
  readonly frame: () => number | null;
  readonly onChange: () => void;
  readonly onRefused: (message: string) => void;
}

/** Asked for anew this often even where the count of open ones stayed the same: one may have been resolved while another came. */
const RefreshMs = 30_000;

/** Where the work on the shown image stands, and what people say about it. */
export class Review {
  readonly errands: Errands;
  /** The comment whose text is open, on the pin and in the list. */
  currentId: string | null = null;
  private assetId: string | null = null;
  private comments: readonly Comment[] = [];
  private loads = 0;
  private loadedAt = 0;
  private shown: readonly ShownComment[] = [];

  constructor(private readonly options: ReviewOptions) {
    const { http, journal, scheduler, sessions, onChange, onRefused } = options;
    this.errands = new Errands(http, journal, scheduler, {
      shapesSaved: async assetId => {
        await sessions.get(assetId)?.queue.flush();
        return sessions.get(assetId)?.queue.isClean ?? true;
      },
      done: (errand, answer) => this.done(errand, answer),
      refused: (errand, message) => {
        onRefused(message);
        void sessions.get(errand.assetId)?.queue.refresh();
      },
      changed: () => {
        this.combine();
        onChange();
      },
    });
  }

  /** Oldest first. */
  get list(): readonly ShownComment[] {
    return this.shown;
  }

  get openCount(): number {
    return this.shown.filter(comment => comment.open).length;
  }

  async show(assetId: string | null): Promise<void> {
    this.assetId = assetId;
    this.comments = [];
    this.currentId = null;
    this.combine();
    await this.refresh();
  }

  /** The server told how many there are. */
  heard(openComments: number | undefined): void {
    const known = this.comments.filter(comment => comment.resolvedAt === null).length;
    if (openComments !== undefined && (openComments !== known || this.options.scheduler.now() - this.loadedAt > RefreshMs)) {
      void this.refresh();
    }
  }

  comment(text: string, at: ImagePoint | null): void {
    if (this.assetId !== null && text.trim() !== '') {
      const comment = this.newComment(text, at);
      this.currentId = comment.id!;
      this.errands.add({ id: comment.id!, assetId: this.assetId, at: this.options.scheduler.now(), kind: 'comment', comment });
    }
  }

  settle(comment: ShownComment, kind: 'resolve' | 'reopen' | 'remove'): void {
    const own = this.errands.of(comment.assetId).find(errand => errand.id === comment.id);
    if (own && kind === 'remove') {
      this.errands.drop(own);
    } else {
      this.errands.add({ id: newId(), assetId: comment.assetId, at: this.options.scheduler.now(), kind, commentId: comment.id });
    }
  }

  /** `revision`: only if nobody drew since. */
  setState(assetId: string, state: WorkState, { text = '', revision }: { readonly text?: string; readonly revision?: number } = {}): void {
    const comment = text.trim() === '' ? {} : { comment: this.newComment(text, null) };
    this.options.sessions.get(assetId)?.setWork({ workState: state });
    this.errands.add({ id: newId(), assetId, at: this.options.scheduler.now(), kind: 'state', state, ...comment, ...(revision === undefined ? {} : { revision }) });
  }

  private newComment(text: string, at: ImagePoint | null): NewComment {
    const frame = this.options.frame();
    return { id: newId(), text: text.trim(), ...(at ? { x: at.x, y: at.y } : {}), ...(frame === null ? {} : { frame }) };
  }

  private done(errand: Errand, answer: unknown): void {
    if (errand.kind === 'state') {
      this.options.sessions.get(errand.assetId)?.setWork(answer as object);
      if (errand.comment && errand.assetId === this.assetId) {
        void this.refresh();
      }
    } else if (errand.assetId === this.assetId) {
      const id = errand.kind === 'comment' ? errand.id : errand.commentId;
      const known = this.comments.findIndex(comment => comment.id === id);
      const fresh = errand.kind === 'remove' || answer === undefined ? [] : [answer as Comment];
      this.comments = known < 0 ? [...this.comments, ...fresh] : this.comments.toSpliced(known, 1, ...fresh);
    }
  }

  private async refresh(): Promise<void> {
    const { assetId } = this;
    if (assetId === null) {
      return;
    }
    const load = ++this.loads;
    this.loadedAt = this.options.scheduler.now();
    const answer = await this.options.http.send(`assets/${encodeURIComponent(assetId)}/comments`);
    if (load === this.loads && answer.kind === 'ok' && Array.isArray(answer.body)) {
      this.comments = answer.body as Comment[];
      this.combine();
      this.options.onChange();
    }
  }

  private combine(): void {
    this.shown = this.assetId === null ? [] : commentsWith(this.comments, this.errands?.of(this.assetId) ?? [], this.options.me);
  }
}
