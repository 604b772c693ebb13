import type { PolygonGeometry, PolylineGeometry } from '../model.js';
import { polygonArea, subtract } from './clip.js';
import { crossingsOf, withoutLoops, type Crossing } from './crossings.js';
import type { ImagePoint } from './math.js';
import { countOf, flat, lengthOf, pointAt, ringArea, stretch, withPlace } from './path.js';
import { insideRings } from './polygon.js';

/** Thinner than this is not a piece but a slip along the border, in square pixels. */
const LeastPiecePx2 = 1;

/**
 * The pieces of a polygon along a cut, the largest first. Only the stretches of the cut that run inside from border to border divide; what
 * hangs into the polygon and ends there is ignored. Pieces share the cut's points exactly.
 */
export function slicePolygon(polygon: PolygonGeometry, cut: readonly number[]): PolygonGeometry[] {
  const [outline = [], ...holes] = polygon.rings;
  let pieces: readonly (readonly number[])[] = [outline];
  for (const chord of chordsOf(outline, withoutLoops(cut))) {
    pieces = pieces.flatMap(piece => divided(piece, chord));
  }
  pieces = pieces.filter(piece => ringArea(piece) >= LeastPiecePx2);
  if (pieces.length < 2 && holes.length > 0) {
    return [polygon];
  }
  const polygons = pieces.map(ring => ({ rings: [ring] }));
  const punched = holes.length === 0 ? polygons : polygons.flatMap(piece => subtract(piece, holes.map(hole => ({ rings: [hole] }))));
  return punched.length < 2 ? [polygon] : punched.sort((a, b) => polygonArea(b) - polygonArea(a));
}

/** The pieces of a line where a cut crosses it, the longest first. */
export function slicePolyline({ points }: PolylineGeometry, cut: readonly number[]): PolylineGeometry[] {
  const crossings = crossingsOf(cut, { points, closed: false }).sort((a, b) => a.onPath - b.onPath);
  const pieces: number[][] = [];
  let current: ImagePoint[] = [];
  let next = 0;
  for (let i = 0; i < countOf(points); i++) {
    current.push(pointAt(points, i));
    for (; next < crossings.length && crossings[next]!.onPath < i + 1; next++) {
      const { at } = crossings[next]!;
      pieces.push(flat([...current, at]));
      current = [at];
    }
  }
  pieces.push(flat(current));
  const long = pieces.filter(piece => countOf(piece) >= 2 && lengthOf(piece) > 0.01);
  return long.length < 2 ? [{ points }] : long.sort((a, b) => lengthOf(b) - lengthOf(a)).map(piece => ({ points: piece }));
}

interface Chord {
  readonly from: ImagePoint;
  readonly to: ImagePoint;
  /** The cut's own points between the two. */
  readonly between: readonly ImagePoint[];
}

/** Stretches of the cut between two crossings of the ring with their middle inside it. */
function chordsOf(ring: readonly number[], cut: readonly number[]): Chord[] {
  const crossings = crossingsOf(cut, { points: ring, closed: true });
  return crossings.slice(1).flatMap((to, i) => {
    const from = crossings[i]!;
    const chord = { from: from.at, to: to.at, between: between(cut, from, to) };
    const [a, b] = [chord.from, chord.between[0] ?? chord.to];
    return insideRings([ring], (a.x + b.x) / 2, (a.y + b.y) / 2) ? [chord] : [];
  });
}

function between(cut: readonly number[], from: Crossing, to: Crossing): ImagePoint[] {
  const points: ImagePoint[] = [];
  for (let i = Math.floor(from.onLine) + 1; i <= Math.ceil(to.onLine) - 1; i++) {
    points.push(pointAt(cut, i));
  }
  return points;
}

/** The ring in two, where both ends of the chord lie on it. */
function divided(ring: readonly number[], chord: Chord): (readonly number[])[] {
  const begun = withPlace({ points: ring, closed: true }, chord.from);
  const both = begun && withPlace({ points: begun.points, closed: true }, chord.to);
  const start = both && withPlace({ points: both.points, closed: true }, chord.from);
  if (!both || !start || start.index === both.index) {
    return [ring];
  }
  const across = flat(chord.between);
  const back = flat([...chord.between].reverse());
  return [[...stretch(both.points, start.index, both.index), ...back], [...stretch(both.points, both.index, start.index), ...across]];
}
