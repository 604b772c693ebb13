import { forEachSpan } from '../src/annotator/geometry/mask.js';
import { MaskSheet } from '../src/annotator/geometry/maskSheet.js';
import type { MaskGeometry } from '../src/annotator/model.js';

/** Rows of `#` for set pixels, as a test can be read. */
export function maskOf(...rows: readonly string[]): MaskGeometry {
  const sheet = new MaskSheet({ width: rows[0]!.length, height: rows.length });
  rows.forEach((row, y) => [...row].forEach((pixel, x) => pixel === '#' && sheet.add(x, y, y + 1)));
  return sheet.toMask();
}

export function picture(mask: MaskGeometry): string[] {
  const [height, width] = mask.size;
  const rows = Array.from({ length: height }, () => Array.from({ length: width }, () => '.'));
  // Read back from the text alone: what the server will see.
  forEachSpan({ size: mask.size, counts: mask.counts }, (x, from, to) => {
    for (let y = from; y < to; y++) {
      rows[y]![x] = '#';
    }
  });
  return rows.map(row => row.join(''));
}

/** Blots and specks with holes, the same in every run. */
export function randomMask(width: number, height: number, next: () => number, share = next()): MaskGeometry {
  const sheet = new MaskSheet({ width, height });
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      if (next() < share) {
        sheet.add(x, y, y + 1);
      }
    }
  }
  return sheet.toMask();
}
