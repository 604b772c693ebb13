import { flags, hasFlag, ownValues } from '../attributes.js';
import { isBox, isPending, type Annotation } from '../model.js';
import { scoreText } from '../render/labels.js';
import { el, setFlag, setPressed, setText } from './dom.js';
import { icon, type IconName } from './icons.js';
import type { ListItem } from './objectItems.js';
import type { ViewContext } from './view.js';

export const RowPx = 32;

export interface RowEvents {
  pressed(item: ListItem, event: MouseEvent): void;
  opened(item: ListItem): void;
  hovered(item: ListItem): void;
  folded(key: string): void;
  /** Rows are dragged between layers, where they can be. */
  draggable(): boolean;
  dragged(item: ListItem): void;
  dropped(item: ListItem): void;
}

const typeIcons: Readonly<Record<string, IconName>> = {
  bbox: 'shapeBox', polygon: 'shapePolygon', polyline: 'shapePolyline', keypoints: 'shapeKeypoints', mask: 'shapeMask', tag: 'shapeTag', track: 'shapeTrack',
};

/** One line of the list; made once and filled anew for whatever scrolls by. */
export class ObjectRow {
  readonly element: HTMLElement;
  private readonly fold: HTMLButtonElement;
  private readonly type = el('span', { class: 'an-type' });
  private readonly name = el('span', { class: 'an-name' });
  private readonly values = el('span', { class: 'an-values' });
  private readonly flags = flags.map(flag => el('abbr', { class: 'an-flag' }, flag.charAt(0).toUpperCase()));
  private readonly detail = el('span', { class: 'an-detail' });
  private readonly accept: HTMLButtonElement;
  private readonly lock: HTMLButtonElement;
  private readonly eye: HTMLButtonElement;
  private item: ListItem | null = null;
  private typeShown = '';

  constructor(private readonly context: ViewContext, private readonly events: RowEvents) {
    const { engine, texts } = context;
    flags.forEach((flag, i) => this.flags[i]!.setAttribute('title', texts.get(flag)));
    this.fold = this.button('an-fold', 'fold', [icon('down')], () => this.item?.kind === 'group' && events.folded(this.item.key));
    this.accept = this.button('an-accept-one', 'accept', [icon('check')], () => this.item?.kind === 'object' && engine.actions.acceptOne(this.item.annotation.id));
    this.lock = this.button('an-lock', 'lock', [icon('unlocked'), icon('locked')], () => engine.marks.toggle('locked', this.members()));
    this.eye = this.button('an-eye', 'hide', [icon('eye'), icon('eyeOff')], () => engine.marks.toggle('hidden', this.members()));
    this.element = el('div', {
      class: 'an-row', role: 'option',
      onclick: event => this.item && events.pressed(this.item, event as MouseEvent),
      ondblclick: () => this.item && events.opened(this.item),
      onpointerenter: () => this.item && events.hovered(this.item),
      ondragstart: () => this.item && events.dragged(this.item),
      ondragover: event => {
        if (events.draggable()) {
          event.preventDefault();
          setFlag(this.element, 'data-drop', true);
        }
      },
      ondragleave: () => setFlag(this.element, 'data-drop', false),
      ondrop: event => {
        event.preventDefault();
        setFlag(this.element, 'data-drop', false);
        if (this.item && events.draggable()) {
          events.dropped(this.item);
        }
      },
    }, this.fold, this.type, this.name, this.values, ...this.flags, this.detail, this.accept, this.lock, this.eye);
  }

  fill(item: ListItem, index: number, active: boolean): void {
    this.item = item;
    this.element.style.transform = `translateY(${index * RowPx}px)`;
    this.element.id = `${this.context.idPrefix}-row-${index}`;
    setFlag(this.element, 'data-active', active);
    setFlag(this.element, 'data-group', item.kind === 'group');
    const { palette } = this.context.engine;
    this.element.style.setProperty('--class-color', (item.kind === 'object' ? palette.of(item.annotation) : palette.look(item.by === 'class' ? item.key : '')).color);
    this.element.draggable = this.events.draggable();
    setFlag(this.fold, 'hidden', item.kind === 'object');
    if (item.kind === 'group') {
      this.fillGroup(item);
    } else {
      this.fillObject(item.annotation);
    }
    const { marks } = this.context.engine;
    const members = this.members();
    setPressed(this.lock, members.every(member => marks.has('locked', member)));
    setPressed(this.eye, members.every(member => marks.has('hidden', member)));
    setFlag(this.element, 'data-hidden', this.eye.getAttribute('aria-pressed') === 'true');
  }

  private fillGroup({ key, by, members, collapsed }: ListItem & { kind: 'group' }): void {
    const { engine } = this.context;
    this.element.dataset['id'] = '';
    this.element.dataset['layer'] = by === 'layer' ? key : '';
    this.element.title = '';
    this.fold.setAttribute('aria-expanded', String(!collapsed));
    this.element.setAttribute('aria-selected', String(members.every(member => engine.selection.has(member.id))));
    [...this.flags, this.accept].forEach(each => setFlag(each, 'hidden', true));
    setFlag(this.element, 'data-pending', false);
    setFlag(this.element, 'data-hovered', false);
    this.showType('');
    setText(this.name, by === 'class' ? engine.palette.look(key).name : this.context.texts.get('layer', key));
    setText(this.values, '');
    setText(this.detail, String(members.length));
  }

  private fillObject(annotation: Annotation): void {
    setFlag(this.element, 'data-keyframe', typeof annotation.trackId === 'string' && annotation.interpolated !== true);
    const { engine, texts } = this.context;
    const pending = isPending(annotation);
    this.element.dataset['id'] = annotation.id;
    this.element.title = pending ? texts.get('pendingModel') : '';
    this.element.setAttribute('aria-selected', String(engine.selection.has(annotation.id)));
    setFlag(this.element, 'data-pending', pending);
    setFlag(this.element, 'data-hovered', engine.selection.hovered === annotation.id);
    this.showType(annotation.trackId ? 'track' : annotation.type ?? 'tag');
    setText(this.name, engine.palette.look(annotation.classId).name);
    setText(this.values, ownValues(annotation).map(([name, value]) => (value === true ? name : value === false ? '' : String(value))).filter(text => text !== '').join(', '));
    flags.forEach((flag, i) => setFlag(this.flags[i]!, 'hidden', !hasFlag(annotation, flag)));
    const size = isBox(annotation) ? `${Math.round(annotation.geometry.width)} × ${Math.round(annotation.geometry.height)}` : '';
    setText(this.detail, pending ? scoreText(annotation) : size);
    setFlag(this.accept, 'hidden', !pending || engine.readOnly);
  }

  private showType(type: string): void {
    if (type !== this.typeShown || type === '') {
      this.typeShown = type;
      const name = typeIcons[type];
      this.type.replaceChildren(...(name ? [icon(name)] : [el('span', { class: 'an-swatch' })]));
    }
  }

  private members(): readonly Annotation[] {
    return this.item?.kind === 'group' ? this.item.members : this.item ? [this.item.annotation] : [];
  }

  private button(className: string, text: 'accept' | 'lock' | 'hide' | 'fold', icons: readonly Node[], action: () => void): HTMLButtonElement {
    const label = this.context.texts.get(text);
    return el('button', {
      type: 'button', class: `an-mini ${className}`, title: label, 'aria-label': label, tabindex: '-1',
      onclick: event => {
        event.stopPropagation();
        action();
      },
      ondblclick: event => event.stopPropagation(),
    }, ...icons);
  }
}
