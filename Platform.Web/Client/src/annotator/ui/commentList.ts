import { titleKeys } from '../keys/sheet.js';
import type { ShownComment } from '../review/comments.js';
import { commentActions, commentMeta } from './commentParts.js';
import { el, setFlag, setText } from './dom.js';
import { icon } from './icons.js';
import type { View, ViewContext } from './view.js';

/** What people said about the image, in the panel; there only where somebody did. */
export class CommentList implements View {
  readonly element: HTMLElement;
  private readonly count = el('span', { class: 'an-count' });
  private readonly rows = el('ol', { class: 'an-comments' });
  private readonly resolved: HTMLButtonElement;
  private shown: readonly ShownComment[] | null = null;
  private currentId: string | null = null;
  private showResolved = false;

  constructor(private readonly context: ViewContext) {
    const { texts } = context;
    this.resolved = el('button', { type: 'button', class: 'an-link', onclick: () => {
      this.showResolved = !this.showResolved;
      this.render();
    } });
    this.element = el('section', { class: 'an-comment-section', hidden: true },
      el('h3', {}, texts.get('comments'), this.count, el('span', { class: 'an-group' }, this.step('left', 'previousComment'), this.step('right', 'nextComment'))),
      this.rows, this.resolved);
  }

  update(): void {
    const { review } = this.context;
    if (review.list !== this.shown || review.currentId !== this.currentId) {
      const scroll = review.currentId !== this.currentId;
      this.shown = review.list;
      this.currentId = review.currentId;
      this.render();
      if (scroll) {
        this.reveal(this.rows.querySelector('[aria-current=true]'));
      }
    }
  }

  private render(): void {
    const { texts, review } = this.context;
    const list = this.shown ?? [];
    const open = list.filter(comment => comment.open);
    const visible = this.showResolved ? list : list.filter(comment => comment.open || comment.id === this.currentId);
    setFlag(this.element, 'hidden', list.length === 0);
    setText(this.count, String(open.length));
    this.rows.replaceChildren(...visible.map(comment => this.row(comment)));
    setFlag(this.resolved, 'hidden', open.length === list.length);
    setText(this.resolved, texts.get(this.showResolved ? 'hideResolved' : 'showResolved', list.length - review.openCount));
  }

  /** Within the list alone: `scrollIntoView` would also shift the canvas under a panel that is put away. */
  private reveal(row: Element | null): void {
    const list = this.element.getBoundingClientRect();
    const at = row?.getBoundingClientRect();
    if (at && (at.top < list.top || at.bottom > list.bottom)) {
      this.element.scrollTop += at.top - list.top;
    }
  }

  private row(comment: ShownComment): HTMLElement {
    const { engine, review } = this.context;
    return el('li', { value: String(comment.number), 'data-comment': comment.id, 'data-open': comment.open, 'aria-current': String(comment.id === this.currentId) },
      el('button', {
        type: 'button', class: 'an-comment-text',
        onclick: () => {
          review.currentId = comment.id;
          engine.run(`comment:${comment.id}`);
        },
      }, el('span', { class: 'an-pin-number' }, String(comment.number)), el('span', {}, comment.text)),
      commentMeta(this.context, comment), commentActions(this.context, comment));
  }

  private step(name: 'left' | 'right', command: 'nextComment' | 'previousComment'): HTMLButtonElement {
    const { engine, texts } = this.context;
    const label = texts.get(command);
    const keys = titleKeys(engine.keymap, command, texts);
    return el('button', { type: 'button', class: 'an-mini', 'aria-label': label, title: keys === '' ? label : `${label} (${keys})`, onclick: () => engine.run(command) }, icon(name));
  }
}
