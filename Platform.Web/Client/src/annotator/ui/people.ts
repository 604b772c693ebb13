import type { Present } from '../presence.js';
import { el, setFlag } from './dom.js';
import type { View, ViewContext } from './view.js';

const MaxShown = 4;

/** Who else has the image open. Nobody to see means that one is alone. */
export function createPeople(context: ViewContext): View {
  const { live, texts } = context;
  const element = el('div', { class: 'an-people', role: 'group' });
  let shown: readonly Present[] | null = null;
  return {
    element,
    update() {
      if (live.people === shown) {
        return;
      }
      shown = live.people;
      // Oneself is company only in another tab.
      const others = shown.filter(person => !person.you || (person.tabs ?? 1) > 1);
      const names = others.map(person => (person.you ? texts.get('youInTabs', person.tabs ?? 1) : person.name));
      setFlag(element, 'hidden', others.length === 0);
      element.setAttribute('aria-label', texts.get('alsoHere', names.join(', ')));
      element.replaceChildren(...others.slice(0, MaxShown).map((person, i) => avatar(person, names[i]!)),
        ...(others.length > MaxShown ? [el('span', { class: 'an-count', title: names.slice(MaxShown).join(', ') }, `+${others.length - MaxShown}`)] : []));
    },
  };
}

function avatar(person: Present, name: string): HTMLElement {
  const element = el('span', { class: 'an-avatar', title: name }, initials(person.name));
  element.style.setProperty('--person-color', person.color);
  return element;
}

/** `Ada Kim` → AK, `김하나` → 하나: of a Korean name the given name is what people call each other. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? '';
  if (/^[\uac00-\ud7a3]{2,4}$/.test(first) && words.length === 1) {
    return first.slice(-2);
  }
  const letters = words.length > 1 ? [first, words.at(-1)!].map(word => [...word][0] ?? '') : [...first].slice(0, 2);
  return letters.join('').toUpperCase();
}
