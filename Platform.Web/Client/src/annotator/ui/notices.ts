import { el } from './dom.js';
import { icon } from './icons.js';

const ShortMs = 3500;
const LongMs = 15_000;

/** Short messages over the picture. What concerns somebody's work stays longer and can be closed. */
export class Notices {
  readonly element = el('div', { class: 'an-notices', role: 'status', 'aria-live': 'polite' });

  show(text: string, important: boolean, closeLabel: string): void {
    const repeated = [...this.element.children].find(child => child.firstChild?.textContent === text);
    repeated?.remove();
    const notice = el('div', { class: 'an-notice' }, el('span', {}, text));
    if (important) {
      notice.append(el('button', { type: 'button', class: 'an-mini', 'aria-label': closeLabel, onclick: () => notice.remove() }, icon('close')));
    }
    this.element.append(notice);
    setTimeout(() => notice.remove(), important ? LongMs : ShortMs);
  }
}
