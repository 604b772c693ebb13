import type { Rect } from '../geometry/math.js';

/** Where image pixels lie on a raster: `raster = image * scale + offset`. */
export interface RasterView {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** The outline is drawn solid, so that a mask is told from its neighbour of the same colour. */
const OutlineAlpha = 235;

/**
 * A mask brought to the pixels of a canvas. A raster pixel is set where any image pixel under it is, so that a line one pixel wide can
 * still be seen on a reduced picture. Kept column by column, as masks are.
 */
export class MaskRaster {
  private readonly cells: Uint8Array;

  /** `rect` is in whole raster pixels; what lies outside is left out. */
  constructor(private readonly view: RasterView, private readonly rect: Rect) {
    this.cells = new Uint8Array(rect.width * rect.height);
  }

  /** Sets the rows `from` to before `to` of an image column. */
  add(x: number, from: number, to: number): void {
    const { view: { scale, x: offsetX, y: offsetY }, rect, cells } = this;
    const left = Math.max(0, Math.floor(x * scale + offsetX + Slack) - rect.x);
    const right = Math.min(rect.width, Math.ceil((x + 1) * scale + offsetX - Slack) - rect.x);
    const top = Math.max(0, Math.floor(from * scale + offsetY + Slack) - rect.y);
    const bottom = Math.min(rect.height, Math.ceil(to * scale + offsetY - Slack) - rect.y);
    if (top < bottom) {
      for (let column = left; column < right; column++) {
        cells.fill(1, column * rect.height + top, column * rect.height + bottom);
      }
    }
  }

  /** The inside tinted, the outline (and what is set at the raster's border) nearly solid; `color` is `#rrggbb`, `inside` an opacity from 0 to 1. */
  tinted(color: string, inside: number): ImageData {
    const { cells, rect: { width, height } } = this;
    const image = new ImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    const rgb = parseInt(color.slice(1, 7), 16);
    const bgr = ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >> 16);
    const outline = ((OutlineAlpha << 24) | bgr) >>> 0;
    const fill = ((Math.round(inside * 255) << 24) | bgr) >>> 0;
    for (let x = 0, cell = 0; x < width; x++) {
      for (let y = 0; y < height; y++, cell++) {
        if (cells[cell] === 1) {
          const isInside = x > 0 && x < width - 1 && y > 0 && y < height - 1
            && cells[cell - height] === 1 && cells[cell + height] === 1 && cells[cell - 1] === 1 && cells[cell + 1] === 1;
          pixels[y * width + x] = isInside ? fill : outline;
        }
      }
    }
    return image;
  }
}

/** Products of scale and position are a rounding error beside the whole number that they mean. */
const Slack = 1e-6;
