import { textWithKeys } from '../keys/sheet.js';
import { isBox, isPending, type Annotation } from '../model.js';
import { scoreText } from '../render/shapePainter.js';
import { el, setFlag, setText } from './dom.js';
import { icon } from './icons.js';
import type { View, ViewContext } from './view.js';

const RowPx = 32;
/** Rows kept above and below the window, so that a fast scroll shows no gap. */
const SpareRows = 6;

interface Row {
  readonly element: HTMLElement;
  readonly dot: HTMLElement;
  readonly name: HTMLElement;
  readonly detail: HTMLElement;
  readonly accept: HTMLButtonElement;
  id: string;
}

/** All objects of the image; only the rows in sight exist. Follows the canvas and leads it. */
export class ObjectList implements View {
  readonly element = el('div', { class: 'an-objects', tabindex: '0' });
  private readonly spacer = el('div', { class: 'an-spacer' });
  private readonly empty = el('p', { class: 'an-empty' });
  private readonly rows: Row[] = [];
  private items: readonly Annotation[] = [];
  private seenVersion = -1;
  private seenSelection = -1;

  constructor(private readonly context: ViewContext) {
    this.element.setAttribute('aria-label', context.texts.get('objects'));
    this.element.append(this.spacer, this.empty);
    this.element.addEventListener('scroll', () => this.render(), { passive: true });
    this.element.addEventListener('pointerleave', () => this.hover(null));
    new ResizeObserver(() => this.render()).observe(this.element);
  }

  get count(): number {
    return this.items.length;
  }

  update(): void {
    const { engine, texts } = this.context;
    if (engine.version === this.seenVersion) {
      return;
    }
    this.seenVersion = engine.version;
    this.items = [...(engine.session?.store.all() ?? [])].filter(annotation => engine.filter.passes(annotation));
    this.spacer.style.height = `${this.items.length * RowPx}px`;
    // A list box without options is an error to screen readers.
    const listed = this.items.length > 0;
    this.element.setAttribute('role', listed ? 'listbox' : 'group');
    if (listed) {
      this.element.setAttribute('aria-multiselectable', 'true');
    } else {
      this.element.removeAttribute('aria-multiselectable');
    }
    setFlag(this.empty, 'hidden', this.items.length > 0 || engine.loadState !== 'ready');
    setText(this.empty, textWithKeys(engine.keymap, texts, engine.readOnly ? 'noObjectsReadOnly' : 'noObjects'));
    if (engine.selection.version !== this.seenSelection) {
      this.seenSelection = engine.selection.version;
      this.followSelection();
    }
    this.render();
  }

  /** Scrolls to what was selected on the canvas, unless it is in sight already. */
  private followSelection(): void {
    const id = this.context.engine.selection.single();
    const index = id === undefined ? -1 : this.items.findIndex(annotation => annotation.id === id);
    const { scrollTop, clientHeight } = this.element;
    if (index >= 0 && (index * RowPx < scrollTop || (index + 1) * RowPx > scrollTop + clientHeight)) {
      this.element.scrollTop = index * RowPx - clientHeight / 2 + RowPx / 2;
    }
  }

  private render(): void {
    const first = Math.max(0, Math.floor(this.element.scrollTop / RowPx) - SpareRows);
    const last = Math.min(this.items.length, Math.ceil((this.element.scrollTop + this.element.clientHeight) / RowPx) + SpareRows);
    while (this.rows.length < last - first) {
      const row = this.createRow();
      this.rows.push(row);
      this.spacer.append(row.element);
    }
    this.rows.forEach((row, i) => {
      const index = first + i;
      const annotation = index < last ? this.items[index] : undefined;
      row.element.style.display = annotation ? '' : 'none';
      if (annotation) {
        this.fill(row, annotation, index);
      }
    });
  }

  private fill(row: Row, annotation: Annotation, index: number): void {
    const { engine } = this.context;
    const look = engine.palette.look(annotation.classId);
    const pending = isPending(annotation);
    row.id = annotation.id;
    row.element.style.transform = `translateY(${index * RowPx}px)`;
    row.element.dataset['id'] = annotation.id;
    row.element.setAttribute('aria-selected', String(engine.selection.has(annotation.id)));
    setFlag(row.element, 'data-pending', pending);
    row.element.title = pending ? this.context.texts.get('pendingModel') : '';
    row.dot.style.setProperty('--class-color', look.color);
    setText(row.name, look.name);
    const size = isBox(annotation) ? `${Math.round(annotation.geometry.width)} × ${Math.round(annotation.geometry.height)}` : annotation.type ?? '';
    setText(row.detail, pending ? scoreText(annotation) : size);
    setFlag(row.accept, 'hidden', !pending || engine.readOnly);
  }

  private createRow(): Row {
    const { engine, texts } = this.context;
    const dot = el('span', { class: 'an-swatch' });
    const name = el('span', { class: 'an-name' });
    const detail = el('span', { class: 'an-detail' });
    const accept = el('button', {
      type: 'button', class: 'an-mini', title: `${texts.get('accept')} (A)`, 'aria-label': texts.get('accept'), tabindex: '-1',
      onclick: event => {
        event.stopPropagation();
        engine.actions.acceptOne(row.id);
      },
    }, icon('check'));
    const element = el('div', {
      class: 'an-row', role: 'option',
      onclick: event => {
        const { shiftKey, ctrlKey, metaKey } = event as MouseEvent;
        engine.actions.focus(row.id, shiftKey || ctrlKey || metaKey);
        engine.stage.element.focus({ preventScroll: true });
      },
      ondblclick: () => engine.actions.zoomTo(row.id),
      onpointerenter: () => this.hover(row.id),
    }, dot, name, detail, accept);
    const row: Row = { element, dot, name, detail, accept, id: '' };
    return row;
  }

  private hover(id: string | null): void {
    if (this.context.engine.selection.hover(id)) {
      this.context.engine.stage.touch();
    }
  }
}
