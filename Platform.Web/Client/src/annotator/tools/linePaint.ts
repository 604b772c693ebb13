import { imageRect, toScreen } from '../camera.js';
import type { ImagePoint } from '../geometry/math.js';
import type { Snap } from './snap.js';
import type { OverlayView } from './tool.js';

const Halo = 'rgba(0, 0, 0, 0.5)';
const VertexPx = 3.5;

/** A line being drawn, and where it would go on; `closed` fills what it encloses. */
export interface DrawnLine {
  readonly points: readonly ImagePoint[];
  /** The pointer's place, or null where there is none. */
  readonly next: ImagePoint | null;
  readonly color: string;
  readonly closed: boolean;
  /** Vertices are left out along dense freehand lines. */
  readonly dots: boolean;
}

export function paintLine(context: CanvasRenderingContext2D, view: OverlayView, line: DrawnLine): void {
  const all = [...line.points, ...(line.next ? [line.next] : [])].map(point => toScreen(view.camera, point));
  const drawn = all.slice(0, line.points.length);
  if (line.closed && all.length > 2) {
    trace(context, all);
    context.closePath();
    context.fillStyle = line.color;
    context.globalAlpha = 0.14;
    context.fill();
    context.globalAlpha = 1;
  }
  trace(context, drawn);
  strokeTwice(context, line.color, 2);
  if (line.next && drawn.length > 0) {
    trace(context, all.slice(-2));
    context.setLineDash([5, 4]);
    strokeTwice(context, line.color, 1.5);
    context.setLineDash([]);
  }
  if (line.dots) {
    drawn.forEach(point => dot(context, point, VertexPx, '#ffffff', line.color));
  }
}

/** The first point while the pointer is near enough to close the shape, or another point that a click would take. */
export function paintTarget(context: CanvasRenderingContext2D, view: OverlayView, at: ImagePoint, color: string): void {
  const point = toScreen(view.camera, at);
  dot(context, point, VertexPx + 4, color, '#ffffff');
  dot(context, point, VertexPx, '#ffffff', color);
}

/** Where the next point sticks: a ring on a vertex, a square on an edge or the border. */
export function paintSnap(context: CanvasRenderingContext2D, view: OverlayView, snap: Snap): void {
  const { x, y } = toScreen(view.camera, snap.at);
  context.beginPath();
  if (snap.kind === 'vertex') {
    context.arc(x, y, 7, 0, Math.PI * 2);
  } else {
    context.rect(x - 5.5, y - 5.5, 11, 11);
  }
  strokeTwice(context, view.accent, 2);
}

export function paintCandidates(context: CanvasRenderingContext2D, view: OverlayView, candidates: readonly ImagePoint[]): void {
  context.fillStyle = view.accent;
  context.strokeStyle = '#ffffff';
  context.lineWidth = 1;
  for (const candidate of candidates) {
    const { x, y } = toScreen(view.camera, candidate);
    context.beginPath();
    context.arc(x, y, 2.5, 0, Math.PI * 2);
    context.fill();
    context.stroke();
  }
}

/** Image pixels on the screen. */
export function visibleRect({ camera, stage }: OverlayView): ReturnType<typeof imageRect> {
  return imageRect(camera, { x: 0, y: 0, ...stage });
}

function trace(context: CanvasRenderingContext2D, points: readonly { readonly x: number; readonly y: number }[]): void {
  context.beginPath();
  points.forEach(({ x, y }, i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
}

function dot(context: CanvasRenderingContext2D, at: { readonly x: number; readonly y: number }, radiusPx: number, fill: string, rim: string): void {
  context.beginPath();
  context.arc(at.x, at.y, radiusPx, 0, Math.PI * 2);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = rim;
  context.lineWidth = 1.5;
  context.stroke();
}

/** A dark line under a bright one: one of them shows on any picture. */
function strokeTwice(context: CanvasRenderingContext2D, color: string, widthPx: number): void {
  context.lineJoin = 'round';
  context.strokeStyle = Halo;
  context.lineWidth = widthPx + 2;
  context.stroke();
  context.strokeStyle = color;
  context.lineWidth = widthPx;
  context.stroke();
}
