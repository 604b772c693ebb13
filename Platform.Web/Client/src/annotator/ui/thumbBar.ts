import { isPending, type AnnotatorClass } from '../model.js';
import { el, setFlag, setPressed, setText } from './dom.js';
import { icon } from './icons.js';
import type { View, ViewContext } from './view.js';

/** On a phone the panel is away; classes and the selection's actions stay at the thumb. */
export function createThumbBar(context: ViewContext): View {
  const { engine, texts } = context;
  const chips = el('div', { class: 'an-chips' });
  const accept = el('button', { type: 'button', class: 'an-accept', 'data-action': 'acceptSelection', onclick: () => engine.actions.accept() }, icon('check'), texts.get('accept'));
  const reject = el('button', { type: 'button', class: 'an-reject', 'data-action': 'rejectSelection', onclick: () => engine.run('delete') }, icon('close'), texts.get('reject'));
  const selection = el('div', { class: 'an-selection-bar' }, el('span', { class: 'an-count' }), accept, reject);
  const element = el('div', { class: 'an-thumb' }, selection, chips);
  let shownClasses: readonly AnnotatorClass[] | null = null;
  let seenVersion = -1;
  let buttons: [string, HTMLButtonElement][] = [];
  return {
    element,
    update() {
      if (engine.classes !== shownClasses) {
        shownClasses = engine.classes;
        buttons = engine.classes.map(target => {
          const swatch = el('span', { class: 'an-swatch' });
          swatch.style.setProperty('--class-color', engine.palette.look(target.id).color);
          return [target.id, el('button', { type: 'button', class: 'an-chip', onclick: () => engine.actions.useClass(target.id) }, swatch, target.name)];
        });
        chips.replaceChildren(...buttons.map(([, button]) => button));
      }
      buttons.forEach(([id, button]) => setPressed(button, engine.activeClassId === id));
      if (engine.version === seenVersion) {
        return;
      }
      seenVersion = engine.version;
      const pending = engine.selection.ids().some(id => {
        const annotation = engine.get(id);
        return annotation !== undefined && isPending(annotation);
      });
      setFlag(selection, 'hidden', !pending || engine.readOnly);
      setText(selection.firstElementChild!, texts.get('selectedCount', engine.selection.size));
    },
  };
}
