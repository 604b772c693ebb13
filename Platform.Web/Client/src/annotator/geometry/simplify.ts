import { countOf, nearestOnSegment, pointAt } from './path.js';

/**
 * How far the line would stray, in pixels, if a vertex were left out and everything finer with it (Douglas and Peucker 1973). Computed once;
 * any tolerance then picks from it in one pass, so a slider can follow the hand. Ends, and on a ring the first vertex and the one farthest from it, are infinite.
 */
export function weightsOf(points: readonly number[], closed: boolean): Float64Array {
  const count = countOf(points);
  const weights = new Float64Array(count);
  if (count === 0) {
    return weights;
  }
  const last = closed ? farthestFrom(points, 0) : count - 1;
  weights[0] = weights[last] = Infinity;
  weigh(points, weights, 0, last);
  if (closed) {
    weigh(points, weights, last, count);
  }
  return weights;
}

/** Only vertices of at least this weight, but never fewer than `least`. */
export function simplified(points: readonly number[], weights: Float64Array, tolerancePx: number, least: number): readonly number[] {
  const enough = [...weights].sort((a, b) => b - a)[Math.min(least, weights.length) - 1] ?? 0;
  const threshold = Math.min(tolerancePx, enough);
  return tolerancePx <= 0 ? points : points.filter((_, i) => weights[i >> 1]! >= threshold);
}

/** Splits [from, to] at its farthest vertex, again and again; a vertex never outweighs the one that split before it. Own stack: a spiral of ten thousand points would overflow the call stack. */
function weigh(points: readonly number[], weights: Float64Array, from: number, to: number): void {
  const stack: (readonly [number, number, number])[] = [[from, to, Infinity]];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const [start, end, limit] = next;
    const a = pointAt(points, start);
    const b = pointAt(points, end % countOf(points));
    let split = -1;
    let farthest = -1;
    for (let i = start + 1; i < end; i++) {
      const { x, y } = pointAt(points, i);
      const nearest = nearestOnSegment(x, y, a.x, a.y, b.x, b.y);
      const distance = Math.hypot(nearest.x - x, nearest.y - y);
      if (distance > farthest) {
        farthest = distance;
        split = i;
      }
    }
    if (split > 0) {
      const weight = Math.min(limit, farthest);
      weights[split] = weight;
      stack.push([start, split, weight], [split, end, weight]);
    }
  }
}

function farthestFrom(points: readonly number[], index: number): number {
  const { x, y } = pointAt(points, index);
  let farthest = index;
  let best = -1;
  for (let i = 0; i < countOf(points); i++) {
    const distance = Math.hypot(points[2 * i]! - x, points[2 * i + 1]! - y);
    if (distance > best) {
      best = distance;
      farthest = i;
    }
  }
  return farthest;
}
