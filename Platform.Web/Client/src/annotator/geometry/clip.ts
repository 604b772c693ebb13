import { difference, intersection, union } from 'polyclip-ts';
import type { PolygonGeometry, Size } from '../model.js';
import { boundsOf, intersects, round } from './math.js';
import { isInside, ringArea } from './path.js';
import { weld } from './weld.js';

type Rings = readonly (readonly number[])[];
type Pairs = [number, number][];

/** Smaller than this is no object and no hole but a rounding error between two borders, in square pixels. */
const SliverPx2 = 0.5;

/** The part of a polygon inside the image: itself where it does not reach beyond, several pieces where the border parts it; the largest first. */
export function clipToImage(polygon: PolygonGeometry, { width, height }: Size): PolygonGeometry[] {
  const frame = { x: 0, y: 0, width, height };
  return polygon.rings.every(ring => isInside(ring, frame))
    ? [polygon]
    : polygonsOf(intersection(pairs(polygon.rings), pairs([[0, 0, width, 0, width, height, 0, height]])));
}

/** Everything that one of the polygons covers. */
export function unite(polygons: readonly PolygonGeometry[]): PolygonGeometry[] {
  const [first, ...others] = weld(polygons.map(({ rings }) => rings)).map(pairs);
  return first ? polygonsOf(union(first, ...others)) : [];
}

/** What of a polygon none of the others covers. */
export function subtract(polygon: PolygonGeometry, others: readonly PolygonGeometry[]): PolygonGeometry[] {
  const bounds = boundsOf(polygon.rings[0] ?? []);
  const near = others.filter(({ rings }) => intersects(bounds, boundsOf(rings[0] ?? [])));
  if (near.length === 0) {
    return [polygon];
  }
  const [own, ...cutters] = weld([polygon.rings, ...near.map(({ rings }) => rings)]).map(pairs);
  return polygonsOf(difference(own!, ...cutters));
}

export function overlapArea(a: PolygonGeometry, b: PolygonGeometry): number {
  return polygonsOf(intersection(pairs(a.rings), pairs(b.rings))).reduce((sum, polygon) => sum + polygonArea(polygon), 0);
}

/** Without the holes. */
export function polygonArea({ rings: [outline = [], ...holes] }: PolygonGeometry): number {
  return ringArea(outline) - holes.reduce((sum, hole) => sum + ringArea(hole), 0);
}

function pairs(rings: Rings): Pairs[] {
  return rings.map(ring => Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i]!, ring[2 * i + 1]!] as [number, number]));
}

/** Rounded as all coordinates are; slivers that this leaves are dropped. */
function polygonsOf(multi: readonly Pairs[][]): PolygonGeometry[] {
  return multi
    .map(rings => ({ rings: rings.map(ringOf).filter(ring => ring.length >= 6 && ringArea(ring) >= SliverPx2), outline: rings[0] }))
    .filter(({ rings, outline }) => rings.length > 0 && outline !== undefined && ringArea(ringOf(outline)) >= SliverPx2)
    .map(({ rings }) => ({ rings }))
    .sort((a, b) => polygonArea(b) - polygonArea(a));
}

/** The library closes its rings by repeating the first point; ours are closed by nature. */
function ringOf(ring: Pairs): number[] {
  const flat: number[] = [];
  for (const [px, py] of ring) {
    const x = round(px);
    const y = round(py);
    if (flat.at(-2) !== x || flat.at(-1) !== y) {
      flat.push(x, y);
    }
  }
  return flat.length >= 4 && flat[0] === flat.at(-2) && flat[1] === flat.at(-1) ? flat.slice(0, -2) : flat;
}
