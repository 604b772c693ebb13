import type { ImagePoint } from './math.js';
import { lengthOf, pointsOf, stretch, withPlace, type Path } from './path.js';

/** The vertices along an outline between two points on it, the shorter way round; undefined where one of them is not on it. */
export function tracedBetween(path: Path, from: ImagePoint, to: ImagePoint): ImagePoint[] | undefined {
  const begun = withPlace(path, from);
  const both = begun && withPlace({ ...path, points: begun.points }, to);
  // Putting in the end may have moved the beginning on.
  const start = both && withPlace({ ...path, points: both.points }, from);
  if (!both || !start || both.index === start.index) {
    return undefined;
  }
  const forwards = pointsOf(stretch(both.points, start.index, both.index));
  const backwards = pointsOf(stretch(both.points, both.index, start.index)).reverse();
  const ahead = path.closed ? length(forwards) <= length(backwards) : start.index < both.index;
  return (ahead ? forwards : backwards).slice(1, -1);
}

function length(points: readonly ImagePoint[]): number {
  return lengthOf(points.flatMap(({ x, y }) => [x, y]));
}
