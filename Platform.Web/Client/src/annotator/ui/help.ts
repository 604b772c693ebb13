import { searched, sheetOf, type SheetLine } from '../keys/sheet.js';
import { el } from './dom.js';
import { icon } from './icons.js';
import type { ViewContext } from './view.js';

/** The cheat sheet: a native dialog, so that focus and Escape behave as everywhere. Built anew at each opening, from the keys in force. */
export class HelpDialog {
  readonly element: HTMLDialogElement;
  private readonly search = el('input', { type: 'search', class: 'an-search', 'data-action': 'helpSearch', oninput: () => this.render() });
  private readonly groups = el('div', { class: 'an-help-groups' });

  constructor(private readonly context: ViewContext) {
    const { texts } = context;
    this.search.placeholder = texts.get('helpSearch');
    this.search.setAttribute('aria-label', texts.get('helpSearch'));
    this.element = el('dialog', { class: 'an-dialog an-help', 'aria-label': texts.get('help'), onclick: event => event.target === this.element && this.element.close() },
      el('header', {},
        el('h2', {}, texts.get('help')),
        this.search,
        el('button', { type: 'button', class: 'an-tool', 'aria-label': texts.get('close'), onclick: () => this.element.close() }, icon('close'))),
      this.groups);
    this.element.addEventListener('keydown', event => this.keyDown(event));
  }

  open(): void {
    this.search.value = '';
    this.render();
    this.element.showModal();
  }

  private render(): void {
    const { engine, texts } = this.context;
    const groups = searched(sheetOf(engine.keymap, texts), this.search.value);
    const sections = groups.map(group => el('section', {}, el('h3', {}, group.title), el('dl', {}, ...group.lines.flatMap(line => lineOf(line)))));
    this.groups.replaceChildren(...(sections.length > 0 ? sections : [el('p', { class: 'an-empty' }, texts.get('nothingFound'))]));
  }

  /** `?` closes what it opened, unless it is part of a search; the canvas hears no keys while the dialog is open. */
  private keyDown(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === '?' && this.search.value === '') {
      event.preventDefault();
      this.element.close();
    }
  }
}

function lineOf(line: SheetLine): HTMLElement[] {
  const keys = line.keys.map(each => el('span', { class: 'an-keys' }, ...each.map(cap => el('kbd', {}, cap))));
  return [el('dt', {}, ...keys), el('dd', {}, line.text)];
}
