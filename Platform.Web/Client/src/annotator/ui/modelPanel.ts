import { isLive, isPending } from '../model.js';
import { el, setFlag, setText } from './dom.js';
import type { View, ViewContext } from './view.js';

/** Only while a model's shapes wait for review: from which confidence on they are shown, and taking all of those at once. */
export class ModelPanel implements View {
  readonly element: HTMLElement;
  private readonly slider = el('input', { type: 'range', min: '0', max: '100', step: '1', value: '0', 'data-action': 'confidence' });
  private readonly threshold = el('output', { class: 'an-count' });
  private readonly acceptShown: HTMLButtonElement;
  private seenVersion = -1;

  constructor(private readonly context: ViewContext) {
    const { engine, texts } = context;
    this.slider.setAttribute('aria-label', texts.get('confidence'));
    this.slider.addEventListener('input', () => engine.filter.setConfidence(Number(this.slider.value) / 100));
    this.acceptShown = el('button', { type: 'button', class: 'an-accept', 'data-action': 'acceptShown', onclick: () => engine.run('acceptShown') });
    this.element = el('section', { class: 'an-model' }, el('h3', {}, texts.get('confidence'), this.threshold), this.slider, this.acceptShown);
  }

  update(): void {
    const { engine, texts } = this.context;
    if (engine.version === this.seenVersion) {
      return;
    }
    this.seenVersion = engine.version;
    const pending = [...engine.objects.all()].filter(annotation => isLive(annotation) && isPending(annotation));
    const shown = pending.filter(annotation => engine.filter.shows(annotation)).length;
    setFlag(this.element, 'hidden', pending.length === 0);
    const percent = Math.round(engine.filter.confidence * 100);
    setText(this.threshold, `${percent}%`);
    if (document.activeElement !== this.slider) {
      this.slider.value = String(percent);
    }
    setText(this.acceptShown, texts.get('acceptShown', shown));
    this.acceptShown.disabled = shown === 0 || engine.readOnly;
  }
}
