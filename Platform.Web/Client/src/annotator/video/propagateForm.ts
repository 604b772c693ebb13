import { el } from '../ui/dom.js';
import type { ViewContext } from '../ui/view.js';

const DefaultFrames = 10;

/** Asks over how many frames the selected single shapes are copied. */
export class PropagateForm {
  readonly element: HTMLElement;
  private readonly frames = el('input', { type: 'number', min: '1', step: '1', value: String(DefaultFrames), class: 'an-time-frame', 'data-action': 'propagateFrames' });
  private readonly back = el('input', { type: 'checkbox', 'data-action': 'propagateBack' });

  constructor(private readonly context: ViewContext) {
    const { texts } = context;
    this.element = el('form', { class: 'an-time-form', hidden: true },
      el('label', {}, texts.get('framesAhead'), this.frames),
      el('label', {}, this.back, texts.get('framesBack')),
      el('button', { type: 'submit', class: 'an-accept' }, texts.get('copyToFrames')));
    this.element.addEventListener('submit', event => {
      event.preventDefault();
      this.close();
      const count = Math.max(1, Math.round(this.frames.valueAsNumber || 1));
      context.engine.run(`propagate:${this.back.checked ? -count : count}`);
    });
    this.element.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        this.close();
      }
      // The canvas hears no keys while a number is typed.
      event.stopPropagation();
    });
  }

  open(): void {
    const { video } = this.context.engine;
    this.frames.max = String(video?.last ?? 1);
    this.element.hidden = false;
    this.frames.focus();
    this.frames.select();
  }

  private close(): void {
    this.element.hidden = true;
    this.context.engine.stage.element.focus({ preventScroll: true });
  }
}
