import type { Command } from '../keys/chords.js';
import { presetIds, type PresetId } from '../keys/presets.js';
import { searched, sheetOf, type SheetLine } from '../keys/sheet.js';
import { el, setFlag } from './dom.js';
import { icon } from './icons.js';
import { KeyCapture } from './keyCapture.js';
import type { ViewContext } from './view.js';

/** The cheat sheet, and the place where keys are changed: a native dialog, so that focus and Escape behave as everywhere. Built from the keys in force. */
export class HelpDialog {
  readonly element: HTMLDialogElement;
  private readonly search = el('input', { type: 'search', class: 'an-search', 'data-action': 'helpSearch', oninput: () => this.render() });
  private readonly preset: HTMLSelectElement;
  private readonly restore: HTMLButtonElement;
  private readonly groups = el('div', { class: 'an-help-groups' });
  private capture: KeyCapture | null = null;

  constructor(private readonly context: ViewContext) {
    const { texts, engine } = context;
    const { settings } = engine.options;
    this.search.placeholder = texts.get('helpSearch');
    this.search.setAttribute('aria-label', texts.get('helpSearch'));
    this.preset = el('select', { 'aria-label': texts.get('keyPreset'), 'data-setting': 'preset', onchange: () => settings.set({ preset: this.preset.value as PresetId }) },
      ...presetIds.map(id => el('option', { value: id }, texts.get(`preset_${id}`))));
    this.restore = el('button', { type: 'button', class: 'an-link', 'data-action': 'restoreKeys', onclick: () => settings.set({ keys: {} }) }, texts.get('restoreKeys'));
    this.element = el('dialog', { class: 'an-dialog an-help', 'aria-label': texts.get('help'), onclick: event => event.target === this.element && this.element.close() },
      el('header', {},
        el('h2', {}, texts.get('help')),
        this.search,
        this.preset,
        el('button', { type: 'button', class: 'an-tool', 'aria-label': texts.get('close'), onclick: () => this.element.close() }, icon('close'))),
      el('p', { class: 'an-hint' }, el('span', {}, texts.get('keysCanChange')), this.restore),
      this.groups);
    this.element.addEventListener('keydown', event => this.keyDown(event));
    settings.follow(() => this.element?.open && this.render());
  }

  open(): void {
    this.search.value = '';
    this.render();
    this.element.showModal();
  }

  private render(): void {
    const { engine, texts } = this.context;
    this.capture = null;
    this.preset.value = engine.look.preset;
    setFlag(this.restore, 'hidden', Object.keys(engine.look.keys).length === 0);
    const groups = searched(sheetOf(engine.keymap, texts), this.search.value);
    const sections = groups.map(group => el('section', {}, el('h3', {}, group.title), el('dl', {}, ...group.lines.flatMap(line => this.line(line)))));
    this.groups.replaceChildren(...(sections.length > 0 ? sections : [el('p', { class: 'an-empty' }, texts.get('nothingFound'))]));
  }

  private line(line: SheetLine): HTMLElement[] {
    const keys = line.keys.map(each => el('span', { class: 'an-keys' }, ...each.map(cap => el('kbd', {}, cap))));
    const { command } = line;
    if (command === undefined) {
      return [el('dt', {}, ...keys), el('dd', {}, line.text)];
    }
    const place = el('dt', {});
    const label = this.context.texts.get('changeKeys', line.text);
    place.append(el('button', { type: 'button', class: 'an-change-keys', title: label, 'aria-label': label, 'data-command': command, onclick: () => this.begin(command, place) }, ...keys, ...(keys.length === 0 ? ['–'] : [])));
    return [place, el('dd', {}, line.text)];
  }

  private begin(command: Command, place: HTMLElement): void {
    if (this.capture) {
      this.render();
    }
    const { settings } = this.context.engine.options;
    this.capture = new KeyCapture(this.context, command, keys => {
      if (keys === null) {
        this.render();
      } else {
        settings.set({ keys });
      }
      this.element.querySelector<HTMLElement>(`[data-command="${command}"]`)?.focus();
    });
    place.replaceChildren(this.capture.element);
    this.capture.element.focus();
  }

  /** `?` closes what it opened, unless it is part of a search; the canvas hears no keys while the dialog is open. */
  private keyDown(event: KeyboardEvent): void {
    event.stopPropagation();
    if (this.capture?.element.contains(event.target as Node)) {
      this.capture.keyDown(event);
    } else if (event.key === '?' && this.search.value === '') {
      event.preventDefault();
      this.element.close();
    }
  }
}
