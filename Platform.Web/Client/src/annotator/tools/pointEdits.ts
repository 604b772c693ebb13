import { Absent, Occluded, placedPoints, Visible, visibilityOf, withoutPointAt } from '../geometry/skeleton.js';
import { vouched, type KeypointsGeometry } from '../model.js';
import type { GripHit, ToolHost } from './tool.js';

/** Takes a point off the image: it is not labelled then. The last one stays, because a skeleton without points is none. */
export function withoutPoint(host: ToolHost, { annotation, grip }: GripHit): void {
  const points = withoutPointAt((annotation.geometry as KeypointsGeometry).points, Number(grip.id));
  if (placedPoints(points).length === 0) {
    host.notify('lastPoint');
  } else {
    host.edit([{ id: annotation.id, after: vouched({ ...annotation, geometry: { points } }) }]);
  }
}

/** Occluded or visible, the one or the other. */
export function toggleOccluded(host: ToolHost, { annotation, grip }: GripHit): void {
  const { points } = annotation.geometry as KeypointsGeometry;
  const index = Number(grip.id);
  const visibility = visibilityOf(points, index);
  if (visibility !== Absent) {
    const changed = points.map((value, i) => (i === 3 * index + 2 ? (visibility === Occluded ? Visible : Occluded) : value));
    host.edit([{ id: annotation.id, after: vouched({ ...annotation, geometry: { points: changed } }) }]);
  }
}
