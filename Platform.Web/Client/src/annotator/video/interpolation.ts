import type { BoxGeometry, Geometry, KeypointsGeometry, PolygonGeometry, PolylineGeometry, ShapeType } from '../model.js';

/**
 * The shape between two keyframes of the same type, linear in every coordinate; `share` is 0 at `from` and 1 at `to`. Masks, and outlines whose points
 * do not correspond, hold the earlier shape. The server computes the same (ShapeInterpolation.cs); both are held to `test/golden/tracks.json`.
 */
export function between(type: ShapeType | null, from: Geometry, to: Geometry, share: number): Geometry {
  switch (type) {
    case 'bbox': return boxBetween(from as BoxGeometry, to as BoxGeometry, share);
    case 'polyline': return lineBetween(from as PolylineGeometry, to as PolylineGeometry, share);
    case 'polygon': return polygonBetween(from as PolygonGeometry, to as PolygonGeometry, share);
    case 'keypoints': return keypointsBetween(from as KeypointsGeometry, to as KeypointsGeometry, share);
    default: return from;
  }
}

function boxBetween(a: BoxGeometry, b: BoxGeometry, share: number): BoxGeometry {
  return { x: mix(a.x, b.x, share), y: mix(a.y, b.y, share), width: mix(a.width, b.width, share), height: mix(a.height, b.height, share) };
}

function lineBetween(a: PolylineGeometry, b: PolylineGeometry, share: number): PolylineGeometry {
  return a.points.length === b.points.length ? { points: mixAll(a.points, b.points, share) } : a;
}

function polygonBetween(a: PolygonGeometry, b: PolygonGeometry, share: number): PolygonGeometry {
  const alike = a.rings.length === b.rings.length && a.rings.every((ring, i) => ring.length === b.rings[i]!.length);
  return alike ? { rings: a.rings.map((ring, i) => mixAll(ring, b.rings[i]!, share)) } : a;
}

/** A point is as visible as in the earlier keyframe; it moves only where both know its place. */
function keypointsBetween(a: KeypointsGeometry, b: KeypointsGeometry, share: number): KeypointsGeometry {
  if (a.points.length !== b.points.length) {
    return a;
  }
  return {
    points: a.points.map((value, i) => {
      const visibility = i - (i % 3) + 2;
      return i === visibility || a.points[visibility] === 0 || b.points[visibility] === 0 ? value : mix(value, b.points[i]!, share);
    }),
  };
}

function mixAll(a: readonly number[], b: readonly number[], share: number): number[] {
  return a.map((value, i) => mix(value, b[i]!, share));
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
