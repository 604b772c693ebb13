import type { Http, HttpRequest } from '../http.js';
import type { Journal } from '../journal/journal.js';
import type { WorkState } from '../model.js';
import type { Scheduler } from '../scheduler.js';

export interface NewComment {
  readonly id?: string;
  readonly text: string;
  /** Image pixels; absent: about the whole image. */
  readonly x?: number;
  readonly y?: number;
  readonly frame?: number;
}

/** Something to tell the server besides shapes. Each may be sent twice without harm. */
export type Errand = { readonly id: string; readonly assetId: string; readonly at: number; readonly refused?: string } & (
  | { readonly kind: 'comment'; readonly comment: NewComment }
  | { readonly kind: 'resolve' | 'reopen' | 'remove'; readonly commentId: string }
  | { readonly kind: 'state'; readonly state: WorkState; readonly revision?: number; readonly comment?: NewComment }
);

export interface ErrandEvents {
  /** Whether the image's shapes are all at the server: a state said before them would be taken back by their save. */
  shapesSaved(assetId: string): Promise<boolean>;
  done(errand: Errand, answer: unknown): void;
  /** The server says no. What a person wrote stays in the list, marked, until they take it away. */
  refused(errand: Errand, message: string): void;
  changed(): void;
}

const RetryMs = 5000;

/** Comments and decisions on their way: journaled like shapes, sent in order, tried again until the server has answered. */
export class Errands {
  private list: readonly Errand[] = [];
  private sending = false;
  private cancelTimer: (() => void) | null = null;
  private stopped = false;

  constructor(private readonly http: Http, private readonly journal: Journal<Errand>, private readonly scheduler: Scheduler, private readonly events: ErrandEvents) {}

  of(assetId: string): readonly Errand[] {
    return this.list.filter(errand => errand.assetId === assetId);
  }

  get waiting(): number {
    return this.list.length;
  }

  add(errand: Errand): void {
    this.keep([errand]);
    void this.send();
  }

  /** Takes up what pages that no longer live left behind. */
  async restore(): Promise<void> {
    for (const scope of await this.journal.orphanedScopes()) {
      for (const orphan of await this.journal.orphans(scope)) {
        this.keep(orphan.items);
        orphan.discard();
      }
    }
    void this.send();
  }

  drop(errand: Errand): void {
    this.list = this.list.filter(candidate => candidate.id !== errand.id);
    this.journal.write(errand.assetId, [], [errand.id]);
    this.events.changed();
  }

  /** Now: the server answers again, or shapes were saved. */
  async send(): Promise<void> {
    if (this.sending || this.stopped) {
      return;
    }
    this.sending = true;
    this.cancelTimer?.();
    for (let next = this.next(new Set()), tried = new Set<string>(); next && !this.stopped; next = this.next(tried)) {
      tried.add(next.id);
      if (!(await this.sendOne(next))) {
        this.cancelTimer = this.scheduler.after(RetryMs, () => void this.send());
        break;
      }
    }
    this.sending = false;
  }

  stop(): void {
    this.stopped = true;
    this.cancelTimer?.();
  }

  private next(tried: ReadonlySet<string>): Errand | undefined {
    return this.list.find(errand => errand.refused === undefined && !tried.has(errand.id));
  }

  /** False: it has to wait. */
  private async sendOne(errand: Errand): Promise<boolean> {
    if (errand.kind === 'state' && !(await this.events.shapesSaved(errand.assetId))) {
      return false;
    }
    const answer = await this.http.send(...requestOf(errand));
    if (answer.kind === 'unreachable') {
      return false;
    }
    // Whoever removes or resolves what is gone already has what they wanted.
    const isGone = answer.kind === 'refused' && answer.status === 404 && 'commentId' in errand;
    if (answer.kind === 'ok' || isGone) {
      this.events.done(errand, answer.kind === 'ok' ? answer.body : undefined);
      this.drop(errand);
      return true;
    }
    if (errand.kind === 'comment' || (errand.kind === 'state' && errand.comment)) {
      this.keep([{ ...errand, refused: answer.message }]);
    } else {
      this.drop(errand);
    }
    this.events.refused(errand, answer.message);
    return true;
  }

  private keep(errands: readonly Errand[]): void {
    const ids = new Set(errands.map(errand => errand.id));
    this.list = [...this.list.filter(errand => !ids.has(errand.id)), ...errands].sort((a, b) => a.at - b.at);
    errands.forEach(errand => this.journal.write(errand.assetId, [errand], []));
    this.events.changed();
  }
}

function requestOf(errand: Errand): [path: string, request: HttpRequest] {
  const asset = `assets/${encodeURIComponent(errand.assetId)}`;
  switch (errand.kind) {
    case 'comment': return [`${asset}/comments`, { method: 'POST', body: errand.comment }];
    case 'resolve': case 'reopen': return [`comments/${encodeURIComponent(errand.commentId)}/${errand.kind}`, { method: 'POST', body: {} }];
    case 'remove': return [`comments/${encodeURIComponent(errand.commentId)}`, { method: 'DELETE' }];
    case 'state': return [`${asset}/work-state`, { method: 'PUT', body: { state: errand.state, revision: errand.revision, comment: errand.comment } }];
  }
}
