import { clampPoint } from '../geometry/box.js';
import { contains, expand, round, type ImagePoint, type Rect } from '../geometry/math.js';
import { nearestOnEdges, nearestVertex, type Path } from '../geometry/path.js';
import type { Annotation } from '../model.js';
import { shapeOf } from '../shapes/registry.js';
import type { Pointer, ToolHost } from './tool.js';

export interface Snap {
  readonly at: ImagePoint;
  readonly kind: 'vertex' | 'edge' | 'border';
}

/** Reach around the pointer, in screen pixels. */
const SnapPx = { mouse: 9, pen: 12, touch: 18 } as const;
/** More vertices than this would cover the picture; then only those near the pointer are shown. */
const MostCandidates = 500;
const CandidatesNearPx = 140;
const CrowdedForMs = 1000;

/**
 * Where a point sticks: a vertex of a visible shape before its edges, those before the image border. `exceptId` is the shape being
 * changed, which would else hold on to itself. Undefined where nothing is near, snapping is off, or Ctrl is held.
 */
export function snapAt(host: ToolHost, at: ImagePoint, pointer: Pick<Pointer, 'ctrl' | 'type'>, exceptId?: string): Snap | undefined {
  if (!host.drawSettings.snap || pointer.ctrl) {
    return undefined;
  }
  const reach = SnapPx[pointer.type] / host.scale;
  const paths = outlinesIn(host, expand({ ...at, width: 0, height: 0 }, reach), exceptId);
  return nearestOf(paths.map(path => nearestVertex(path, at, reach)), 'vertex')
    ?? nearestOf(paths.map(path => nearestOnEdges(path, at, reach)), 'edge')
    ?? borderSnap(host, at, reach);
}

/** The snapped point, or the point itself. */
export function placed(host: ToolHost, pointer: Pointer, exceptId?: string): ImagePoint {
  return snapAt(host, pointer.image, pointer, exceptId)?.at ?? pointer.image;
}

/** Vertices to snap to in sight; where there are too many to show, only those near the pointer. */
export class SnapCandidates {
  /** Looking through thousands of shapes costs a part of a frame, so after finding too many it is not done again for a while. */
  private crowdedUntil = 0;

  constructor(private readonly host: ToolHost) {}

  within(view: Rect, near: ImagePoint, now = performance.now()): ImagePoint[] {
    if (now >= this.crowdedUntil) {
      const all = verticesIn(this.host, view);
      if (all.length <= MostCandidates) {
        return all;
      }
      this.crowdedUntil = now + CrowdedForMs;
    }
    return verticesIn(this.host, expand({ ...near, width: 0, height: 0 }, CandidatesNearPx / this.host.scale)).slice(0, MostCandidates);
  }
}

export function outlinesIn(host: ToolHost, rect: Rect, exceptId?: string): Path[] {
  return host.shapesIn(rect).filter(annotation => annotation.id !== exceptId).flatMap(outlineOf);
}

function outlineOf(annotation: Annotation): readonly Path[] {
  return shapeOf(annotation)?.outline?.(annotation.geometry) ?? [];
}

/** Stops as soon as there are more than are ever shown. */
function verticesIn(host: ToolHost, rect: Rect): ImagePoint[] {
  const found: ImagePoint[] = [];
  for (const annotation of host.shapesIn(rect)) {
    for (const { points } of outlineOf(annotation)) {
      for (let i = 0; i + 1 < points.length; i += 2) {
        if (contains(rect, points[i]!, points[i + 1]!)) {
          found.push({ x: points[i]!, y: points[i + 1]! });
        }
      }
    }
    if (found.length > MostCandidates) {
      return found;
    }
  }
  return found;
}

function nearestOf(places: readonly ({ readonly at: ImagePoint; readonly distance: number } | undefined)[], kind: Snap['kind']): Snap | undefined {
  const [nearest] = places.filter(place => place !== undefined).sort((a, b) => a.distance - b.distance);
  return nearest && { kind, at: kind === 'vertex' ? nearest.at : { x: round(nearest.at.x), y: round(nearest.at.y) } };
}

/** From both sides: a point a little outside the image is meant to lie on its border. */
function borderSnap({ image }: ToolHost, at: ImagePoint, reach: number): Snap | undefined {
  const pull = (value: number, end: number): number => (Math.abs(value) <= reach ? 0 : Math.abs(value - end) <= reach ? end : value);
  const pulled = { x: pull(at.x, image.width), y: pull(at.y, image.height) };
  const inside = clampPoint(pulled, image);
  const changed = pulled.x !== at.x || pulled.y !== at.y;
  return changed && inside.x === pulled.x && inside.y === pulled.y ? { kind: 'border', at: pulled } : undefined;
}
