import { isLive, isPending, type AnnotatorClass } from '../model.js';
import { scoreText } from '../render/labels.js';
import { tagClasses, tagOf } from '../tags.js';
import { el, setFlag, setPressed, setText } from './dom.js';
import { icon } from './icons.js';
import type { View, ViewContext } from './view.js';

interface Chip {
  readonly target: AnnotatorClass;
  readonly button: HTMLButtonElement;
  readonly score: HTMLElement;
}

/** Tags of the whole image, on a strip over it: what it has, and a press for each. There only where the ontology has such classes. */
export function createTagStrip(context: ViewContext): View {
  const { engine, texts } = context;
  const chips = el('div', { class: 'an-tag-chips' });
  const element = el('div', { class: 'an-tags', role: 'group', 'aria-label': texts.get('imageTags'), title: texts.get('imageTags') }, icon('label'), chips);
  let shown: readonly AnnotatorClass[] | null = null;
  let list: Chip[] = [];
  let seenVersion = -1;
  return {
    element,
    update() {
      if (engine.classes !== shown) {
        shown = engine.classes;
        seenVersion = -1;
        list = tagClasses(shown).map(target => chipOf(context, target, shown!.indexOf(target)));
        chips.replaceChildren(...list.map(({ button }) => button));
      }
      if (engine.version === seenVersion) {
        return;
      }
      seenVersion = engine.version;
      setFlag(element, 'hidden', list.length === 0);
      for (const { target, button, score } of list) {
        const tag = tagOf(engine.session?.store.all() ?? [], target.id);
        const live = tag !== undefined && isLive(tag);
        setPressed(button, live);
        setFlag(button, 'data-pending', live && isPending(tag));
        setFlag(button, 'data-selected', live && engine.selection.has(tag.id));
        setText(score, live ? scoreText(tag) : '');
        button.disabled = engine.readOnly || engine.loadState !== 'ready';
      }
    },
  };
}

function chipOf({ engine }: ViewContext, target: AnnotatorClass, position: number): Chip {
  const swatch = el('span', { class: 'an-swatch' });
  swatch.style.setProperty('--class-color', engine.palette.look(target.id).color);
  const score = el('span', { class: 'an-count' });
  const button = el('button', {
    type: 'button', class: 'an-chip', 'data-tag': target.key,
    onclick: () => {
      engine.actions.toggleTag(target);
      engine.stage.element.focus({ preventScroll: true });
    },
  }, swatch, el('span', {}, target.name), score, el('kbd', position < 9 ? {} : { hidden: true }, String(position + 1)));
  return { target, button, score };
}
