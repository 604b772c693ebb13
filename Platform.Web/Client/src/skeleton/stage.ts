import { el } from '../annotator/ui/dom.js';
import type { Mode, SkeletonOptions } from './editor.js';
import type { Skeleton, Stage } from './skeleton.js';

const SvgNamespace = 'http://www.w3.org/2000/svg';
const emptyStage: Stage = { width: 800, height: 600 };
/** Pictures are scaled to this width, so that points and names are drawn in one size on all of them. */
const StageWidth = 800;
const PointRadiusPx = 7;
const LabelPx = 13;
const MaxHeightPx = 520;
/** A press that moves less than this chooses a point instead of dragging it. */
const SlopUnits = 3;

export interface StageEvents {
  /** The stage was pressed where no point is; units of the stage. */
  press(x: number, y: number): void;
  choose(index: number): void;
  /** While a point is dragged. */
  move(index: number, x: number, y: number): void;
  /** A drag has ended. */
  moved(): void;
  nudge(index: number, dx: number, dy: number): void;
}

export interface StageState {
  readonly mode: Mode;
  readonly selected: number;
  readonly begun: number;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The picture with the skeleton over it. Points are buttons for the keyboard, too: arrows move one, Enter chooses it. */
export class SkeletonStage {
  readonly element = el('div', { class: 'skeleton-stage' });
  size: Stage = emptyStage;
  /** Called when another picture has changed the stage's size. */
  onSize: () => void = () => undefined;
  private readonly svg = svg('svg', { role: 'group' });
  private readonly image = el('img', { alt: '', draggable: 'false' });
  private readonly resized = new ResizeObserver(() => this.redraw());
  private redraw: () => void = () => undefined;
  private drag: { index: number; moved: boolean; x: number; y: number } | null = null;

  constructor(private readonly options: SkeletonOptions, private readonly events: StageEvents) {
    this.svg.setAttribute('aria-label', options.texts['stage'] ?? '');
    this.svg.style.setProperty('--skeleton', options.color);
    this.element.append(this.image, this.svg);
    this.image.hidden = true;
    this.image.addEventListener('load', () => this.resize({ width: StageWidth, height: StageWidth * this.image.naturalHeight / this.image.naturalWidth }));
    this.svg.addEventListener('pointerdown', event => this.down(event));
    this.svg.addEventListener('pointermove', event => this.dragTo(event));
    this.svg.addEventListener('pointerup', () => this.up());
    this.svg.addEventListener('pointercancel', () => this.up());
    this.svg.addEventListener('keydown', event => this.key(event));
    this.resize(emptyStage);
    this.resized.observe(this.element);
  }

  dispose(): void {
    this.resized.disconnect();
  }

  draw(skeleton: Skeleton, state: StageState): void {
    this.redraw = () => this.draw(skeleton, state);
    const focused = this.focusedIndex();
    // Units of the stage in one pixel: points and names look the same on a phone and on a large screen.
    const unit = this.size.width / (this.element.clientWidth || this.size.width);
    const radius = PointRadiusPx * unit;
    this.svg.style.setProperty('--unit', `${unit}px`);
    const at = (i: number): { x: number; y: number } => skeleton.points[i] ?? { x: 0, y: 0 };
    const line = (kind: string) => ([a, b]: readonly [number, number]): SVGElement =>
      svg('line', { class: kind, x1: at(a).x, y1: at(a).y, x2: at(b).x, y2: at(b).y });
    const pairs = state.mode === 'pairs' ? skeleton.pairs.map(line('skeleton-pair')) : [];
    const points = skeleton.points.map((point, i) => {
      const circle = svg('circle', { cx: point.x, cy: point.y, r: radius, tabindex: 0, role: 'button', 'data-index': i, 'aria-label': point.name });
      circle.classList.toggle('skeleton-selected', i === state.selected);
      circle.classList.toggle('skeleton-begun', i === state.begun);
      return circle;
    });
    const labels = skeleton.points.map((point, i) => {
      const label = svg('text', { x: point.x + radius + 5 * unit, y: point.y + 5 * unit, 'font-size': LabelPx * unit });
      label.textContent = `${i + 1} ${point.name}`;
      return label;
    });
    this.svg.replaceChildren(...skeleton.edges.map(line('skeleton-edge')), ...pairs, ...labels, ...points);
    points[focused]?.focus({ preventScroll: true });
  }

  /** An empty address is the empty stage. */
  showPicture(url: string): void {
    this.image.hidden = url === '';
    if (url === '') {
      this.image.removeAttribute('src');
      this.resize(emptyStage);
    } else {
      this.image.src = url;
    }
  }

  private resize(size: Stage): void {
    this.size = size;
    this.svg.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
    this.element.style.aspectRatio = `${size.width} / ${size.height}`;
    // A limit on the height would bend the picture.
    this.element.style.maxWidth = `${MaxHeightPx * size.width / size.height}px`;
    this.onSize();
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0) {
      return;
    }
    const index = indexOf(event.target);
    const { x, y } = this.place(event);
    if (index < 0) {
      event.preventDefault();
      this.events.press(x, y);
      return;
    }
    this.drag = { index, moved: false, x, y };
    this.svg.setPointerCapture(event.pointerId);
  }

  private dragTo(event: PointerEvent): void {
    if (!this.drag || this.options.readOnly) {
      return;
    }
    const { x, y } = this.place(event);
    this.drag.moved ||= Math.hypot(x - this.drag.x, y - this.drag.y) > SlopUnits;
    if (this.drag.moved) {
      this.events.move(this.drag.index, x, y);
    }
  }

  private up(): void {
    const drag = this.drag;
    this.drag = null;
    if (drag?.moved) {
      this.events.moved();
    } else if (drag) {
      this.events.choose(drag.index);
    }
  }

  private key(event: KeyboardEvent): void {
    const index = indexOf(event.target);
    const arrow = arrows[event.key];
    if (index < 0 || (!arrow && event.key !== 'Enter' && event.key !== ' ')) {
      return;
    }
    event.preventDefault();
    if (arrow) {
      this.events.nudge(index, ...arrow);
    } else {
      this.events.choose(index);
    }
  }

  private place(event: PointerEvent): { x: number; y: number } {
    const box = this.svg.getBoundingClientRect();
    const clamp = (share: number): number => Math.min(1, Math.max(0, share));
    return { x: clamp((event.clientX - box.left) / box.width) * this.size.width, y: clamp((event.clientY - box.top) / box.height) * this.size.height };
  }

  private focusedIndex(): number {
    return this.svg.contains(document.activeElement) ? indexOf(document.activeElement) : -1;
  }
}

function indexOf(target: EventTarget | null): number {
  const index = target instanceof Element ? target.getAttribute('data-index') : null;
  return index === null ? -1 : Number(index);
}

function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Readonly<Record<string, string | number>>): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SvgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  return element;
}
