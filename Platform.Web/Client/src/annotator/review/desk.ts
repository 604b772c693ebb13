import { toScreen } from '../camera.js';
import type { Engine } from '../engine.js';
import type { Http } from '../http.js';
import type { ImagePoint } from '../geometry/math.js';
import type { WorkState } from '../model.js';
import { askModel } from './askModel.js';
import { neighbourOf, type ShownComment } from './comments.js';
import type { Review } from './review.js';

export type Direction = 'next' | 'previous' | 'nextInQueue' | 'nextUnlabelled' | 'nextAnnotated' | 'previousAnnotated' | 'nextEmpty' | 'previousEmpty';

export interface DeskOptions {
  readonly engine: Engine;
  readonly review: Review;
  readonly http: Http;
  readonly navigate: (direction: Direction) => void;
  readonly openReject: () => void;
  readonly writeComment: (at: ImagePoint) => void;
}

const MarginPx = 60;

/** What the commands about work states and comments do. */
export class ReviewDesk {
  constructor(private readonly options: DeskOptions) {}

  run(name: string, argument: string): void {
    const { engine, review, navigate, openReject, writeComment } = this.options;
    switch (name) {
      case 'askModel':
        void askModel(engine, this.options.http);
        break;
      case 'doneAndNext':
        this.done();
        navigate('nextInQueue');
        break;
      case 'done':
        this.done();
        break;
      case 'acceptAndNext':
        void this.accept();
        navigate('nextInQueue');
        break;
      case 'rejectImage':
        if (engine.session?.document.mayReview) {
          openReject();
        }
        break;
      case 'setState':
        if (argument === 'accepted') {
          void this.accept();
        } else if (engine.assetId !== null && !engine.readOnly) {
          review.setState(engine.assetId, argument as WorkState);
        }
        break;
      case 'commentAt': {
        const [x = 0, y = 0] = argument.split(',').map(Number);
        writeComment({ x, y });
        break;
      }
      case 'comment':
        this.show(review.list.find(comment => comment.id === argument));
        break;
      case 'nextComment': case 'previousComment':
        this.show(neighbourOf(review.list, review.currentId, name === 'nextComment' ? 1 : -1));
        break;
    }
  }

  /** The image is left at once: what waits for the server goes on behind it. */
  reject(text: string): void {
    const { engine, review, navigate } = this.options;
    if (engine.assetId !== null) {
      review.setState(engine.assetId, 'rejected', { text });
      navigate('nextInQueue');
    }
  }

  private done(): void {
    const { engine, review } = this.options;
    const state = engine.session?.document.workState;
    if (engine.assetId !== null && !engine.readOnly && state !== 'done' && state !== 'accepted') {
      review.setState(engine.assetId, 'done');
    }
  }

  private async accept(): Promise<void> {
    const { session, assetId } = this.options.engine;
    if (session?.document.mayReview && assetId !== null) {
      // The reviewer's own last strokes are part of what they accept; anybody else's since then are not.
      await session.queue.flush();
      this.options.review.setState(assetId, 'accepted', { revision: session.queue.status.revision });
    }
  }

  private show(comment: ShownComment | undefined): void {
    const { engine, review } = this.options;
    if (!comment) {
      return;
    }
    review.currentId = comment.id;
    if (comment.frame !== null) {
      engine.video?.goTo(comment.frame);
    }
    if (comment.x !== null && comment.y !== null) {
      const { x, y } = toScreen(engine.camera, { x: comment.x, y: comment.y });
      const { width, height } = engine.stage.size;
      if (x < MarginPx || y < MarginPx || x > width - MarginPx || y > height - MarginPx) {
        engine.panBy(width / 2 - x, height / 2 - y);
      }
    }
    engine.touch();
  }
}
