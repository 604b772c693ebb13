import { edgesOf, forEachSpan, maskBounds, type Edges } from '../geometry/mask.js';
import type { Rect } from '../geometry/math.js';
import type { MaskGeometry } from '../model.js';
import { MaskRaster, type RasterView } from './maskRaster.js';

interface Bitmap {
  readonly key: string;
  readonly canvas: HTMLCanvasElement;
}

/** Larger reduced copies are not kept: what is in sight of such a mask is brought to the canvas directly. */
const MostKeptPixels = 1_500_000;
/** All kept copies together: 160 MB. The one used longest ago goes first. */
const MostPixels = 40_000_000;
/** From this magnification on a copy would show outlines as thick as its pixels. */
const DirectFrom = 2;

const bitmaps = new WeakMap<Edges, Bitmap>();
const kept = new Set<Bitmap>();
let keptPixels = 0;
let scratch: HTMLCanvasElement | null = null;

/** Draws a mask on a context in image pixels. Reduced copies are kept by magnification, so that a hundred masks cost a hundred small pictures. */
export function paintMask(context: CanvasRenderingContext2D, mask: MaskGeometry, color: string, inside: number): void {
  const bounds = maskBounds(mask);
  if (bounds.width === 0) {
    return;
  }
  const { a: scale, e: x, f: y } = context.getTransform();
  // From three quarters of a sample a screen pixel on, nobody sees the difference to more, and every step costs four times the pixels.
  const level = 2 ** Math.floor(Math.log2(Math.max(1, 1 / scale)) + 0.4);
  const size = { width: Math.ceil(bounds.width / level), height: Math.ceil(bounds.height / level) };
  if (scale >= DirectFrom || size.width * size.height > MostKeptPixels) {
    paintDirectly(context, mask, { scale, x, y }, color, inside);
    return;
  }
  context.imageSmoothingEnabled = true;
  context.drawImage(bitmapOf(mask, bounds, level, size, color, inside), bounds.x, bounds.y, size.width * level, size.height * level);
}

function paintDirectly(context: CanvasRenderingContext2D, mask: MaskGeometry, view: RasterView, color: string, inside: number): void {
  const rect = onCanvas(maskBounds(mask), view, context.canvas);
  if (rect.width <= 0 || rect.height <= 0) {
    return;
  }
  const raster = new MaskRaster(view, rect);
  forEachSpan(mask, (x, from, to) => raster.add(x, from, to));
  scratch ??= document.createElement('canvas');
  if (scratch.width < rect.width || scratch.height < rect.height) {
    scratch.width = Math.max(scratch.width, rect.width);
    scratch.height = Math.max(scratch.height, rect.height);
  }
  scratch.getContext('2d')!.putImageData(raster.tinted(color, inside), 0, 0);
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.drawImage(scratch, 0, 0, rect.width, rect.height, rect.x, rect.y, rect.width, rect.height);
  context.restore();
}

/** The part of a rectangle of the image that is on a canvas, in its pixels and with one around it: the outline at the canvas' own border is none. */
export function onCanvas(bounds: Rect, { scale, x, y }: RasterView, canvas: { readonly width: number; readonly height: number }): Rect {
  const left = Math.max(-1, Math.floor(bounds.x * scale + x) - 1);
  const top = Math.max(-1, Math.floor(bounds.y * scale + y) - 1);
  const right = Math.min(canvas.width + 1, Math.ceil((bounds.x + bounds.width) * scale + x) + 1);
  const bottom = Math.min(canvas.height + 1, Math.ceil((bounds.y + bounds.height) * scale + y) + 1);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function bitmapOf(mask: MaskGeometry, bounds: Rect, level: number, size: { width: number; height: number }, color: string, inside: number): HTMLCanvasElement {
  const edges = edgesOf(mask);
  const key = `${level} ${color} ${inside}`;
  let bitmap = bitmaps.get(edges);
  if (bitmap?.key === key && kept.has(bitmap)) {
    // Used last, hence let go last.
    kept.delete(bitmap);
    kept.add(bitmap);
    return bitmap.canvas;
  }
  release(bitmap);
  const raster = new MaskRaster({ scale: 1 / level, x: -bounds.x / level, y: -bounds.y / level }, { x: 0, y: 0, ...size });
  forEachSpan(mask, (x, from, to) => raster.add(x, from, to));
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  canvas.getContext('2d')!.putImageData(raster.tinted(color, inside), 0, 0);
  bitmap = { key, canvas };
  bitmaps.set(edges, bitmap);
  kept.add(bitmap);
  keptPixels += size.width * size.height;
  for (const oldest of kept) {
    if (keptPixels <= MostPixels || oldest === bitmap) {
      break;
    }
    release(oldest);
  }
  return canvas;
}

/** A canvas without pixels gives its memory back at once. */
function release(bitmap: Bitmap | undefined): void {
  if (bitmap && kept.delete(bitmap)) {
    keptPixels -= bitmap.canvas.width * bitmap.canvas.height;
    bitmap.canvas.width = 0;
  }
}
