import * as cameras from '../camera.js';
import type { Size } from '../model.js';
import { el, setFlag } from './dom.js';
import type { View, ViewContext } from './view.js';

const LongestSidePx = 168;
/** The reduced picture is drawn anew at most this often while its parts arrive. */
const RefreshMs = 400;

/** A small overview with the part in view framed; there only while something is out of view. Dragging in it moves the view. */
export class Minimap implements View {
  readonly element: HTMLElement;
  private readonly canvas = el('canvas');
  private readonly frame = el('span', { class: 'an-minimap-frame' });
  private size: Size = { width: 0, height: 0 };
  private drawnFor = '';
  private seenVersion = -1;
  private drawnAt = 0;

  constructor(private readonly context: ViewContext) {
    this.element = el('div', { class: 'an-minimap', hidden: true, 'aria-hidden': 'true' }, this.canvas, this.frame);
    this.element.addEventListener('pointerdown', event => this.press(event));
    this.element.addEventListener('pointermove', event => event.buttons === 1 && this.move(event));
    for (const type of ['pointerdown', 'pointermove', 'pointerup', 'dblclick', 'contextmenu']) {
      this.element.addEventListener(type, event => event.stopPropagation());
    }
  }

  update(): void {
    const { engine } = this.context;
    const { camera, image, stage } = engine;
    const view = cameras.imageRect(camera, { x: 0, y: 0, ...stage.size });
    const allInView = view.x <= 0 && view.y <= 0 && view.x + view.width >= image.width && view.y + view.height >= image.height;
    setFlag(this.element, 'hidden', !engine.look.minimap || allInView || engine.loadState !== 'ready');
    if (this.element.hidden) {
      return;
    }
    this.draw();
    const { filter } = stage.image.canvases[0]!.style;
    if (this.canvas.style.filter !== filter) {
      this.canvas.style.filter = filter;
    }
    const scale = this.size.width / image.width;
    const left = Math.max(0, view.x * scale);
    const top = Math.max(0, view.y * scale);
    this.frame.style.transform = `translate(${left}px, ${top}px)`;
    this.frame.style.width = `${Math.max(4, Math.min(this.size.width, (view.x + view.width) * scale) - left)}px`;
    this.frame.style.height = `${Math.max(4, Math.min(this.size.height, (view.y + view.height) * scale) - top)}px`;
  }

  private draw(): void {
    const { engine } = this.context;
    const { image } = engine;
    const key = `${engine.assetId} ${image.width} ${image.height}`;
    const now = performance.now();
    if (key === this.drawnFor && (this.seenVersion === engine.picture.version || now - this.drawnAt < RefreshMs)) {
      return;
    }
    const scale = LongestSidePx / Math.max(image.width, image.height);
    this.size = { width: Math.max(1, image.width * scale), height: Math.max(1, image.height * scale) };
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    this.canvas.width = Math.round(this.size.width * ratio);
    this.canvas.height = Math.round(this.size.height * ratio);
    this.element.style.width = `${this.size.width}px`;
    this.element.style.height = `${this.size.height}px`;
    const context = this.canvas.getContext('2d')!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    engine.picture.paintOverview(context, scale, ratio);
    this.drawnFor = key;
    this.drawnAt = now;
    this.seenVersion = engine.picture.version;
  }

  private press(event: PointerEvent): void {
    this.element.setPointerCapture(event.pointerId);
    this.move(event);
  }

  private move(event: PointerEvent): void {
    const { engine } = this.context;
    const bounds = this.element.getBoundingClientRect();
    const scale = this.size.width / engine.image.width;
    engine.viewport.centreOn({ x: (event.clientX - bounds.left) / scale, y: (event.clientY - bounds.top) / scale });
  }
}
