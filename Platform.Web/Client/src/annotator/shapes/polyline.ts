import { boundsOf } from '../geometry/math.js';
import { distanceToPath } from '../geometry/polygon.js';
import { joinedLine } from '../geometry/joinLines.js';
import { slicePolyline } from '../geometry/slice.js';
import { mirroring, transformedPath } from '../geometry/transform.js';
import type { PolylineGeometry } from '../model.js';
import { hiddenStep, trace, translated } from './lines.js';
import type { Shape } from './shape.js';
import { dragVertex, vertexGrips } from './vertices.js';

export const polylineShape: Shape<PolylineGeometry> = {
  leastPoints: 2,
  bounds: geometry => boundsOf(geometry.points),
  hit: (geometry, point, tolerance) => distanceToPath(geometry.points, point.x, point.y, false) <= tolerance,
  area: () => 0,
  draw(context, geometry, style) {
    context.beginPath();
    trace(context, geometry.points, hiddenStep(style.lineWidth));
    context.globalAlpha = style.lineOpacity ?? 1;
    context.stroke();
    context.globalAlpha = 1;
  },
  move: (geometry, dx, dy) => ({ points: translated(geometry.points, dx, dy) }),
  grips: (geometry, view) => vertexGrips(pathsOf(geometry), view),
  dragGrip: (geometry, gripId, to, image) => ({ points: dragVertex(pathsOf(geometry), gripId, to, image)[0] ?? geometry.points }),
  outline: pathsOf,
  withOutline: (geometry, lines) => ({ points: lines[0] ?? geometry.points }),
  transform: (geometry, matrix) => ({ points: transformedPath(matrix, geometry.points) }),
  slice: slicePolyline,
  join: geometries => joinedLine(geometries.map(({ points }) => points)),
  mirror: (geometry, axis, about) => ({ points: transformedPath(mirroring(axis, about), geometry.points) }),
};

function pathsOf(geometry: PolylineGeometry): { points: readonly number[]; closed: boolean }[] {
  return [{ points: geometry.points, closed: false }];
}
