import type { ImagePoint } from './math.js';

export interface PointPair {
  readonly from: ImagePoint;
  readonly to: ImagePoint;
}

/**
 * The turn, scale and shift, with or without a mirroring, that brings points nearest to where they are wanted (least squares, in complex
 * numbers: to = a·from + b). With one pair `scale` decides the size.
 */
export function similarity(pairs: readonly PointPair[], scale: number): (point: ImagePoint) => ImagePoint {
  const plain = fit(pairs, scale, false);
  // Two points fit either way round; only a third one tells that the object looks the other way.
  const mirrored = pairs.length > 2 ? fit(pairs, scale, true) : undefined;
  const best = mirrored && mirrored.error < 0.8 * plain.error ? mirrored : plain;
  return best.map;
}

function fit(pairs: readonly PointPair[], scale: number, mirrors: boolean): { map(point: ImagePoint): ImagePoint; error: number } {
  const source = (point: ImagePoint): ImagePoint => (mirrors ? { x: -point.x, y: point.y } : point);
  const from = mean(pairs.map(pair => source(pair.from)));
  const to = mean(pairs.map(pair => pair.to));
  let real = 0;
  let imaginary = 0;
  let spread = 0;
  for (const pair of pairs) {
    const p = source(pair.from);
    const [px, py, qx, qy] = [p.x - from.x, p.y - from.y, pair.to.x - to.x, pair.to.y - to.y];
    real += px * qx + py * qy;
    imaginary += px * qy - py * qx;
    spread += px * px + py * py;
  }
  const [a, b] = spread < 1e-9 ? [scale, 0] : [real / spread, imaginary / spread];
  const map = (point: ImagePoint): ImagePoint => {
    const { x, y } = source(point);
    return { x: to.x + a * (x - from.x) - b * (y - from.y), y: to.y + b * (x - from.x) + a * (y - from.y) };
  };
  const error = pairs.reduce((sum, pair) => sum + (map(pair.from).x - pair.to.x) ** 2 + (map(pair.from).y - pair.to.y) ** 2, 0);
  return { map, error };
}

function mean(points: readonly ImagePoint[]): ImagePoint {
  const count = Math.max(1, points.length);
  return { x: points.reduce((sum, point) => sum + point.x, 0) / count, y: points.reduce((sum, point) => sum + point.y, 0) / count };
}
