import type { Http } from './http.js';
import type { Work } from './model.js';
import type { Scheduler } from './scheduler.js';

/** Somebody who has the image open. */
export interface Present {
  readonly name: string;
  /** `#rrggbb`. */
  readonly color: string;
  readonly you: boolean;
  /** In how many tabs. */
  readonly tabs?: number;
}

export interface PresenceAnswer extends Partial<Work> {
  readonly revision: number;
  readonly openComments?: number;
  readonly people: readonly Present[];
}

export interface PresenceEvents {
  answered(assetId: string, answer: PresenceAnswer): void;
  unreachable(): void;
}

const EveryMs = 3000;
/** Where the server refuses to tell, it is asked rarely. */
const RefusedEveryMs = 30_000;

/** Says every few seconds that the image is open here, and hears who else has it open and whether they saved. Rests while nobody looks. */
export class Presence {
  private assetId: string | null = null;
  private cancelTimer: (() => void) | null = null;
  private asking = 0;

  constructor(private readonly http: Http, private readonly scheduler: Scheduler, private readonly tab: string, private readonly events: PresenceEvents) {}

  /** Another image, or none. */
  show(assetId: string | null): void {
    if (this.assetId !== assetId) {
      this.leave();
      this.assetId = assetId;
      this.resume();
    }
  }

  /** The page is looked at again. */
  resume(): void {
    this.pause();
    if (this.assetId !== null) {
      void this.ask(this.assetId, this.asking);
    }
  }

  /** Says goodbye; the others need not wait until this page has been silent for long enough. */
  leave(): void {
    this.pause();
    if (this.assetId !== null) {
      void this.send(this.assetId, { tab: this.tab, leave: true }, true);
    }
  }

  private pause(): void {
    this.asking++;
    this.cancelTimer?.();
    this.cancelTimer = null;
  }

  private async ask(assetId: string, asking: number): Promise<void> {
    const answer = await this.send(assetId, { tab: this.tab }, false);
    if (asking !== this.asking) {
      return;
    }
    this.cancelTimer = this.scheduler.after(answer.kind === 'refused' ? RefusedEveryMs : EveryMs, () => void this.ask(assetId, asking));
    if (answer.kind === 'ok' && isAnswer(answer.body)) {
      this.events.answered(assetId, answer.body);
    } else if (answer.kind === 'unreachable') {
      this.events.unreachable();
    }
  }

  private send(assetId: string, body: object, keepalive: boolean): ReturnType<Http['send']> {
    return this.http.send(`assets/${encodeURIComponent(assetId)}/presence`, { method: 'POST', body, keepalive });
  }
}

function isAnswer(body: unknown): body is PresenceAnswer {
  const { revision, people } = (body ?? {}) as Partial<PresenceAnswer>;
  return typeof revision === 'number' && Array.isArray(people);
}
