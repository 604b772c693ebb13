/** What a keypoints class draws: points in order, lines and left/right pairs between them by index. */

export type Link = readonly [number, number];

export interface Point {
  readonly name: string;
  /** Units of the stage. */
  readonly x: number;
  readonly y: number;
}

/** Immutable: every change makes a new one. */
export interface Skeleton {
  readonly points: readonly Point[];
  readonly edges: readonly Link[];
  readonly pairs: readonly Link[];
}

/** As the server keeps it. Positions are shares of the longer side of the skeleton's box, which lies in the middle of the square from 0 to 1. */
export interface KeypointSpec {
  readonly names: readonly string[];
  readonly edges: readonly Link[];
  readonly pairs: readonly Link[];
  readonly positions?: readonly (readonly [number, number])[] | null;
}

export interface Stage {
  readonly width: number;
  readonly height: number;
}

export const emptySkeleton: Skeleton = { points: [], edges: [], pairs: [] };

/** Share of the stage that a skeleton fills when it is laid out. */
const FillShare = 0.8;
const ShareDecimals = 4;

export function addPoint(skeleton: Skeleton, x: number, y: number): Skeleton {
  return { ...skeleton, points: [...skeleton.points, { name: freeName(skeleton), x, y }] };
}

export function movePoint(skeleton: Skeleton, index: number, x: number, y: number): Skeleton {
  return { ...skeleton, points: skeleton.points.map((point, i) => (i === index ? { ...point, x, y } : point)) };
}

export function renamePoint(skeleton: Skeleton, index: number, name: string): Skeleton {
  return { ...skeleton, points: skeleton.points.map((point, i) => (i === index ? { ...point, name } : point)) };
}

/** Lines and pairs of the point go with it; the others keep their points. */
export function removePoint(skeleton: Skeleton, index: number): Skeleton {
  const kept = (links: readonly Link[]): Link[] => links
    .filter(link => !link.includes(index))
    .map(([a, b]) => [a > index ? a - 1 : a, b > index ? b - 1 : b]);
  return { points: skeleton.points.filter((_, i) => i !== index), edges: kept(skeleton.edges), pairs: kept(skeleton.pairs) };
}

/** Moves a point in the order of all points; lines and pairs stay with their points. */
export function reorderPoint(skeleton: Skeleton, index: number, by: number): Skeleton {
  const to = Math.max(0, Math.min(skeleton.points.length - 1, index + by));
  const order = skeleton.points.map((_, i) => i);
  order.splice(to, 0, ...order.splice(index, 1));
  const placeOf = (old: number): number => order.indexOf(old);
  const moved = (links: readonly Link[]): Link[] => links.map(([a, b]) => [placeOf(a), placeOf(b)]);
  return { points: order.map(old => skeleton.points[old]!), edges: moved(skeleton.edges), pairs: moved(skeleton.pairs) };
}

/** Draws the line between two points, or takes it away. */
export function toggleEdge(skeleton: Skeleton, a: number, b: number): Skeleton {
  return { ...skeleton, edges: toggled(skeleton.edges, a, b) };
}

/** Makes two points change places under a mirror, or parts them; a point has one partner. */
export function togglePair(skeleton: Skeleton, a: number, b: number): Skeleton {
  if (has(skeleton.pairs, a, b)) {
    return { ...skeleton, pairs: toggled(skeleton.pairs, a, b) };
  }
  const free = skeleton.pairs.filter(pair => !pair.includes(a) && !pair.includes(b));
  return { ...skeleton, pairs: toggled(free, a, b) };
}

/** Pairs up points named `left…`/`right…`, `…_l`/`…_r` or `왼쪽…`/`오른쪽…` that have no partner yet. */
export function pairByName(skeleton: Skeleton): Skeleton {
  let paired = skeleton;
  skeleton.points.forEach((point, i) => {
    const wanted = mirroredName(point.name);
    const partner = wanted === null ? -1 : skeleton.points.findIndex(other => other.name.toLowerCase() === wanted.toLowerCase());
    const isTaken = paired.pairs.some(pair => pair.includes(i) || pair.includes(partner));
    if (partner > i && !isTaken) {
      paired = togglePair(paired, i, partner);
    }
  });
  return paired;
}

export function toSpec(skeleton: Skeleton): KeypointSpec {
  const spec = { names: skeleton.points.map(point => point.name.trim()), edges: skeleton.edges, pairs: skeleton.pairs };
  return skeleton.points.length === 0 ? spec : { ...spec, positions: shares(skeleton.points) };
}

/** Lays a stored skeleton out in the middle of the stage; one without positions stands in a circle. */
export function fromSpec(spec: KeypointSpec | null, stage: Stage): Skeleton {
  const side = Math.min(stage.width, stage.height) * FillShare;
  const left = (stage.width - side) / 2;
  const top = (stage.height - side) / 2;
  const names = spec?.names ?? [];
  return {
    points: names.map((name, i) => {
      const [x, y] = spec?.positions?.[i] ?? onCircle(i, names.length);
      return { name, x: left + x * side, y: top + y * side };
    }),
    edges: spec?.edges ?? [],
    pairs: spec?.pairs ?? [],
  };
}

export function parseSpec(json: string | null): KeypointSpec | null {
  try {
    const spec = JSON.parse(json ?? 'null') as KeypointSpec | null;
    return spec && Array.isArray(spec.names) ? { ...spec, edges: spec.edges ?? [], pairs: spec.pairs ?? [] } : null;
  } catch {
    return null;
  }
}

export function has(links: readonly Link[], a: number, b: number): boolean {
  return links.some(link => link.includes(a) && link.includes(b));
}

function toggled(links: readonly Link[], a: number, b: number): readonly Link[] {
  if (a === b) {
    return links;
  }
  return has(links, a, b) ? links.filter(link => !(link.includes(a) && link.includes(b))) : [...links, [a, b]];
}

function shares(points: readonly Point[]): [number, number][] {
  const xs = points.map(point => point.x);
  const ys = points.map(point => point.y);
  const [minX, maxX, minY, maxY] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const side = Math.max(maxX - minX, maxY - minY);
  const share = (value: number, min: number, max: number): number => (side === 0 ? 0.5 : round(0.5 + (value - (min + max) / 2) / side));
  return points.map(point => [share(point.x, minX, maxX), share(point.y, minY, maxY)]);
}

function round(value: number): number {
  return Math.min(1, Math.max(0, Number(value.toFixed(ShareDecimals))));
}

function onCircle(index: number, count: number): [number, number] {
  const angle = (index / count) * 2 * Math.PI - Math.PI / 2;
  return [0.5 + Math.cos(angle) / 2, 0.5 + Math.sin(angle) / 2];
}

function freeName(skeleton: Skeleton): string {
  const names = new Set(skeleton.points.map(point => point.name));
  let number = skeleton.points.length + 1;
  while (names.has(`point_${number}`)) {
    number++;
  }
  return `point_${number}`;
}

const sides: readonly (readonly [RegExp, string])[] = [
  [/left/i, 'right'], [/right/i, 'left'], [/왼쪽/, '오른쪽'], [/오른쪽/, '왼쪽'], [/좌/, '우'], [/우/, '좌'], [/([_-])l$/i, '$1r'], [/([_-])r$/i, '$1l'], [/^l([_-])/i, 'r$1'], [/^r([_-])/i, 'l$1'],
];

function mirroredName(name: string): string | null {
  const side = sides.find(([pattern]) => pattern.test(name));
  return side ? name.replace(side[0], side[1]) : null;
}
