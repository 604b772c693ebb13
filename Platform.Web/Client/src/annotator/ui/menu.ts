import { clamp, type ScreenPoint } from '../geometry/math.js';
import type { Command } from '../keys/chords.js';
import { titleKeys } from '../keys/sheet.js';
import { el } from './dom.js';
import { icon } from './icons.js';
import type { ViewContext } from './view.js';

export interface MenuItem {
  readonly text: string;
  /** What does the same: its keys stand at the end of the line. */
  readonly command?: Command;
  /** What the mouse does instead, as on a key cap. */
  readonly keys?: string;
  /** `#rrggbb` of a class. */
  readonly color?: string;
  readonly disabled?: boolean;
  /** Ticked or not; absent where it is no state. */
  readonly checked?: boolean;
  /** Begins a new group. */
  readonly separated?: boolean;
  run(): void;
}

const EdgePx = 8;

/** A small menu over the picture: arrows, Enter and Escape, or the pointer. One is open at a time. */
export class Menu {
  readonly element = el('div', { class: 'an-menu', role: 'menu', hidden: true });

  constructor(private readonly context: ViewContext) {
    this.element.addEventListener('keydown', event => this.key(event));
    this.element.addEventListener('contextmenu', event => event.preventDefault());
    for (const type of ['pointerdown', 'pointermove', 'pointerup', 'dblclick', 'wheel']) {
      this.element.addEventListener(type, event => event.stopPropagation());
    }
    this.element.addEventListener('focusout', event => {
      if (!this.element.contains(event.relatedTarget as Node | null)) {
        this.hide();
      }
    });
  }

  show(at: ScreenPoint, items: readonly MenuItem[]): void {
    if (items.length === 0) {
      return;
    }
    this.element.replaceChildren(...items.map(item => this.row(item)));
    this.element.hidden = false;
    const { clientWidth, clientHeight } = this.element.parentElement!;
    const { offsetWidth, offsetHeight } = this.element;
    this.element.style.left = `${clamp(at.x, EdgePx, Math.max(EdgePx, clientWidth - offsetWidth - EdgePx))}px`;
    this.element.style.top = `${clamp(at.y, EdgePx, Math.max(EdgePx, clientHeight - offsetHeight - EdgePx))}px`;
    this.rows()[0]?.focus({ preventScroll: true });
  }

  hide(): void {
    this.element.hidden = true;
  }

  private row(item: MenuItem): HTMLButtonElement {
    const { engine, texts } = this.context;
    const keys = item.command === undefined ? item.keys ?? '' : titleKeys(engine.keymap, item.command, texts);
    const swatch = el('span', { class: 'an-swatch' });
    swatch.style.setProperty('--class-color', item.color ?? '');
    return el('button', {
      type: 'button', role: item.checked === undefined ? 'menuitem' : 'menuitemcheckbox', class: `an-menu-item${item.separated ? ' an-separated' : ''}`, tabindex: '-1',
      disabled: item.disabled === true, ...(item.checked === undefined ? {} : { 'aria-checked': String(item.checked) }),
      onclick: () => {
        this.close();
        item.run();
      },
    }, ...(item.color ? [swatch] : []), el('span', { class: 'an-name' }, item.text), ...(item.checked ? [icon('check')] : []), ...(keys === '' ? [] : [el('kbd', {}, keys)]));
  }

  private key(event: KeyboardEvent): void {
    const rows = this.rows();
    const current = rows.indexOf(document.activeElement as HTMLButtonElement);
    const steps: Readonly<Record<string, number>> = { ArrowDown: current + 1, ArrowUp: current - 1 + rows.length, Home: 0, End: rows.length - 1 };
    const next = steps[event.key];
    if (next !== undefined) {
      rows[next % rows.length]?.focus({ preventScroll: true });
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      this.close();
    }
    if (next !== undefined || event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
    }
    // The canvas hears no keys while the menu is open.
    event.stopPropagation();
  }

  private close(): void {
    this.hide();
    this.context.engine.stage.element.focus({ preventScroll: true });
  }

  private rows(): HTMLButtonElement[] {
    return [...this.element.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
  }
}
