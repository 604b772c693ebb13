import type { Engine } from './engine.js';
import type { Http } from './http.js';
import { Presence, type Present } from './presence.js';
import type { Review } from './review/review.js';
import type { Scheduler } from './scheduler.js';
import type { Sessions } from './sessions.js';

export interface LiveParts {
  readonly engine: Engine;
  readonly sessions: Sessions;
  readonly review: Review;
  readonly http: Http;
  readonly scheduler: Scheduler;
  /** One a tab. */
  readonly tab: string;
}

/** What happens to the shown image elsewhere: others who have it open, their saves and comments, and whether the server can be reached at all. */
export class Live {
  people: readonly Present[] = [];
  /** Whether the server answered when it was last asked. */
  reachable = true;
  private readonly presence: Presence;
  private shownAssetId: string | null = null;

  constructor(private readonly parts: LiveParts) {
    const { engine, sessions, review } = parts;
    this.presence = new Presence(parts.http, parts.scheduler, parts.tab, {
      answered: (assetId, { people, revision, workState, assignee = null, openComments }) => {
        this.people = people;
        this.reached();
        const session = sessions.get(assetId);
        if (workState && session && !review.errands.of(assetId).some(errand => errand.kind === 'state')) {
          session.setWork({ workState, assignee });
        }
        review.heard(openComments);
        // A shape in the hand would be torn out of it; the others' changes can wait for the next time.
        if (!engine.isLifting) {
          session?.queue.noticed(revision);
        }
        engine.touch();
      },
      unreachable: () => {
        this.reachable = false;
        this.people = [];
        engine.touch();
      },
    });
  }

  /** Follows the engine to another image. Called as often as one likes. */
  follow(): void {
    const { engine, review } = this.parts;
    const assetId = engine.loadState === 'ready' ? engine.assetId : null;
    if (assetId !== this.shownAssetId) {
      this.shownAssetId = assetId;
      this.people = [];
      this.presence.show(assetId);
      void review.show(assetId);
    }
  }

  hidden(): void {
    this.presence.leave();
  }

  visible(): void {
    this.presence.resume();
  }

  /** The network came back, or somebody signed in elsewhere: what waits goes out now. */
  reached(): void {
    this.reachable = true;
    this.parts.sessions.wakeAll();
    if (this.parts.review.errands.waiting > 0) {
      void this.parts.review.errands.send();
    }
  }

  stop(): void {
    this.presence.show(null);
    this.parts.review.errands.stop();
  }
}
