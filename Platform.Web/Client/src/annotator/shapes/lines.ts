import { round } from '../geometry/math.js';

/** Adds flat `x, y` pairs to the context's path. */
export function trace(context: CanvasRenderingContext2D, points: readonly number[]): void {
  for (let i = 0; i + 1 < points.length; i += 2) {
    if (i === 0) {
      context.moveTo(points[i]!, points[i + 1]!);
    } else {
      context.lineTo(points[i]!, points[i + 1]!);
    }
  }
}

export function translated(points: readonly number[], dx: number, dy: number): number[] {
  return points.map((value, i) => round(value + (i % 2 === 0 ? dx : dy)));
}
