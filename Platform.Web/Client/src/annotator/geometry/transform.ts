import { round, type ImagePoint } from './math.js';

/** `x' = a x + c y + e`, `y' = b x + d y + f`, as a canvas has it. */
export interface Matrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** Left and right change places (`h`), or top and bottom (`v`). */
export type MirrorAxis = 'h' | 'v';

export function scaling(about: ImagePoint, sx: number, sy: number): Matrix {
  return { a: sx, b: 0, c: 0, d: sy, e: about.x * (1 - sx), f: about.y * (1 - sy) };
}

export function mirroring(axis: MirrorAxis, about: ImagePoint): Matrix {
  return axis === 'h' ? scaling(about, -1, 1) : scaling(about, 1, -1);
}

/** Clockwise on the screen for positive angles, because y points down. */
export function rotation(about: ImagePoint, radians: number): Matrix {
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  return { a: cos, b: sin, c: -sin, d: cos, e: about.x - cos * about.x + sin * about.y, f: about.y - sin * about.x - cos * about.y };
}

export function transformed({ a, b, c, d, e, f }: Matrix, { x, y }: ImagePoint): ImagePoint {
  return { x: a * x + c * y + e, y: b * x + d * y + f };
}

export function transformedPath({ a, b, c, d, e, f }: Matrix, points: readonly number[]): number[] {
  return points.map((value, i) => round(i % 2 === 0 ? a * value + c * points[i + 1]! + e : b * points[i - 1]! + d * value + f));
}

/** Whether a rectangle along the axes stays one. */
export function keepsAxes({ b, c }: Matrix): boolean {
  return b === 0 && c === 0;
}
