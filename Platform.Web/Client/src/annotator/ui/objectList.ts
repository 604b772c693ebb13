import { textWithKeys } from '../keys/sheet.js';
import { layerEdits, zOf } from '../edits.js';
import type { Annotation } from '../model.js';
import { el, setFlag, setText } from './dom.js';
import { idsBetween, indexOf, listItems, nearestObject, type GroupBy, type ListItem } from './objectItems.js';
import { ObjectRow, RowPx } from './objectRow.js';
import type { View, ViewContext } from './view.js';

/** Rows kept above and below the window, so that a fast scroll shows no gap. */
const SpareRows = 6;

/** All objects of the image; only the rows in sight exist. Follows the canvas and leads it. */
export class ObjectList implements View {
  readonly element = el('div', { class: 'an-objects', tabindex: '0' });
  private readonly spacer = el('div', { class: 'an-spacer' });
  private readonly empty = el('p', { class: 'an-empty' });
  private readonly rows: ObjectRow[] = [];
  private readonly collapsed = new Set<string>();
  private objects: readonly Annotation[] = [];
  private items: readonly ListItem[] = [];
  private by: GroupBy = 'none';
  /** What is being dragged to another layer. */
  private dragged: readonly string[] = [];
  /** Where a range begins, and where the arrow keys stand. */
  private anchorId: string | null = null;
  private activeId: string | null = null;
  private seenVersion = -1;
  private seenSelection = -1;
  private seenHovered: string | null = null;

  constructor(private readonly context: ViewContext) {
    this.element.setAttribute('aria-label', context.texts.get('objects'));
    this.element.append(this.spacer, this.empty);
    this.element.addEventListener('scroll', () => this.render(), { passive: true });
    this.element.addEventListener('pointerleave', () => this.hover(null));
    this.element.addEventListener('keydown', event => this.keyDown(event));
    new ResizeObserver(() => this.render()).observe(this.element);
  }

  get count(): number {
    return this.objects.length;
  }

  get grouped(): GroupBy {
    return this.by;
  }

  group(by: GroupBy): void {
    this.by = by;
    this.seenVersion = -1;
    this.update();
  }

  update(): void {
    const { engine } = this.context;
    if (engine.version === this.seenVersion) {
      if (engine.selection.hovered !== this.seenHovered) {
        this.render();
      }
      return;
    }
    this.seenVersion = engine.version;
    this.objects = [...engine.objects.all()].filter(annotation => engine.filter.passes(annotation));
    this.items = listItems(this.objects, engine.classes, { by: this.by, collapsed: this.collapsed });
    this.spacer.style.height = `${this.items.length * RowPx}px`;
    this.describe();
    if (engine.selection.version !== this.seenSelection) {
      this.seenSelection = engine.selection.version;
      this.followSelection();
    }
    this.render();
  }

  private describe(): void {
    const { engine, texts } = this.context;
    // A list box without options is an error to screen readers.
    const listed = this.items.length > 0;
    this.element.setAttribute('role', listed ? 'listbox' : 'group');
    if (listed) {
      this.element.setAttribute('aria-multiselectable', 'true');
    } else {
      this.element.removeAttribute('aria-multiselectable');
    }
    setFlag(this.empty, 'hidden', listed || engine.loadState !== 'ready');
    setText(this.empty, textWithKeys(engine.keymap, texts, engine.filter.filtered ? 'nothingFound' : engine.readOnly ? 'noObjectsReadOnly' : 'noObjects'));
  }

  /** Scrolls to what was selected on the canvas, unless it is in sight already. */
  private followSelection(): void {
    const id = this.context.engine.selection.single();
    if (id !== undefined) {
      this.anchorId = this.activeId = id;
      this.scrollTo(indexOf(this.items, id), true);
    }
  }

  private scrollTo(index: number, centred: boolean): void {
    const { scrollTop, clientHeight } = this.element;
    const top = index * RowPx;
    if (index < 0 || (top >= scrollTop && top + RowPx <= scrollTop + clientHeight)) {
      return;
    }
    this.element.scrollTop = centred ? top - clientHeight / 2 + RowPx / 2 : top < scrollTop ? top : top + RowPx - clientHeight;
  }

  private render(): void {
    this.seenHovered = this.context.engine.selection.hovered;
    const first = Math.max(0, Math.floor(this.element.scrollTop / RowPx) - SpareRows);
    const last = Math.min(this.items.length, Math.ceil((this.element.scrollTop + this.element.clientHeight) / RowPx) + SpareRows);
    while (this.rows.length < last - first) {
      this.addRow();
    }
    let activeRow = '';
    this.rows.forEach((row, i) => {
      const item = first + i < last ? this.items[first + i] : undefined;
      row.element.style.display = item ? '' : 'none';
      if (item) {
        const active = item.kind === 'object' && item.annotation.id === this.activeId;
        row.fill(item, first + i, active);
        activeRow = active ? row.element.id : activeRow;
      }
    });
    this.element.setAttribute('aria-activedescendant', activeRow);
  }

  private addRow(): void {
    const row = new ObjectRow(this.context, {
      pressed: (item, event) => this.pressed(item, event),
      opened: item => item.kind === 'object' && this.context.engine.actions.zoomTo(item.annotation.id),
      hovered: item => this.hover(item.kind === 'object' ? item.annotation.id : null),
      folded: key => this.fold(key, !this.collapsed.has(key)),
      dragged: item => this.drag(item),
      dropped: item => this.drop(item),
      draggable: () => this.by === 'layer' && !this.context.engine.readOnly,
    });
    this.rows.push(row);
    this.spacer.append(row.element);
  }

  private pressed(item: ListItem, { shiftKey, ctrlKey, metaKey }: MouseEvent): void {
    const { selection } = this.context.engine;
    if (item.kind === 'group') {
      const ids = item.members.map(member => member.id);
      ctrlKey || metaKey || shiftKey ? selection.add(ids) : selection.replace(ids);
    } else if (ctrlKey || metaKey) {
      this.anchorId = this.activeId = item.annotation.id;
      selection.toggle(item.annotation.id);
    } else {
      this.go(item.annotation.id, shiftKey);
    }
    this.element.focus({ preventScroll: true });
  }

  /** Selects an object, or everything from where the range began to it, and brings it into sight here and on the canvas. */
  private go(id: string, extend: boolean): void {
    const { selection, actions } = this.context.engine;
    this.activeId = id;
    if (extend && this.anchorId !== null) {
      selection.replace(idsBetween(this.items, this.anchorId, id));
    } else {
      this.anchorId = id;
      selection.replace([id]);
    }
    this.seenSelection = selection.version;
    this.scrollTo(indexOf(this.items, id), false);
    actions.reveal(id);
    this.render();
  }

  private keyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.runKey(event.key, event.shiftKey)) {
      return;
    }
    // What the list takes must not also nudge the selection.
    event.preventDefault();
  }

  private runKey(key: string, shift: boolean): boolean {
    const { engine } = this.context;
    const at = this.activeId === null ? -1 : indexOf(this.items, this.activeId);
    const page = Math.max(1, Math.floor(this.element.clientHeight / RowPx) - 1);
    switch (key) {
      case 'ArrowDown': return this.step(at + 1, 1, shift);
      case 'ArrowUp': return this.step(at < 0 ? this.items.length - 1 : at - 1, -1, shift);
      case 'PageDown': return this.step(Math.min(at + page, this.items.length - 1), -1, shift);
      case 'PageUp': return this.step(Math.max(at - page, 0), 1, shift);
      case 'Home': return this.step(0, 1, shift);
      case 'End': return this.step(this.items.length - 1, -1, shift);
      case 'Enter': return at >= 0 && (engine.actions.zoomTo(this.activeId!), true);
      case ' ': return at >= 0 && (engine.selection.toggle(this.activeId!), true);
      case 'Delete': case 'Backspace': return this.remove(at, shift);
      default: return false;
    }
  }

  private step(from: number, direction: 1 | -1, extend: boolean): boolean {
    const index = nearestObject(this.items, from, direction);
    const item = this.items[index];
    if (item?.kind === 'object') {
      this.go(item.annotation.id, extend);
    }
    return true;
  }

  /** Deletes and goes on with what then stands in the same place, so that a row of deletions is one key each. */
  private remove(at: number, force: boolean): boolean {
    const { engine } = this.context;
    engine.run(force ? 'deleteLocked' : 'delete');
    this.update();
    if (engine.selection.size === 0 && this.items.length > 0) {
      const next = nearestObject(this.items, Math.min(at, this.items.length - 1), 1);
      this.step(next < 0 ? this.items.length - 1 : next, -1, false);
    }
    return true;
  }

  private fold(key: string, collapsed: boolean): void {
    if (collapsed) {
      this.collapsed.add(key);
    } else {
      this.collapsed.delete(key);
    }
    this.group(this.by);
  }

  /** A row takes the whole selection with it where it belongs to it; a heading its whole layer. */
  private drag(item: ListItem): void {
    const { selection } = this.context.engine;
    const ids = item.kind === 'group' ? item.members.map(member => member.id) : [item.annotation.id];
    this.dragged = item.kind === 'object' && selection.has(item.annotation.id) ? selection.ids() : ids;
  }

  private drop(item: ListItem): void {
    const { engine } = this.context;
    const layer = zOf(item.kind === 'group' ? item.members[0]! : item.annotation);
    const moved = this.dragged.map(id => engine.get(id)).filter(annotation => annotation !== undefined);
    this.dragged = [];
    const edits = layerEdits(moved, layer);
    if (edits.length > 0) {
      engine.edit(edits);
    }
  }

  private hover(id: string | null): void {
    const { engine } = this.context;
    if (engine.selection.hover(id)) {
      engine.stage.touch();
    }
  }
}
