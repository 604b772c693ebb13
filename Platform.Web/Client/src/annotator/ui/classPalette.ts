import type { AnnotatorClass } from '../model.js';
import { findClasses, letterOf, positionOfPress } from '../search/classes.js';
import { el, setFlag } from './dom.js';
import type { ViewContext } from './view.js';

/** Classes offered at once; more are found by typing. */
const MostShown = 40;

/** A class for the selection or for what is drawn next: by typing a part of its name, or by the one letter that stands beside it. */
export class ClassPalette {
  readonly element: HTMLElement;
  private readonly input = el('input', { type: 'text', class: 'an-search', role: 'combobox', 'aria-expanded': 'true', autocomplete: 'off', oninput: () => this.search() });
  private readonly list = el('div', { class: 'an-palette-list', role: 'listbox' });
  private shown: readonly AnnotatorClass[] = [];
  private at = 0;
  private byLetter = false;

  constructor(private readonly context: ViewContext) {
    const { texts, idPrefix } = context;
    this.input.placeholder = texts.get('searchClass');
    this.input.setAttribute('aria-label', texts.get('searchClass'));
    this.list.id = `${idPrefix}-palette`;
    this.input.setAttribute('aria-controls', this.list.id);
    this.element = el('div', { class: 'an-palette', hidden: true, tabindex: '-1', 'aria-label': texts.get('searchClass') }, this.input, this.list);
    this.element.addEventListener('keydown', event => this.keyDown(event));
    this.element.addEventListener('focusout', event => !this.element.contains(event.relatedTarget as Node | null) && this.hide());
    for (const type of ['pointerdown', 'pointermove', 'pointerup', 'dblclick', 'wheel', 'contextmenu']) {
      this.element.addEventListener(type, event => event.stopPropagation());
    }
  }

  open(byLetter: boolean): void {
    this.byLetter = byLetter;
    this.input.value = '';
    setFlag(this.input, 'hidden', byLetter);
    this.element.hidden = false;
    this.search();
    (byLetter ? this.element : this.input).focus({ preventScroll: true });
  }

  private search(): void {
    const { engine } = this.context;
    this.shown = this.byLetter ? engine.classes : findClasses(engine.classes, this.input.value, engine.classSet.recent).slice(0, MostShown);
    this.at = 0;
    const rows = this.shown.map((target, i) => this.row(target, i));
    this.list.replaceChildren(...(rows.length > 0 ? rows : [el('p', { class: 'an-empty' }, this.context.texts.get('nothingFound'))]));
    this.mark();
  }

  private row(target: AnnotatorClass, i: number): HTMLElement {
    const { engine, idPrefix } = this.context;
    const swatch = el('span', { class: 'an-swatch' });
    swatch.style.setProperty('--class-color', engine.palette.look(target.id).color);
    const position = engine.classes.indexOf(target);
    const key = position < 9 ? String(position + 1) : this.byLetter ? letterOf(position)?.toUpperCase() ?? '' : '';
    return el('div', { class: 'an-palette-row', role: 'option', id: `${idPrefix}-palette-${i}`, 'data-class': target.id, onclick: () => this.pick(target) },
      swatch, el('span', { class: 'an-name' }, target.name), ...(target.key === target.name ? [] : [el('span', { class: 'an-detail' }, target.key)]), ...(key === '' ? [] : [el('kbd', {}, key)]));
  }

  private mark(): void {
    [...this.list.children].forEach((row, i) => row.setAttribute('aria-selected', String(i === this.at && !this.byLetter)));
    const current = this.shown.length > 0 ? this.list.children[this.at] : undefined;
    current?.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', current?.id ?? '');
  }

  private keyDown(event: KeyboardEvent): void {
    // The canvas hears no keys; a half-built syllable goes on being built.
    event.stopPropagation();
    if (event.isComposing && event.key !== 'Enter') {
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const pressed = this.byLetter && !event.ctrlKey && !event.metaKey && !event.altKey ? positionOfPress(event) : undefined;
    if (event.key === 'Escape' || event.key === 'Tab') {
      this.close();
    } else if (step !== undefined && this.shown.length > 0) {
      this.at = (this.at + step + this.shown.length) % this.shown.length;
      this.mark();
    } else if (event.key === 'Enter') {
      this.pick(this.shown[this.at]);
    } else if (pressed !== undefined) {
      this.pick(this.shown[pressed]);
    } else {
      return;
    }
    event.preventDefault();
  }

  private pick(target: AnnotatorClass | undefined): void {
    if (target) {
      this.close();
      this.context.engine.actions.useClass(target.id);
    }
  }

  private close(): void {
    this.hide();
    this.context.engine.stage.element.focus({ preventScroll: true });
  }

  private hide(): void {
    this.element.hidden = true;
  }
}
