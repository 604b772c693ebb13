import { round, type ImagePoint, type Rect } from './math.js';

/** Flat `x, y` pairs of image pixels, read as one line; a closed one goes back to its first point. */
export interface Path {
  readonly points: readonly number[];
  readonly closed: boolean;
}

/** A place on a path: on the edge that begins at a vertex. */
export interface PathPlace {
  /** The vertex, or the first vertex of the edge. */
  readonly index: number;
  readonly at: ImagePoint;
  /** Image pixels. */
  readonly distance: number;
}

export function countOf(points: readonly number[]): number {
  return points.length / 2;
}

export function pointAt(points: readonly number[], index: number): ImagePoint {
  return { x: points[2 * index]!, y: points[2 * index + 1]! };
}

export function pointsOf(points: readonly number[]): ImagePoint[] {
  return Array.from({ length: countOf(points) }, (_, i) => pointAt(points, i));
}

export function flat(points: Iterable<ImagePoint>): number[] {
  return [...points].flatMap(point => [round(point.x), round(point.y)]);
}

export function withPoint(points: readonly number[], index: number, to: ImagePoint): number[] {
  const changed = [...points];
  changed[2 * index] = round(to.x);
  changed[2 * index + 1] = round(to.y);
  return changed;
}

/** Puts a point between the vertex `index` and the one after it. */
export function withInserted(points: readonly number[], index: number, point: ImagePoint): number[] {
  return [...points.slice(0, 2 * index + 2), round(point.x), round(point.y), ...points.slice(2 * index + 2)];
}

export function withoutPoint(points: readonly number[], index: number): number[] {
  return [...points.slice(0, 2 * index), ...points.slice(2 * index + 2)];
}

export function reversed(points: readonly number[]): number[] {
  return pointsOf(points).reverse().flatMap(({ x, y }) => [x, y]);
}

/** The same ring, beginning at another vertex. */
export function startingAt(ring: readonly number[], index: number): number[] {
  return [...ring.slice(2 * index), ...ring.slice(0, 2 * index)];
}

/** The vertices from one to another, both included, forwards; on a ring past its end. */
export function stretch(points: readonly number[], from: number, to: number): number[] {
  return from <= to ? points.slice(2 * from, 2 * to + 2) : [...points.slice(2 * from), ...points.slice(0, 2 * to + 2)];
}

export function lengthOf(points: readonly number[]): number {
  let length = 0;
  for (let i = 2; i + 1 < points.length; i += 2) {
    length += Math.hypot(points[i]! - points[i - 2]!, points[i + 1]! - points[i - 1]!);
  }
  return length;
}

export function ringArea(ring: readonly number[]): number {
  let twice = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    twice += ring[j]! * ring[i + 1]! - ring[i]! * ring[j + 1]!;
  }
  return Math.abs(twice) / 2;
}

export function nearestOnSegment(x: number, y: number, x0: number, y0: number, x1: number, y1: number): ImagePoint {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length2));
  return { x: x0 + t * dx, y: y0 + t * dy };
}

/** The vertex nearest to a point, within a reach. */
export function nearestVertex({ points }: Path, { x, y }: ImagePoint, reach: number): PathPlace | undefined {
  let index = -1;
  let best = reach * reach;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const distance2 = (points[i]! - x) ** 2 + (points[i + 1]! - y) ** 2;
    if (distance2 <= best) {
      best = distance2;
      index = i / 2;
    }
  }
  return index < 0 ? undefined : { index, at: pointAt(points, index), distance: Math.sqrt(best) };
}

/** The place on the edges nearest to a point, within a reach. */
export function nearestOnEdges({ points, closed }: Path, { x, y }: ImagePoint, reach: number): PathPlace | undefined {
  let nearest: PathPlace | undefined;
  const last = closed ? points.length : points.length - 2;
  for (let i = 0; i < last; i += 2) {
    const j = (i + 2) % points.length;
    const at = nearestOnSegment(x, y, points[i]!, points[i + 1]!, points[j]!, points[j + 1]!);
    const distance = Math.hypot(at.x - x, at.y - y);
    if (distance <= (nearest?.distance ?? reach)) {
      nearest = { index: i / 2, at, distance };
    }
  }
  return nearest;
}

/** A point snapped to an edge, or cut out of it, is off it by the rounding of coordinates. */
const OnPathPx = 0.02;

/** The points with one of them at a place of the path, put in where there is none, and its index; undefined where the place is not on the path. */
export function withPlace(path: Path, at: ImagePoint): { readonly points: readonly number[]; readonly index: number } | undefined {
  const vertex = nearestVertex(path, at, OnPathPx);
  const place = vertex ?? nearestOnEdges(path, at, OnPathPx);
  return place && (vertex ? { points: path.points, index: place.index } : { points: withInserted(path.points, place.index, at), index: place.index + 1 });
}

export function isInside(points: readonly number[], { x, y, width, height }: Rect): boolean {
  for (let i = 0; i + 1 < points.length; i += 2) {
    if (points[i]! < x || points[i]! > x + width || points[i + 1]! < y || points[i + 1]! > y + height) {
      return false;
    }
  }
  return true;
}
