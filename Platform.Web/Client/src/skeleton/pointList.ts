import { el } from '../annotator/ui/dom.js';
import type { SkeletonOptions } from './editor.js';
import { removePoint, renamePoint, reorderPoint, type Skeleton } from './skeleton.js';

export interface ListEvents {
  change(skeleton: Skeleton): void;
  select(index: number): void;
}

/** The points by number, to name, reorder and remove them. Rows stay while one types, so that the caret does. */
export class PointList {
  readonly element = el('div', { class: 'skeleton-list' });
  private skeleton: Skeleton = { points: [], edges: [], pairs: [] };
  private readonly rows = el('ol');
  private readonly empty = el('p', { class: 'muted small' });

  constructor(private readonly options: SkeletonOptions, private readonly events: ListEvents) {
    this.empty.textContent = this.text('empty');
    this.element.append(this.empty, this.rows);
  }

  draw(skeleton: Skeleton, selected: number): void {
    this.skeleton = skeleton;
    this.empty.hidden = skeleton.points.length > 0;
    while (this.rows.children.length > skeleton.points.length) {
      this.rows.lastElementChild!.remove();
    }
    while (this.rows.children.length < skeleton.points.length) {
      this.rows.append(this.row(this.rows.children.length));
    }
    skeleton.points.forEach((point, i) => this.update(i, point.name, partnerOf(skeleton, i), i === selected));
  }

  focus(index: number): void {
    this.input(index)?.select();
  }

  private row(index: number): HTMLElement {
    const name = el('input', { class: 'input input-small', maxlength: '64', spellcheck: 'false', disabled: this.options.readOnly, 'aria-label': `${this.text('pointName')} ${index + 1}` });
    name.addEventListener('input', () => this.events.change(renamePoint(this.skeleton, index, name.value)));
    name.addEventListener('focus', () => this.events.select(index));
    const row = el('li', {}, name, el('span', { class: 'skeleton-partner muted small' }));
    if (!this.options.readOnly) {
      row.append(
        this.button('up', '↑', () => reorderPoint(this.skeleton, index, -1)),
        this.button('down', '↓', () => reorderPoint(this.skeleton, index, 1)),
        this.button('remove', '×', () => removePoint(this.skeleton, index)));
    }
    return row;
  }

  private update(index: number, name: string, partner: string, selected: boolean): void {
    const row = this.rows.children[index]!;
    const input = this.input(index)!;
    if (input.value !== name) {
      input.value = name;
    }
    row.classList.toggle('skeleton-row-selected', selected);
    row.querySelector('.skeleton-partner')!.textContent = partner;
  }

  private button(key: string, sign: string, changed: () => Skeleton): HTMLButtonElement {
    return el('button', { type: 'button', class: 'icon-btn', title: this.text(key), 'aria-label': this.text(key), onclick: () => this.events.change(changed()) }, sign);
  }

  private input(index: number): HTMLInputElement | null {
    return this.rows.children[index]?.querySelector('input') ?? null;
  }

  private text(key: string): string {
    return this.options.texts[key] ?? key;
  }
}

function partnerOf(skeleton: Skeleton, index: number): string {
  const pair = skeleton.pairs.find(link => link.includes(index));
  const partner = pair ? skeleton.points[pair[0] === index ? pair[1] : pair[0]] : undefined;
  return partner ? `↔ ${partner.name}` : '';
}
