import { countOf, reversed, startingAt, withoutPoint, type Path } from '../geometry/path.js';
import type { Annotation } from '../model.js';
import { shapeOf } from './registry.js';
import type { VertexRef } from './vertices.js';

/** Without one vertex; undefined where the outline needs it. A hole that would lose its third vertex goes as a whole. */
export function withoutVertex(annotation: Annotation, { line, index }: VertexRef): Annotation | undefined {
  return reshaped(annotation, (paths, least) => {
    const rest = withoutPoint(paths[line]!.points, index);
    if (countOf(rest) < least) {
      return line === 0 ? undefined : paths.filter((_, i) => i !== line).map(({ points }) => points);
    }
    return paths.map(({ points }, i) => (i === line ? rest : points));
  });
}

/** The same outline with another first vertex; an open line has its ends where they are. */
export function withStart(annotation: Annotation, { line, index }: VertexRef): Annotation | undefined {
  return reshaped(annotation, paths => (paths[line]!.closed ? paths.map(({ points }, i) => (i === line ? startingAt(points, index) : points)) : undefined));
}

/** The other way round; a ring keeps its first vertex. */
export function withDirectionReversed(annotation: Annotation): Annotation | undefined {
  return reshaped(annotation, paths => paths.map(({ points, closed }) => (closed ? startingAt(reversed(points), countOf(points) - 1) : reversed(points))));
}

function reshaped(annotation: Annotation, change: (paths: readonly Path[], leastPoints: number) => (readonly number[])[] | undefined): Annotation | undefined {
  const shape = shapeOf(annotation);
  const lines = shape?.withOutline && shape.outline ? change(shape.outline(annotation.geometry), shape.leastPoints ?? 1) : undefined;
  return lines && { ...annotation, geometry: shape!.withOutline!(annotation.geometry, lines) };
}
