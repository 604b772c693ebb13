import type { PolylineGeometry } from '../model.js';
import { distance } from './math.js';
import { countOf, pointAt, reversed } from './path.js';

/** Ends nearer than this are the same point: snapping makes them equal, slicing to within a rounding. */
const TouchPx = 0.05;

/** One line out of several whose ends meet, in whatever order and direction they were drawn; undefined where one of them touches no other. */
export function joinedLine(lines: readonly (readonly number[])[]): PolylineGeometry | undefined {
  const [first, ...others] = lines;
  if (!first) {
    return undefined;
  }
  let line = first;
  const rest = [...others];
  while (rest.length > 0) {
    const index = rest.findIndex(other => appended(line, other) !== undefined);
    if (index < 0) {
      return undefined;
    }
    line = appended(line, rest.splice(index, 1)[0]!)!;
  }
  return { points: line };
}

function appended(line: readonly number[], other: readonly number[]): readonly number[] | undefined {
  for (const [a, b] of [[line, other], [line, reversed(other)], [other, line], [reversed(other), line]] as const) {
    if (distance(pointAt(a, countOf(a) - 1), pointAt(b, 0)) <= TouchPx) {
      return [...a, ...b.slice(2)];
    }
  }
  return undefined;
}
