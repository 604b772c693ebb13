import { imageRect, type Camera } from '../camera.js';
import { clamp, expand, intersects, type Rect } from '../geometry/math.js';
import { LayerFrame } from './layerFrame.js';
import type { Painting } from './painting.js';

/** Lines and labels reach this far outside the shape that they belong to, in screen pixels. */
export const BleedPx = 26;

/** A canvas somewhat larger than the stage, drawn for one camera and shown for any by a CSS transform, which costs the same however much is drawn on it. */
export class Surface<Item> {
  readonly canvas = document.createElement('canvas');
  readonly context: CanvasRenderingContext2D;
  /** What it was drawn for; null before the first time and after a change of size. */
  drawn: { readonly camera: Camera; readonly painting: Painting<Item> } | null = null;
  private frame = new LayerFrame({ width: 0, height: 0 }, 1);
  private transform = '';

  constructor(className: string) {
    this.canvas.className = className;
    this.context = this.canvas.getContext('2d')!;
  }

  resize(frame: LayerFrame): void {
    this.frame = frame;
    const { rect: { x, y, width, height }, ratio } = frame;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    Object.assign(this.canvas.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px`, transformOrigin: `${-x}px ${-y}px` });
    this.drawn = null;
  }

  set visible(visible: boolean) {
    this.canvas.style.visibility = visible ? '' : 'hidden';
  }

  /** Empties the canvas for a new drawing, whatever state an abandoned one has left it in. */
  begin(camera: Camera, painting: Painting<Item>): void {
    this.drawn = { camera, painting };
    this.context.reset();
    this.reset();
  }

  /** Takes over another surface's picture, to repaint a part of it. */
  copy(other: Surface<Item>): void {
    this.drawn = other.drawn;
    this.context.reset();
    this.context.drawImage(other.canvas, 0, 0);
    this.reset();
  }

  /**
   * Cuts the context to the surroundings of a rectangle (image pixels), clears them and answers what of the image is to be painted there;
   * undefined where nothing of it is on the canvas. To be followed by `uncut`.
   */
  cut(part: Rect): Rect | undefined {
    const { camera } = this.drawn!;
    const { rect: frame } = this.frame;
    const bleeding = expand(part, BleedPx / camera.scale);
    this.context.save();
    this.reset();
    if (!intersects(bleeding, this.frame.region(camera))) {
      return undefined;
    }
    // Whole pixels, so that the seam of the repainted part does not show.
    const x = Math.floor(clamp(bleeding.x * camera.scale + camera.x, frame.x - 1, frame.x + frame.width));
    const y = Math.floor(clamp(bleeding.y * camera.scale + camera.y, frame.y - 1, frame.y + frame.height));
    const right = Math.ceil(clamp((bleeding.x + bleeding.width) * camera.scale + camera.x, x, frame.x + frame.width + 1));
    const bottom = Math.ceil(clamp((bleeding.y + bleeding.height) * camera.scale + camera.y, y, frame.y + frame.height + 1));
    const { context } = this;
    context.beginPath();
    context.rect(x, y, right - x, bottom - y);
    context.clip();
    context.clearRect(x, y, right - x, bottom - y);
    return expand(imageRect(camera, { x, y, width: right - x, height: bottom - y }), BleedPx / camera.scale);
  }

  uncut(): void {
    this.context.restore();
  }

  /** Moves the drawn canvas to where a camera wants it. */
  place(camera: Camera): void {
    const { camera: from } = this.drawn ?? { camera };
    const k = camera.scale / from.scale;
    const x = camera.x - from.x * k;
    const y = camera.y - from.y * k;
    const transform = k === 1 && x === 0 && y === 0 ? '' : `translate(${x}px, ${y}px) scale(${k})`;
    if (transform !== this.transform) {
      this.transform = transform;
      this.canvas.style.transform = transform;
    }
  }

  /** Brings the context to CSS pixels of the stage. */
  private reset(): void {
    const { rect, ratio } = this.frame;
    this.context.setTransform(ratio, 0, 0, ratio, -rect.x * ratio, -rect.y * ratio);
  }
}
