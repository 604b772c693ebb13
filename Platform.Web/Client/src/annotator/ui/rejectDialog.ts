import { el, setFlag } from './dom.js';
import { icon } from './icons.js';
import type { ViewContext } from './view.js';

/** Sends an image back: with a word about why, unless an open comment on it says so already. */
export class RejectDialog {
  readonly element: HTMLDialogElement;
  private readonly field: HTMLTextAreaElement;
  private readonly confirm: HTMLButtonElement;
  private readonly pinned = el('p', { class: 'an-hint' });

  constructor(private readonly context: ViewContext, private readonly reject: (text: string) => void) {
    const { texts } = context;
    const title = `${context.idPrefix}-reject`;
    this.field = el('textarea', { rows: '4', maxlength: '2000', placeholder: texts.get('rejectPlaceholder'), 'aria-label': texts.get('rejectPlaceholder'), oninput: () => this.follow() });
    this.confirm = el('button', { type: 'button', class: 'an-reject', 'data-action': 'confirmReject', onclick: () => this.send() }, texts.get('rejectConfirm'));
    this.element = el('dialog', { class: 'an-dialog an-reject-dialog', 'aria-labelledby': title },
      el('header', {}, el('h2', { id: title }, texts.get('rejectTitle')),
        el('button', { type: 'button', class: 'an-tool', 'aria-label': texts.get('close'), onclick: () => this.element.close() }, icon('close'))),
      el('div', { class: 'an-kept' }, this.field, this.pinned, el('div', { class: 'an-kept-actions' }, this.confirm)));
    this.element.addEventListener('keydown', event => {
      event.stopPropagation();
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        this.send();
      }
    });
  }

  open(): void {
    this.follow();
    this.element.showModal();
    this.field.focus();
  }

  private follow(): void {
    const { engine, review } = this.context;
    const open = review.openCount;
    this.pinned.textContent = engine.text(open > 0 ? 'rejectHasComments' : 'rejectPinHint', open);
    this.confirm.disabled = open === 0 && this.field.value.trim() === '';
    setFlag(this.field, 'required', open === 0);
  }

  private send(): void {
    if (!this.confirm.disabled) {
      this.reject(this.field.value);
      this.field.value = '';
      this.element.close();
    }
  }
}
