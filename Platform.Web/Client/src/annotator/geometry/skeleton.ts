import type { KeypointTemplate, Size } from '../model.js';
import { clamp, round, type ImagePoint, type Rect } from './math.js';

/** As COCO counts it. */
export const Absent = 0;
export const Occluded = 1;
export const Visible = 2;
export type Visibility = typeof Absent | typeof Occluded | typeof Visible;

export interface PlacedPoint extends ImagePoint {
  readonly index: number;
  readonly occluded: boolean;
}

/** A class without a skeleton takes single points. */
export const SinglePoint: KeypointTemplate = { names: [''], edges: [], pairs: [] };

/** The points that are on the image; `points` are flat `x, y, visibility`. */
export function placedPoints(points: readonly number[]): PlacedPoint[] {
  const placed: PlacedPoint[] = [];
  for (let i = 0; 3 * i + 2 < points.length; i++) {
    if (points[3 * i + 2]! > Absent) {
      placed.push({ index: i, x: points[3 * i]!, y: points[3 * i + 1]!, occluded: points[3 * i + 2] === Occluded });
    }
  }
  return placed;
}

export function visibilityOf(points: readonly number[], index: number): number {
  return points[3 * index + 2] ?? Absent;
}

export function absentPoints(count: number): number[] {
  return new Array<number>(3 * count).fill(0);
}

export function withPointAt(points: readonly number[], index: number, at: ImagePoint, visibility: Visibility, image: Size): number[] {
  const changed = [...points];
  changed.splice(3 * index, 3, round(clamp(at.x, 0, image.width)), round(clamp(at.y, 0, image.height)), visibility);
  return changed;
}

/** Not on the image at all; COCO writes such a point as zeros. */
export function withoutPointAt(points: readonly number[], index: number): number[] {
  const changed = [...points];
  changed.splice(3 * index, 3, 0, 0, Absent);
  return changed;
}

/** Moves, scales or mirrors what is placed and leaves absent points at zero. */
export function mapPlaced(points: readonly number[], map: (point: ImagePoint) => ImagePoint): number[] {
  const changed = [...points];
  for (const { index, x, y } of placedPoints(points)) {
    const to = map({ x, y });
    changed[3 * index] = round(to.x);
    changed[3 * index + 1] = round(to.y);
  }
  return changed;
}

/** Left and right change places, each with its own visibility: what a mirror does to an object. */
export function withPairsSwapped(points: readonly number[], pairs: KeypointTemplate['pairs']): number[] {
  const changed = [...points];
  for (const [a, b] of pairs) {
    if (a !== undefined && b !== undefined && 3 * Math.max(a, b) + 2 < points.length) {
      changed.splice(3 * a, 3, ...points.slice(3 * b, 3 * b + 3));
      changed.splice(3 * b, 3, ...points.slice(3 * a, 3 * a + 3));
    }
  }
  return changed;
}

export type Side = 'left' | 'right' | 'middle';

const sides = new WeakMap<KeypointTemplate, readonly Side[]>();

/** By the pairs, whose first is the left one unless the names say otherwise. */
export function sidesOf(template: KeypointTemplate): readonly Side[] {
  let known = sides.get(template);
  if (!known) {
    const found = template.names.map((): Side => 'middle');
    for (const [a, b] of template.pairs) {
      const swapped = /right/i.test(template.names[a!] ?? '') || /left/i.test(template.names[b!] ?? '');
      found[a!] = swapped ? 'right' : 'left';
      found[b!] = swapped ? 'left' : 'right';
    }
    known = found;
    sides.set(template, known);
  }
  return known;
}

/** Where the points lie in a frame of side 1; on a circle where the class does not say. */
export function positionsOf({ names, positions }: KeypointTemplate): ImagePoint[] {
  return names.map((_, i) => {
    const [x, y] = positions?.[i] ?? [];
    const angle = (i / names.length) * 2 * Math.PI - Math.PI / 2;
    return x === undefined || y === undefined ? { x: 0.5 + Math.cos(angle) / 2, y: 0.5 + Math.sin(angle) / 2 } : { x, y };
  });
}

/** The whole template in a rectangle, every point visible. */
export function skeletonIn(template: KeypointTemplate, { x, y, width, height }: Rect): number[] {
  return positionsOf(template).flatMap(position => [round(x + position.x * width), round(y + position.y * height), Visible]);
}
