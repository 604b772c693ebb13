import { unite } from '../geometry/clip.js';
import { boundsOf } from '../geometry/math.js';
import { ringArea, type Path } from '../geometry/path.js';
import { distanceToPath, insideRings } from '../geometry/polygon.js';
import { slicePolygon } from '../geometry/slice.js';
import { mirroring, transformedPath } from '../geometry/transform.js';
import type { PolygonGeometry } from '../model.js';
import { hiddenStep, trace, translated } from './lines.js';
import type { Shape } from './shape.js';
import { dragVertex, vertexGrips } from './vertices.js';

export const polygonShape: Shape<PolygonGeometry> = {
  leastPoints: 3,
  bounds: geometry => boundsOf(geometry.rings[0] ?? []),
  hit: (geometry, point, tolerance) => insideRings(geometry.rings, point.x, point.y)
    || geometry.rings.some(ring => distanceToPath(ring, point.x, point.y, true) <= tolerance),
  area: geometry => ringArea(geometry.rings[0] ?? []),
  draw(context, geometry, style) {
    context.beginPath();
    for (const ring of geometry.rings) {
      trace(context, ring, hiddenStep(style.lineWidth));
      context.closePath();
    }
    context.globalAlpha = style.fillOpacity;
    context.fill('evenodd');
    context.globalAlpha = style.lineOpacity ?? 1;
    context.stroke();
    context.globalAlpha = 1;
  },
  move: (geometry, dx, dy) => ({ rings: geometry.rings.map(ring => translated(ring, dx, dy)) }),
  grips: (geometry, view) => vertexGrips(pathsOf(geometry), view),
  dragGrip: (geometry, gripId, to, image) => ({ rings: dragVertex(pathsOf(geometry), gripId, to, image) }),
  outline: pathsOf,
  withOutline: (_, rings) => ({ rings }),
  transform: (geometry, matrix) => ({ rings: geometry.rings.map(ring => transformedPath(matrix, ring)) }),
  slice: slicePolygon,
  join(geometries) {
    const united = unite(geometries);
    return united.length === 1 ? united[0] : undefined;
  },
  mirror: (geometry, axis, about) => ({ rings: geometry.rings.map(ring => transformedPath(mirroring(axis, about), ring)) }),
};

function pathsOf(geometry: PolygonGeometry): Path[] {
  return geometry.rings.map(points => ({ points, closed: true }));
}
