import { helpGroups } from '../keys/help.js';
import { englishTexts, type TextKey, type Texts } from '../texts.js';
import { el } from './dom.js';
import { icon } from './icons.js';

/** The cheat sheet: a native dialog, so that focus and Escape behave as everywhere. */
export function createHelp(texts: Texts): HTMLDialogElement {
  const groups = helpGroups.map(group =>
    el('section', {},
      el('h3', {}, texts.get(group.title)),
      el('dl', {}, ...group.lines.flatMap(line => [
        el('dt', {}, ...line.keys.map(key => el('kbd', {}, key in englishTexts ? texts.get(key as TextKey) : key))),
        el('dd', {}, texts.get(line.text)),
      ]))));
  const dialog: HTMLDialogElement = el('dialog', { class: 'an-help', 'aria-label': texts.get('help'), onclick: event => event.target === dialog && dialog.close() },
    el('header', {},
      el('h2', {}, texts.get('help')),
      el('button', { type: 'button', class: 'an-tool', 'aria-label': texts.get('close'), onclick: () => dialog.close() }, icon('close'))),
    el('div', { class: 'an-help-groups' }, ...groups));
  // `?` closes what it opened; the canvas hears no keys while the dialog is open.
  dialog.addEventListener('keydown', event => {
    event.stopPropagation();
    if (event.key === '?') {
      dialog.close();
    }
  });
  return dialog;
}
