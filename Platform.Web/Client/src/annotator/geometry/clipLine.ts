import type { Size } from '../model.js';
import type { ImagePoint } from './math.js';
import { countOf, flat, isInside, lengthOf, pointAt } from './path.js';

/** The stretches of a line inside the image, in their order; the line itself where it does not leave it. */
export function clipLine(points: readonly number[], image: Size): (readonly number[])[] {
  if (isInside(points, { x: 0, y: 0, ...image })) {
    return [points];
  }
  const pieces: ImagePoint[][] = [];
  let current: ImagePoint[] = [];
  for (let i = 0; i + 1 < countOf(points); i++) {
    const inside = segmentInside(pointAt(points, i), pointAt(points, i + 1), image);
    if (!inside || (current.length > 0 && inside.from > 0)) {
      pieces.push(current);
      current = [];
    }
    if (inside) {
      current.push(...(current.length === 0 ? [inside.a] : []), inside.b);
    }
  }
  return [...pieces, current].map(flat).filter(piece => countOf(piece) >= 2 && lengthOf(piece) > 0);
}

/** Liang and Barsky (1984): the share of a segment between the four borders. */
function segmentInside(a: ImagePoint, b: ImagePoint, { width, height }: Size): { from: number; a: ImagePoint; b: ImagePoint } | undefined {
  let from = 0;
  let to = 1;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  for (const [delta, room] of [[-dx, a.x], [dx, width - a.x], [-dy, a.y], [dy, height - a.y]] as const) {
    if (delta === 0 && room < 0) {
      return undefined;
    }
    if (delta < 0) {
      from = Math.max(from, room / delta);
    } else if (delta > 0) {
      to = Math.min(to, room / delta);
    }
  }
  const at = (share: number): ImagePoint => ({ x: a.x + share * dx, y: a.y + share * dy });
  return from > to ? undefined : { from, a: at(from), b: at(to) };
}
