import type { MaskSheet } from './maskSheet.js';

/** Sets or clears the pixels whose centre lies inside the rings (even-odd, so rings inside rings are holes). Image pixels. */
export function fillRings(sheet: MaskSheet, rings: readonly (readonly number[])[], erases = false): void {
  for (const [x, crossings] of crossingsByColumn(rings, sheet.size.width)) {
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      // Half open, so that polygons that share an edge share no pixel.
      const from = Math.ceil(crossings[i]! - 0.5);
      const to = Math.ceil(crossings[i + 1]! - 0.5);
      if (erases) {
        sheet.remove(x, from, to);
      } else {
        sheet.add(x, from, to);
      }
    }
  }
}

/** Heights at which the rings cross the upright line through the middle of each column. */
function crossingsByColumn(rings: readonly (readonly number[])[], width: number): Map<number, number[]> {
  const columns = new Map<number, number[]>();
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i + 1 < ring.length; j = i, i += 2) {
      const leftFirst = ring[i]! < ring[j]!;
      const [x0, y0] = leftFirst ? [ring[i]!, ring[i + 1]!] : [ring[j]!, ring[j + 1]!];
      const [x1, y1] = leftFirst ? [ring[j]!, ring[j + 1]!] : [ring[i]!, ring[i + 1]!];
      const last = Math.min(width, Math.ceil(x1 - 0.5));
      for (let x = Math.max(0, Math.ceil(x0 - 0.5)); x < last; x++) {
        const y = y0 + ((x + 0.5 - x0) / (x1 - x0)) * (y1 - y0);
        const crossings = columns.get(x);
        if (crossings) {
          crossings.push(y);
        } else {
          columns.set(x, [y]);
        }
      }
    }
  }
  return columns;
}
