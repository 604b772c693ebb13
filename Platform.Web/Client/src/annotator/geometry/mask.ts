import type { MaskGeometry, Size } from '../model.js';
import type { Rect } from './math.js';

/** Run lengths of COCO's compressed text: six bits a character from '0', sign-extended, from the fourth on relative to the run two before. */
export function decodeRuns(counts: string): number[] {
  const runs: number[] = [];
  for (let i = 0; i < counts.length;) {
    let value = 0;
    let shift = 0;
    for (let more = true; more && i < counts.length; shift += 5) {
      const bits = counts.charCodeAt(i++) - 48;
      value |= (bits & 0x1f) << shift;
      more = (bits & 0x20) !== 0;
      if (!more && (bits & 0x10) !== 0 && shift + 5 < 32) {
        value |= -1 << (shift + 5);
      }
    }
    runs.push(runs.length > 2 ? value + runs[runs.length - 2]! : value);
  }
  return runs;
}

export function encodeRuns(runs: readonly number[]): string {
  const codes: number[] = [];
  runs.forEach((run, i) => {
    let value = i > 2 ? run - runs[i - 2]! : run;
    for (let more = true; more;) {
      const bits = value & 0x1f;
      value >>= 5;
      more = (bits & 0x10) !== 0 ? value !== -1 : value !== 0;
      codes.push((more ? bits | 0x20 : bits) + 48);
    }
  });
  return new TextDecoder().decode(Uint8Array.from(codes));
}

/**
 * A mask's set pixels as ascending positions, counted down the columns, at which runs of set pixels begin and end in turn.
 * Everything that needs no picture is answered from them: a megapixel costs a few kilobytes.
 */
export type Edges = Uint32Array;

/** Decoded once a geometry; geometries are immutable, so identity is the key. */
const decoded = new WeakMap<MaskGeometry, Edges>();
const bounded = new WeakMap<Edges, Rect>();

export function edgesOf(mask: MaskGeometry): Edges {
  let edges = decoded.get(mask);
  if (!edges) {
    edges = fromRuns(decodeRuns(mask.counts), mask.size[0] * mask.size[1]);
    decoded.set(mask, edges);
  }
  return edges;
}

export function maskFromEdges(edges: Edges, { width, height }: Size): MaskGeometry {
  const runs: number[] = [];
  let last = 0;
  for (const edge of edges) {
    runs.push(edge - last);
    last = edge;
  }
  if (last < width * height || runs.length === 0) {
    runs.push(width * height - last);
  }
  const mask: MaskGeometry = { size: [height, width], counts: encodeRuns(runs) };
  decoded.set(mask, edges);
  return mask;
}

export function sizeOfMask({ size: [height, width] }: MaskGeometry): Size {
  return { width, height };
}

export function isEmptyMask(mask: MaskGeometry): boolean {
  return edgesOf(mask).length === 0;
}

/** Bounds of the set pixels. */
export function maskBounds(mask: MaskGeometry): Rect {
  const edges = edgesOf(mask);
  let bounds = bounded.get(edges);
  if (!bounds) {
    bounds = boundsOfEdges(edges, mask.size[0]);
    bounded.set(edges, bounds);
  }
  return bounds;
}

export function maskArea(mask: MaskGeometry): number {
  const edges = edgesOf(mask);
  let area = 0;
  for (let i = 0; i < edges.length; i += 2) {
    area += edges[i + 1]! - edges[i]!;
  }
  return area;
}

/** Whether the pixel is set under a point of the image. */
export function isSet(mask: MaskGeometry, x: number, y: number): boolean {
  const [height, width] = mask.size;
  const column = Math.floor(x);
  const row = Math.floor(y);
  return column >= 0 && column < width && row >= 0 && row < height && countUpTo(edgesOf(mask), column * height + row) % 2 === 1;
}

/** The set pixels column by column: rows `from` to before `to`. */
export function forEachSpan(mask: MaskGeometry, visit: (x: number, from: number, to: number) => void): void {
  const [height] = mask.size;
  const edges = edgesOf(mask);
  for (let i = 0; i < edges.length; i += 2) {
    const end = edges[i + 1]!;
    for (let start = edges[i]!; start < end;) {
      const x = Math.floor(start / height);
      const stop = Math.min(end, (x + 1) * height);
      visit(x, start - x * height, stop - x * height);
      start = stop;
    }
  }
}

function fromRuns(runs: readonly number[], pixels: number): Edges {
  const edges: number[] = [];
  let position = 0;
  runs.forEach((run, i) => {
    const end = Math.min(position + run, pixels);
    if (i % 2 === 1 && end > position) {
      // An empty run of background lies between runs that are one.
      if (edges.at(-1) === position) {
        edges[edges.length - 1] = end;
      } else {
        edges.push(position, end);
      }
    }
    position = end;
  });
  return Uint32Array.from(edges);
}

function boundsOfEdges(edges: Edges, height: number): Rect {
  let y0 = Infinity;
  let y1 = -Infinity;
  for (let i = 0; i < edges.length; i += 2) {
    const first = edges[i]!;
    const last = edges[i + 1]! - 1;
    const oneColumn = Math.floor(first / height) === Math.floor(last / height);
    y0 = Math.min(y0, oneColumn ? first % height : 0);
    y1 = Math.max(y1, oneColumn ? last % height : height - 1);
  }
  if (edges.length === 0) {
    return { x: 0, y: 0, width: 0, height: 0 };
  }
  const x = Math.floor(edges[0]! / height);
  return { x, y: y0, width: Math.floor((edges[edges.length - 1]! - 1) / height) - x + 1, height: y1 - y0 + 1 };
}

/** How many edges lie at or before a position. */
function countUpTo(edges: Edges, position: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
