import { distance, type ImagePoint } from './math.js';
import { countOf, flat, pointAt, pointsOf, type Path } from './path.js';

export interface Crossing {
  readonly at: ImagePoint;
  /** Where on the line: the vertex before, plus the share of the segment after it. */
  readonly onLine: number;
  /** Where on the path, likewise. */
  readonly onPath: number;
}

/** Nearer together than this, two crossings are one: a line through a vertex meets both of its edges. */
const SamePx = 1e-6;

/** Where a line meets a path, in the order of the line. Segments that run along each other meet only where another edge begins. */
export function crossingsOf(line: readonly number[], { points, closed }: Path): Crossing[] {
  const found: Crossing[] = [];
  const edges = closed ? countOf(points) : countOf(points) - 1;
  for (let i = 0; i + 1 < countOf(line); i++) {
    const a = pointAt(line, i);
    const b = pointAt(line, i + 1);
    for (let j = 0; j < edges; j++) {
      const hit = meet(a, b, pointAt(points, j), pointAt(points, (j + 1) % countOf(points)));
      if (hit) {
        found.push({ at: hit.at, onLine: i + hit.s, onPath: j + hit.t });
      }
    }
  }
  found.sort((a, b) => a.onLine - b.onLine);
  return found.filter((crossing, i) => i === 0 || distance(crossing.at, found[i - 1]!.at) > SamePx);
}

/** The line with every loop cut off at the point where it crosses itself: a cut is meant to go from one side to the other. */
export function withoutLoops(line: readonly number[]): readonly number[] {
  const kept: ImagePoint[] = [];
  for (const point of pointsOf(line)) {
    const last = kept.at(-1);
    for (let i = 0; last && i + 2 < kept.length; i++) {
      const hit = meet(kept[i]!, kept[i + 1]!, last, point);
      if (hit) {
        kept.length = i + 1;
        kept.push(hit.at);
        break;
      }
    }
    kept.push(point);
  }
  return flat(kept);
}

/** `s` and `t` are shares of the two segments. */
function meet(a: ImagePoint, b: ImagePoint, c: ImagePoint, d: ImagePoint): { at: ImagePoint; s: number; t: number } | undefined {
  const ux = b.x - a.x;
  const uy = b.y - a.y;
  const vx = d.x - c.x;
  const vy = d.y - c.y;
  const cross = ux * vy - uy * vx;
  if (cross === 0) {
    return undefined;
  }
  const s = ((c.x - a.x) * vy - (c.y - a.y) * vx) / cross;
  const t = ((c.x - a.x) * uy - (c.y - a.y) * ux) / cross;
  return s < 0 || s > 1 || t < 0 || t > 1 ? undefined : { at: { x: a.x + s * ux, y: a.y + s * uy }, s, t };
}
