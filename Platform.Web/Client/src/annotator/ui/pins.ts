import { toScreen } from '../camera.js';
import type { ImagePoint } from '../geometry/math.js';
import { isOnShownFrame } from '../objects.js';
import type { ShownComment } from '../review/comments.js';
import { CommentBox } from './commentBox.js';
import { el, setFlag } from './dom.js';
import type { View, ViewContext } from './view.js';

const events = ['pointerdown', 'pointermove', 'pointerup', 'dblclick', 'contextmenu'] as const;

/** Comments where they were pinned, over the picture, and the box that opens on one of them or on a new place. */
export class Pins implements View {
  readonly element = el('div', { class: 'an-pins' });
  private readonly box: CommentBox;
  private readonly pins = new Map<string, HTMLButtonElement>();
  private readonly draftPin = el('span', { class: 'an-pin', 'data-draft': true, hidden: true });
  private draftAt: ImagePoint | null = null;
  private assetId: string | null = null;
  private shown: readonly ShownComment[] | null = null;

  constructor(private readonly context: ViewContext) {
    this.box = new CommentBox(context, () => this.close());
    this.element.append(this.draftPin, this.box.element);
    // A press beside it closes what is only being read; what is being written stays.
    context.engine.stage.element.addEventListener('pointerdown', () => {
      if (context.review.currentId !== null) {
        context.review.currentId = null;
        context.engine.touch();
      }
    });
    for (const type of events) {
      this.element.addEventListener(type, event => event.stopPropagation());
    }
  }

  /** Opens the box for a new comment at a place of the picture. */
  write(at: ImagePoint): void {
    this.context.review.currentId = null;
    this.draftAt = at;
    this.box.write(at);
    this.update();
    this.box.focus();
  }

  update(): void {
    const { engine, review, drafts } = this.context;
    const assetId = engine.loadState === 'ready' ? engine.assetId : null;
    if (assetId !== this.assetId) {
      this.assetId = assetId;
      const draft = assetId === null ? null : drafts.get(assetId);
      this.draftAt = draft?.at ?? null;
      this.box.write(this.draftAt, draft?.text);
    }
    if (review.list !== this.shown) {
      this.shown = review.list;
      this.build();
    }
    for (const comment of this.shown) {
      const pin = this.pins.get(comment.id);
      if (pin) {
        place(pin, toScreen(engine.camera, { x: comment.x!, y: comment.y! }));
        setFlag(pin, 'hidden', !isOnShownFrame(engine.objects, comment) || (!comment.open && comment.id !== review.currentId));
        setFlag(pin, 'data-current', comment.id === review.currentId);
      }
    }
    setFlag(this.draftPin, 'hidden', this.draftAt === null);
    const current = this.shown.find(comment => comment.id === review.currentId);
    const at = this.draftAt ?? (current && current.x !== null && isOnShownFrame(engine.objects, current) ? { x: current.x, y: current.y! } : null);
    if (at) {
      const screen = toScreen(engine.camera, at);
      place(this.draftPin, screen);
      this.box.place(screen, engine.stage.size);
    }
    this.box.show(at && !this.draftAt ? current! : null, this.draftAt !== null);
  }

  private build(): void {
    const { review, engine, texts } = this.context;
    this.pins.clear();
    for (const comment of this.shown!) {
      if (comment.x === null || comment.y === null) {
        continue;
      }
      this.pins.set(comment.id, el('button', {
        type: 'button', class: 'an-pin', 'data-comment': comment.id, 'data-open': comment.open, 'data-pending': comment.pending,
        'aria-label': texts.get('commentNumber', comment.number, comment.text), title: comment.text,
        onclick: () => {
          this.draftAt = null;
          review.currentId = review.currentId === comment.id ? null : comment.id;
          engine.touch();
        },
      }, el('span', {}, String(comment.number))));
    }
    this.element.replaceChildren(...this.pins.values(), this.draftPin, this.box.element);
  }

  private close(): void {
    this.draftAt = null;
    this.context.review.currentId = null;
    this.context.engine.touch();
    this.context.engine.stage.element.focus({ preventScroll: true });
  }
}

function place(element: HTMLElement, { x, y }: { x: number; y: number }): void {
  element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}
