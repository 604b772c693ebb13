import { imageRect, type Camera } from '../camera.js';
import { clamp, covers, expand, intersects, union, type Rect } from '../geometry/math.js';
import type { Size } from '../model.js';

/** Draws the part of the image that `rect` (image pixels) covers; the context is in CSS pixels of the stage, cut to that part and cleared. */
export type LayerPainter = (context: CanvasRenderingContext2D, camera: Camera, rect: Rect) => void;

/** Redraw every frame while a redraw costs less than this; above it the drawn canvas is moved instead and redrawn when the camera rests. */
const CheapRedrawMs = 7;
const RestMs = 110;
/** While moving into undrawn ground, redraw at most this often, and never more than a third of the time. */
const RefreshMs = 140;
const MarginShare = 0.2;
const MaxMarginPx = 320;
/** Lines and labels reach this far outside the shape that they belong to, in screen pixels. */
const BleedPx = 26;

/**
 * A canvas larger than the stage, drawn for one camera. Moving the camera moves the element by a CSS transform, which costs the same
 * however much is drawn on it; changes of the content repaint only the rectangle they touch.
 */
export class CachedLayer {
  readonly canvas = document.createElement('canvas');
  private readonly context: CanvasRenderingContext2D;
  private drawn: Camera | null = null;
  private dirty: Rect | 'all' | null = 'all';
  private last: Camera | null = null;
  private movedAt = 0;
  private drawnAt = 0;
  private costMs = 0;
  /** Full redraws so far. */
  redraws = 0;
  private stage: Size = { width: 0, height: 0 };
  private marginX = 0;
  private marginY = 0;
  private ratio = 1;

  constructor(className: string, private readonly paint: LayerPainter) {
    this.canvas.className = className;
    this.context = this.canvas.getContext('2d')!;
  }

  /** What the last full redraw cost, for tests and for the curious. */
  get redrawMs(): number {
    return this.costMs;
  }

  resize(stage: Size, ratio: number): void {
    this.stage = stage;
    this.ratio = ratio;
    this.marginX = Math.min(MaxMarginPx, Math.round(stage.width * MarginShare));
    this.marginY = Math.min(MaxMarginPx, Math.round(stage.height * MarginShare));
    const width = stage.width + 2 * this.marginX;
    const height = stage.height + 2 * this.marginY;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    Object.assign(this.canvas.style, {
      left: `${-this.marginX}px`, top: `${-this.marginY}px`, width: `${width}px`, height: `${height}px`,
      transformOrigin: `${this.marginX}px ${this.marginY}px`,
    });
    this.dirty = 'all';
  }

  /** A rectangle in image pixels, or everything. */
  invalidate(rect?: Rect): void {
    if (!rect || this.dirty === 'all') {
      this.dirty = 'all';
    } else {
      this.dirty = this.dirty ? union(this.dirty, rect) : rect;
    }
  }

  /** Brings the layer up to date for a camera; answers whether it wants another frame later. */
  frame(camera: Camera, now: number): boolean {
    if (!this.last || !sameCamera(this.last, camera)) {
      this.last = camera;
      this.movedAt = now;
    }
    const current = this.drawn !== null && sameCamera(this.drawn, camera);
    if (current && this.dirty === null) {
      return false;
    }
    if (this.drawn === null || current || this.dirty === 'all' || this.shouldRedraw(this.drawn, camera, now)) {
      this.redraw(camera, current, now);
      return false;
    }
    const k = camera.scale / this.drawn.scale;
    this.canvas.style.transform = `translate(${camera.x - this.drawn.x * k}px, ${camera.y - this.drawn.y * k}px) scale(${k})`;
    return true;
  }

  private shouldRedraw(drawn: Camera, camera: Camera, now: number): boolean {
    if (this.costMs < CheapRedrawMs || now - this.movedAt >= RestMs) {
      return true;
    }
    return now - this.drawnAt >= Math.max(RefreshMs, 3 * this.costMs) && !covers(expand(this.region(drawn), 1 / drawn.scale), imageRect(camera, this.view(0, 0)));
  }

  private redraw(camera: Camera, inPlace: boolean, now: number): void {
    const started = performance.now();
    const { context, ratio } = this;
    const region = this.region(camera);
    const partial = inPlace && this.dirty !== 'all' && this.dirty !== null;
    context.setTransform(ratio, 0, 0, ratio, this.marginX * ratio, this.marginY * ratio);
    context.save();
    if (partial) {
      const rect = expand(this.dirty as Rect, BleedPx / camera.scale);
      if (intersects(rect, region)) {
        this.paintInside(camera, rect);
      }
    } else {
      context.clearRect(-this.marginX, -this.marginY, this.stage.width + 2 * this.marginX, this.stage.height + 2 * this.marginY);
      this.paint(context, camera, region);
    }
    context.restore();
    this.dirty = null;
    if (!inPlace) {
      this.canvas.style.transform = '';
    }
    this.drawn = camera;
    this.drawnAt = now;
    if (!partial) {
      this.redraws++;
      this.costMs = performance.now() - started;
    }
  }

  private paintInside(camera: Camera, rect: Rect): void {
    const { context } = this;
    // Whole pixels, so that the seam of the repainted part does not show.
    const x = Math.floor(clamp(rect.x * camera.scale + camera.x, -this.marginX - 1, this.stage.width + this.marginX));
    const y = Math.floor(clamp(rect.y * camera.scale + camera.y, -this.marginY - 1, this.stage.height + this.marginY));
    const right = Math.ceil(clamp((rect.x + rect.width) * camera.scale + camera.x, x, this.stage.width + this.marginX + 1));
    const bottom = Math.ceil(clamp((rect.y + rect.height) * camera.scale + camera.y, y, this.stage.height + this.marginY + 1));
    context.beginPath();
    context.rect(x, y, right - x, bottom - y);
    context.clip();
    context.clearRect(x, y, right - x, bottom - y);
    this.paint(context, camera, expand(imageRect(camera, { x, y, width: right - x, height: bottom - y }), BleedPx / camera.scale));
  }

  private region(camera: Camera): Rect {
    return imageRect(camera, this.view(this.marginX, this.marginY));
  }

  private view(marginX: number, marginY: number): Rect {
    return { x: -marginX, y: -marginY, width: this.stage.width + 2 * marginX, height: this.stage.height + 2 * marginY };
  }

  /** Raster work done after the drawing calls returned shows only as a late frame; the loop reports it here. */
  noteFrameCost(ms: number): void {
    this.costMs = Math.max(this.costMs, ms);
  }
}

export function sameCamera(a: Camera, b: Camera): boolean {
  return a.scale === b.scale && a.x === b.x && a.y === b.y;
}
