import { boundsOf, round, type ImagePoint } from '../geometry/math.js';
import type { KeypointsGeometry } from '../model.js';
import type { DrawStyle, Shape } from './shape.js';

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
