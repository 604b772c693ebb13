import { boundsOf, contains, expand, intersects, type Rect } from './math.js';
import { nearestOnSegment } from './path.js';

type Rings = readonly (readonly number[])[];

/** A vertex snapped to a neighbour's edge is off it by the rounding of coordinates, hence by half a hundredth of a pixel each way. */
const TolerancePx = 0.02;

/**
 * Neighbours that share a border get the same vertices along it: each vertex that lies on another polygon's edge is put into that edge.
 * Without this, two polygons drawn edge to edge are a hair apart, and uniting them leaves two.
 */
export function weld(polygons: readonly Rings[]): Rings[] {
  const boxes = polygons.map(rings => expand(boundsOf(rings[0] ?? []), TolerancePx));
  return polygons.map((rings, i) => {
    const foreign = polygons.flatMap((other, j) => (j !== i && intersects(boxes[i]!, boxes[j]!) ? verticesIn(other, boxes[i]!) : []));
    return foreign.length === 0 ? rings : rings.map(ring => withVertices(ring, foreign));
  });
}

function verticesIn(rings: Rings, box: Rect): number[] {
  return rings.flatMap(ring => ring.filter((_, k) => contains(box, ring[k - (k % 2)]!, ring[k - (k % 2) + 1]!)));
}

function withVertices(ring: readonly number[], foreign: readonly number[]): number[] {
  const welded: number[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    const x0 = ring[i]!;
    const y0 = ring[i + 1]!;
    const x1 = ring[(i + 2) % ring.length]!;
    const y1 = ring[(i + 3) % ring.length]!;
    welded.push(x0, y0, ...verticesOnEdge(foreign, x0, y0, x1, y1));
  }
  return welded;
}

/** Those between the ends, in their order along the edge. */
function verticesOnEdge(foreign: readonly number[], x0: number, y0: number, x1: number, y1: number): number[] {
  const box = expand({ x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) }, TolerancePx);
  const found: { readonly x: number; readonly y: number; readonly along: number }[] = [];
  for (let k = 0; k < foreign.length; k += 2) {
    const x = foreign[k]!;
    const y = foreign[k + 1]!;
    if (!contains(box, x, y) || Math.hypot(x - x0, y - y0) <= TolerancePx || Math.hypot(x - x1, y - y1) <= TolerancePx) {
      continue;
    }
    const at = nearestOnSegment(x, y, x0, y0, x1, y1);
    if (Math.hypot(at.x - x, at.y - y) <= TolerancePx) {
      found.push({ x, y, along: Math.hypot(at.x - x0, at.y - y0) });
    }
  }
  return found.sort((a, b) => a.along - b.along).flatMap(({ x, y }) => [x, y]);
}
