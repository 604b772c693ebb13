import { contains, type Rect } from '../geometry/math.js';
import { maskBounds, rasterize } from '../geometry/mask.js';
import type { MaskGeometry } from '../model.js';
import type { Shape } from './shape.js';

interface Raster {
  readonly bounds: Rect;
  readonly pixels: Uint8Array;
  bitmap?: HTMLCanvasElement;
  color?: string;
}

/** Decoded once a geometry; geometries are immutable, so identity is the key. */
const rasters = new WeakMap<MaskGeometry, Raster>();

export const maskShape: Shape<MaskGeometry> = {
  bounds: geometry => rasterOf(geometry).bounds,
  hit(geometry, point) {
    const { bounds, pixels } = rasterOf(geometry);
    return contains(bounds, point.x, point.y)
      && pixels[Math.floor(point.y - bounds.y) * bounds.width + Math.floor(point.x - bounds.x)] === 1;
  },
  area: geometry => rasterOf(geometry).pixels.reduce((sum, pixel) => sum + pixel, 0),
  draw(context, geometry, style) {
    const raster = rasterOf(geometry);
    if (raster.bounds.width === 0) {
      return;
    }
    if (!raster.bitmap || raster.color !== style.color) {
      raster.bitmap = tint(raster, style.color);
      raster.color = style.color;
    }
    context.globalAlpha = Math.min(1, style.fillOpacity + 0.25);
    context.drawImage(raster.bitmap, raster.bounds.x, raster.bounds.y);
    context.globalAlpha = 1;
  },
};

function rasterOf(geometry: MaskGeometry): Raster {
  let raster = rasters.get(geometry);
  if (!raster) {
    const bounds = maskBounds(geometry);
    raster = { bounds, pixels: rasterize(geometry, bounds) };
    rasters.set(geometry, raster);
  }
  return raster;
}

function tint({ bounds, pixels }: Raster, color: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = bounds.width;
  canvas.height = bounds.height;
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(bounds.width, bounds.height);
  const rgb = parseInt(color.slice(1, 7), 16);
  pixels.forEach((pixel, i) => {
    if (pixel === 1) {
      image.data.set([(rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255, 255], i * 4);
    }
  });
  context.putImageData(image, 0, 0);
  return canvas;
}
