import { clampPoint } from '../geometry/box.js';
import { contains, type ImagePoint } from '../geometry/math.js';
import { countOf, pointAt, withInserted, withPoint, type Path } from '../geometry/path.js';
import type { Size } from '../model.js';
import type { Grip, GripView } from './shape.js';

/** Which vertex a grip stands for: of which line of the outline, and where on it; an inserted one would come after that vertex. */
export interface VertexRef {
  readonly line: number;
  readonly index: number;
  readonly inserted: boolean;
}

/** Grips closer together than this on the screen cannot be told apart: of a dense outline only some are offered. */
const SpacingPx = 11;
/** A middle grip needs an edge long enough to lie clear of the vertices. */
const InsertFromPx = 34;

/** Vertices in sight, then the middles of long edges. The first vertex of a line shows which way it goes. */
export function vertexGrips(paths: readonly Path[], { scale, visible }: GripView): Grip[] {
  const taken = new Set<number>();
  const cellPx = SpacingPx / scale;
  const columns = Math.ceil(visible.width / cellPx) + 1;
  const vertices: Grip[] = [];
  const inserts: Grip[] = [];
  paths.forEach((path, line) => {
    const { points } = path;
    for (let i = 0; i + 1 < points.length; i += 2) {
      const at = { x: points[i]!, y: points[i + 1]! };
      if (contains(visible, at.x, at.y)) {
        const cell = Math.floor((at.y - visible.y) / cellPx) * columns + Math.floor((at.x - visible.x) / cellPx);
        if (!taken.has(cell)) {
          taken.add(cell);
          vertices.push(vertexGrip(path, line, i / 2, at));
        }
      }
      const insert = insertGrip(path, line, i / 2, InsertFromPx / scale);
      if (insert && contains(visible, insert.at.x, insert.at.y)) {
        inserts.push(insert);
      }
    }
  });
  return vertices.concat(inserts);
}

export function vertexOf(gripId: string): VertexRef | undefined {
  const match = /^(\+?)(\d+):(\d+)$/.exec(gripId);
  return match ? { inserted: match[1] === '+', line: Number(match[2]), index: Number(match[3]) } : undefined;
}

/** The lines with one vertex moved, or with a new one where the grip lay on an edge. */
export function dragVertex(paths: readonly Path[], gripId: string, to: ImagePoint, image: Size): (readonly number[])[] {
  const ref = vertexOf(gripId);
  const at = clampPoint(to, image);
  return paths.map(({ points }, line) => (line !== ref?.line ? points : ref.inserted ? withInserted(points, ref.index, at) : withPoint(points, ref.index, at)));
}

function vertexGrip(path: Path, line: number, index: number, at: ImagePoint): Grip {
  const grip: Grip = { id: `${line}:${index}`, at, kind: 'vertex', cursor: 'move' };
  if (index > 0 || countOf(path.points) < 2) {
    return grip;
  }
  const next = pointAt(path.points, 1);
  return { ...grip, heading: Math.atan2(next.y - at.y, next.x - at.x) };
}

function insertGrip({ points, closed }: Path, line: number, index: number, fromPx: number): Grip | undefined {
  const count = countOf(points);
  if (index === count - 1 && !closed) {
    return undefined;
  }
  const a = pointAt(points, index);
  const b = pointAt(points, (index + 1) % count);
  return Math.hypot(b.x - a.x, b.y - a.y) < fromPx ? undefined
    : { id: `+${line}:${index}`, at: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, kind: 'insert', cursor: 'copy' };
}
