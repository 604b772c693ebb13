import { boundsOf, round, type ImagePoint } from '../geometry/math.js';
import { distanceToPath, insideRings } from '../geometry/polygon.js';
import type { KeypointsGeometry, PolygonGeometry, PolylineGeometry } from '../model.js';
import type { DrawStyle, Shape } from './shape.js';

export const polygonShape: Shape<PolygonGeometry> = {
  bounds: geometry => boundsOf(geometry.rings[0] ?? []),
  hit: (geometry, point, tolerance) => insideRings(geometry.rings, point.x, point.y)
    || geometry.rings.some(ring => distanceToPath(ring, point.x, point.y, true) <= tolerance),
  area: geometry => Math.abs((geometry.rings[0] ?? []).reduce((sum, _, i, ring) => sum + (i % 2 === 0 ? cross(ring, i) : 0), 0)) / 2,
  draw(context, geometry, style) {
    context.beginPath();
    for (const ring of geometry.rings) {
      trace(context, ring);
      context.closePath();
    }
    context.globalAlpha = style.fillOpacity;
    context.fill('evenodd');
    context.globalAlpha = 1;
    context.stroke();
  },
  move: (geometry, dx, dy) => ({ rings: geometry.rings.map(ring => translated(ring, dx, dy)) }),
};

export const polylineShape: Shape<PolylineGeometry> = {
  bounds: geometry => boundsOf(geometry.points),
  hit: (geometry, point, tolerance) => distanceToPath(geometry.points, point.x, point.y, false) <= tolerance,
  area: () => 0,
  draw(context, geometry) {
    context.beginPath();
    trace(context, geometry.points);
    context.stroke();
  },
  move: (geometry, dx, dy) => ({ points: translated(geometry.points, dx, dy) }),
};

export const keypointsShape: Shape<KeypointsGeometry> = {
  bounds: geometry => boundsOf(placed(geometry).flatMap(point => [point.x, point.y])),
  hit: (geometry, point, tolerance) => placed(geometry).some(p => Math.hypot(p.x - point.x, p.y - point.y) <= tolerance * 2),
  area: () => 0,
  draw(context, geometry, style) {
    for (const point of placed(geometry)) {
      dot(context, point, style);
    }
  },
  move: (geometry, dx, dy) => ({
    points: geometry.points.map((value, i) => (geometry.points[i - (i % 3) + 2]! === 0 || i % 3 === 2 ? value : round(value + (i % 3 === 0 ? dx : dy)))),
  }),
};

/** Flat `x, y` pairs, moved. */
function translated(points: readonly number[], dx: number, dy: number): number[] {
  return points.map((value, i) => round(value + (i % 2 === 0 ? dx : dy)));
}

function placed(geometry: KeypointsGeometry): (ImagePoint & { occluded: boolean })[] {
  const points = [];
  for (let i = 0; i + 2 < geometry.points.length; i += 3) {
    const visibility = geometry.points[i + 2]!;
    if (visibility > 0) {
      points.push({ x: geometry.points[i]!, y: geometry.points[i + 1]!, occluded: visibility === 1 });
    }
  }
  return points;
}

function dot(context: CanvasRenderingContext2D, point: ImagePoint & { occluded: boolean }, style: DrawStyle): void {
  context.beginPath();
  context.arc(point.x, point.y, style.lineWidth * 2.5, 0, Math.PI * 2);
  context.globalAlpha = point.occluded ? 0.35 : 1;
  context.fill();
  context.globalAlpha = 1;
  context.stroke();
}

function trace(context: CanvasRenderingContext2D, points: readonly number[]): void {
  for (let i = 0; i + 1 < points.length; i += 2) {
    if (i === 0) {
      context.moveTo(points[i]!, points[i + 1]!);
    } else {
      context.lineTo(points[i]!, points[i + 1]!);
    }
  }
}

function cross(ring: readonly number[], i: number): number {
  const j = (i + 2) % ring.length;
  return ring[i]! * ring[j + 1]! - ring[j]! * ring[i + 1]!;
}
