import { round } from '../geometry/math.js';

/**
 * Adds flat `x, y` pairs to the context's path. Points closer than `leastStep` to the one before are left out: of ten thousand vertices
 * traced pixel by pixel, a reduced view shows a quarter, and each costs the browser dearly.
 */
export function trace(context: CanvasRenderingContext2D, points: readonly number[], leastStep = 0): void {
  let lastX = 0;
  let lastY = 0;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = points[i]!;
    const y = points[i + 1]!;
    if (i === 0) {
      context.moveTo(x, y);
    } else if (i + 3 < points.length && Math.abs(x - lastX) < leastStep && Math.abs(y - lastY) < leastStep) {
      continue;
    } else {
      context.lineTo(x, y);
    }
    lastX = x;
    lastY = y;
  }
}

/** Steps that a line of this width hides, in the same unit. */
export function hiddenStep(lineWidth: number): number {
  return lineWidth * 0.35;
}

export function translated(points: readonly number[], dx: number, dy: number): number[] {
  return points.map((value, i) => round(value + (i % 2 === 0 ? dx : dy)));
}
