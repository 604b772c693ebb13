import { clamp, type ImagePoint, type ScreenPoint } from '../geometry/math.js';
import type { Size } from '../model.js';
import type { ShownComment } from '../review/comments.js';
import { commentActions, commentMeta } from './commentParts.js';
import { el, setFlag } from './dom.js';
import type { ViewContext } from './view.js';

const WidthPx = 264;
const GapPx = 14;

/** A small box beside a pin: what was said there, or a field to say something. Ctrl+Enter sends, Escape drops. */
export class CommentBox {
  readonly element = el('div', { class: 'an-comment-box', hidden: true });
  private readonly field: HTMLTextAreaElement;
  private readonly form: HTMLElement;
  private readonly said = el('div', { class: 'an-comment-said' });
  private at: ImagePoint | null = null;
  private shown: ShownComment | null = null;

  constructor(private readonly context: ViewContext, private readonly close: () => void) {
    const { texts } = context;
    this.field = el('textarea', { rows: '3', maxlength: '2000', placeholder: texts.get('commentPlaceholder'), 'aria-label': texts.get('commentPlaceholder'), oninput: () => this.keep() });
    this.form = el('div', { class: 'an-comment-form' }, this.field, el('div', { class: 'an-comment-actions' },
      el('button', { type: 'button', class: 'an-option', onclick: () => this.drop() }, texts.get('cancelWriting')),
      el('button', { type: 'button', class: 'an-accept', 'data-action': 'sendComment', onclick: () => this.send() }, texts.get('commentSend'))));
    this.element.append(this.said, this.form);
    this.element.addEventListener('keydown', event => {
      event.stopPropagation();
      if (event.key === 'Escape') {
        this.drop();
      } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        this.send();
      }
    });
    this.element.addEventListener('wheel', event => event.stopPropagation());
  }

  /** A new comment at a place, with what was written of it before; null for none. */
  write(at: ImagePoint | null, text = ''): void {
    this.at = at;
    this.field.value = text;
  }

  focus(): void {
    this.field.focus({ preventScroll: true });
  }

  show(comment: ShownComment | null, writing: boolean): void {
    setFlag(this.element, 'hidden', comment === null && !writing);
    setFlag(this.form, 'hidden', !writing);
    if (comment !== this.shown) {
      this.shown = comment;
      this.said.replaceChildren(...(comment ? [commentMeta(this.context, comment), el('p', {}, comment.text), commentActions(this.context, comment)] : []));
    }
  }

  /** Beside the pin where there is room, over it otherwise; inside the stage in any case. */
  place(pin: ScreenPoint, stage: Size): void {
    const width = Math.min(WidthPx, stage.width - 16);
    const right = pin.x + GapPx + width < stage.width;
    const x = right ? pin.x + GapPx : pin.x - GapPx - width;
    this.element.style.width = `${width}px`;
    this.element.style.transform = `translate(${Math.round(clamp(x, 8, Math.max(8, stage.width - width - 8)))}px, ${Math.round(clamp(pin.y - 20, 8, Math.max(8, stage.height - this.element.offsetHeight - 8)))}px)`;
  }

  private send(): void {
    const { at } = this;
    const text = this.field.value;
    if (at && text.trim() !== '') {
      this.drop();
      this.context.review.comment(text, at);
    }
  }

  private drop(): void {
    this.write(null);
    this.keep();
    this.close();
  }

  private keep(): void {
    const { engine, drafts } = this.context;
    if (engine.assetId !== null) {
      drafts.set(engine.assetId, this.at && { at: this.at, text: this.field.value });
    }
  }
}
