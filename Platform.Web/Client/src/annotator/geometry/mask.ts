import type { MaskGeometry } from '../model.js';
import type { Rect } from './math.js';

/** Run lengths of COCO's compressed text: six bits a character from '0', sign-extended, from the fourth on relative to the run two before. */
export function decodeRuns(counts: string): number[] {
  const runs: number[] = [];
  for (let i = 0; i < counts.length;) {
    let value = 0;
    let shift = 0;
    for (let more = true; more && i < counts.length; shift += 5) {
      const bits = counts.charCodeAt(i++) - 48;
      value |= (bits & 0x1f) << shift;
      more = (bits & 0x20) !== 0;
      if (!more && (bits & 0x10) !== 0 && shift + 5 < 32) {
        value |= -1 << (shift + 5);
      }
    }
    runs.push(runs.length > 2 ? value + runs[runs.length - 2]! : value);
  }
  return runs;
}

/** Bounds of the set pixels; runs go down the columns and the first run is unset. */
export function maskBounds(mask: MaskGeometry): Rect {
  const [height] = mask.size;
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  forEachRun(mask, (start, length) => {
    const end = start + length - 1;
    const firstColumn = Math.floor(start / height);
    const lastColumn = Math.floor(end / height);
    x0 = Math.min(x0, firstColumn);
    x1 = Math.max(x1, lastColumn);
    y0 = Math.min(y0, lastColumn > firstColumn ? 0 : start % height);
    y1 = Math.max(y1, lastColumn > firstColumn ? height - 1 : end % height);
  });
  return x1 < x0 ? { x: 0, y: 0, width: 0, height: 0 } : { x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 };
}

/** One byte a pixel of `bounds`, row-major, 1 where set. */
export function rasterize(mask: MaskGeometry, bounds: Rect): Uint8Array {
  const [height] = mask.size;
  const pixels = new Uint8Array(bounds.width * bounds.height);
  forEachRun(mask, (start, length) => {
    for (let i = start; i < start + length; i++) {
      const x = Math.floor(i / height) - bounds.x;
      const y = (i % height) - bounds.y;
      pixels[y * bounds.width + x] = 1;
    }
  });
  return pixels;
}

function forEachRun(mask: MaskGeometry, visit: (start: number, length: number) => void): void {
  const limit = mask.size[0] * mask.size[1];
  let position = 0;
  decodeRuns(mask.counts).forEach((length, i) => {
    const kept = Math.min(length, limit - position);
    if (i % 2 === 1 && kept > 0) {
      visit(position, kept);
    }
    position += length;
  });
}
