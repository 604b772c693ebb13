import { zOf } from '../edits.js';
import type { Annotation } from '../model.js';
import { el, setFlag, setText } from './dom.js';
import type { ViewContext } from './view.js';

/** Takes the shapes of higher layers out of sight, to get at what lies below; there only where shapes lie on more than one layer. */
export class LayerLimit {
  readonly element: HTMLElement;
  private readonly slider = el('input', { type: 'range', step: '1', 'data-action': 'layerLimit' });
  private readonly value = el('output', {});

  constructor(private readonly context: ViewContext) {
    this.slider.addEventListener('input', () => {
      const layer = Number(this.slider.value);
      context.engine.filter.setHighestLayer(layer < Number(this.slider.max) ? layer : null);
    });
    this.element = el('label', { class: 'an-setting an-layer-limit', hidden: true }, el('span', {}, context.texts.get('layerLimit')), this.value, this.slider);
  }

  update(all: readonly Annotation[]): void {
    const { engine, texts } = this.context;
    let [lowest, highest] = [Infinity, -Infinity];
    for (const annotation of all) {
      lowest = Math.min(lowest, zOf(annotation));
      highest = Math.max(highest, zOf(annotation));
    }
    const limit = engine.filter.highestLayer;
    setFlag(this.element, 'hidden', !(lowest < highest) && limit === null);
    this.slider.min = String(Math.min(lowest, limit ?? lowest));
    this.slider.max = String(Math.max(highest, limit ?? highest));
    this.slider.value = String(limit ?? highest);
    setText(this.value, limit === null ? texts.get('layerLimitAll') : String(limit));
  }
}
