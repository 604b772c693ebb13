import { clampPoint, handlePoint, resizeBox, type Handle } from '../geometry/box.js';
import { boundsOf, type ImagePoint, type Rect } from '../geometry/math.js';
import { distanceToPath } from '../geometry/polygon.js';
import { mapPlaced, Occluded, placedPoints, Visible, visibilityOf, withPairsSwapped, withPointAt } from '../geometry/skeleton.js';
import { mirroring, transformed } from '../geometry/transform.js';
import type { KeypointsGeometry, KeypointTemplate } from '../model.js';
import { drawSkeleton } from '../render/skeletonPainter.js';
import type { Grip, GripView, Shape } from './shape.js';

const corners: readonly Handle[] = ['nw', 'ne', 'se', 'sw'];
/** A frame with shorter sides on the screen has its corners on the points. */
const SmallestFramePx = 40;

export const keypointsShape: Shape<KeypointsGeometry> = {
  bounds,
  hit: ({ points }, point, tolerance, template) => placedPoints(points).some(({ x, y }) => Math.hypot(x - point.x, y - point.y) <= 2 * tolerance)
    || edgesOf(points, template).some(edge => distanceToPath(edge, point.x, point.y, false) <= tolerance),
  area: () => 0,
  draw: (context, { points }, style) => drawSkeleton(context, points, style),
  move: ({ points }, dx, dy) => ({ points: mapPlaced(points, ({ x, y }) => ({ x: x + dx, y: y + dy })) }),
  fit: ({ points }, image) => ({ points: mapPlaced(points, point => clampPoint(point, image)) }),
  grips: (geometry, view) => [...pointGrips(geometry.points), ...frameGrips(bounds(geometry), view)],
  dragGrip(geometry, gripId, to, image) {
    const index = Number(gripId);
    if (Number.isInteger(index)) {
      return { points: withPointAt(geometry.points, index, to, visibilityOf(geometry.points, index) === Occluded ? Occluded : Visible, image) };
    }
    const from = bounds(geometry);
    return { points: mapPlaced(geometry.points, within(from, resizeBox(from, gripId as Handle, to, image))) };
  },
  transform: ({ points }, matrix) => ({ points: mapPlaced(points, point => transformed(matrix, point)) }),
  mirror({ points }, axis, about, template) {
    const mirrored = mapPlaced(points, point => transformed(mirroring(axis, about), point));
    return { points: withPairsSwapped(mirrored, template?.pairs ?? []) };
  },
};

function bounds({ points }: KeypointsGeometry): Rect {
  return boundsOf(placedPoints(points).flatMap(({ x, y }) => [x, y]));
}

/** Lines between points that are both placed. */
function edgesOf(points: readonly number[], template: KeypointTemplate | null | undefined): number[][] {
  return (template?.edges ?? [])
    .filter(([a, b]) => visibilityOf(points, a!) > 0 && visibilityOf(points, b!) > 0)
    .map(([a, b]) => [points[3 * a!]!, points[3 * a! + 1]!, points[3 * b!]!, points[3 * b! + 1]!]);
}

function pointGrips(points: readonly number[]): Grip[] {
  return placedPoints(points).map(({ index, x, y }) => ({ id: String(index), at: { x, y }, kind: 'point', cursor: 'move' }));
}

/** Corners of the frame scale the whole. */
function frameGrips(frame: Rect, { scale }: GripView): Grip[] {
  return Math.min(frame.width, frame.height) * scale < SmallestFramePx ? []
    : corners.map(handle => ({ id: handle, at: handlePoint(frame, handle), kind: 'corner', cursor: handle === 'nw' || handle === 'se' ? 'nwse-resize' : 'nesw-resize' }));
}

function within(from: Rect, to: Rect): (point: ImagePoint) => ImagePoint {
  return ({ x, y }) => ({
    x: to.x + (from.width > 0 ? ((x - from.x) / from.width) * to.width : 0),
    y: to.y + (from.height > 0 ? ((y - from.y) / from.height) * to.height : 0),
  });
}
