import type { BoxGeometry, Size } from '../model.js';
import { clamp, round, type ImagePoint, type Rect } from './math.js';

/** Compass names of the eight handles; each names the edges it moves. */
export type Handle = 'nw' | 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w';
export const Handles: readonly Handle[] = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'];

/** Thinner than this in either direction is a slip of the hand, not an object. */
export const MinBoxSidePx = 1;

export function clampPoint(point: ImagePoint, image: Size): ImagePoint {
  return { x: clamp(point.x, 0, image.width), y: clamp(point.y, 0, image.height) };
}

/** The box spanned by two opposite corners, cut to the image. */
export function boxFromCorners(a: ImagePoint, b: ImagePoint, image: Size): BoxGeometry {
  const p = clampPoint(a, image);
  const q = clampPoint(b, image);
  return rounded(Math.min(p.x, q.x), Math.min(p.y, q.y), Math.max(p.x, q.x), Math.max(p.y, q.y));
}

export function isDrawable(box: BoxGeometry): boolean {
  return box.width >= MinBoxSidePx && box.height >= MinBoxSidePx;
}

/** Moves without changing the size; stops at the image border. */
export function moveBox(box: BoxGeometry, dx: number, dy: number, image: Size): BoxGeometry {
  const x = clamp(box.x + dx, 0, Math.max(0, image.width - box.width));
  const y = clamp(box.y + dy, 0, Math.max(0, image.height - box.height));
  return rounded(x, y, x + box.width, y + box.height);
}

/** Drags one handle to a point; crossing the opposite edge flips the box, as drawing it anew would. */
export function resizeBox(box: BoxGeometry, handle: Handle, to: ImagePoint, image: Size): BoxGeometry {
  const p = clampPoint(to, image);
  let left = box.x;
  let top = box.y;
  let right = box.x + box.width;
  let bottom = box.y + box.height;
  if (handle.includes('w')) { left = p.x; }
  if (handle.includes('e')) { right = p.x; }
  if (handle.includes('n')) { top = p.y; }
  if (handle.includes('s')) { bottom = p.y; }
  const x0 = Math.min(left, right);
  const y0 = Math.min(top, bottom);
  // A handle dragged exactly onto the opposite edge would leave an empty box.
  const x1 = Math.max(left, right, x0 + MinBoxSidePx);
  const y1 = Math.max(top, bottom, y0 + MinBoxSidePx);
  const overX = Math.max(0, x1 - image.width);
  const overY = Math.max(0, y1 - image.height);
  return rounded(x0 - overX, y0 - overY, x1 - overX, y1 - overY);
}

/** Where a handle sits, in image pixels. */
export function handlePoint(box: BoxGeometry, handle: Handle): ImagePoint {
  const x = handle.includes('w') ? box.x : handle.includes('e') ? box.x + box.width : box.x + box.width / 2;
  const y = handle.includes('n') ? box.y : handle.includes('s') ? box.y + box.height : box.y + box.height / 2;
  return { x, y };
}

/** The step that brings bounds to where a wished step leads, or to the nearest place inside the image. */
export function stepInside(bounds: Rect, dx: number, dy: number, image: Size): { dx: number; dy: number } {
  return {
    dx: clamp(bounds.x + dx, 0, Math.max(0, image.width - bounds.width)) - bounds.x,
    dy: clamp(bounds.y + dy, 0, Math.max(0, image.height - bounds.height)) - bounds.y,
  };
}

/** The largest part of a wished move that keeps every box inside the image, so that a group keeps its shape. */
export function limitMove(boxes: readonly Rect[], dx: number, dy: number, image: Size): { dx: number; dy: number } {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (const box of boxes) {
    minX = Math.min(minX, box.x);
    minY = Math.min(minY, box.y);
    maxX = Math.max(maxX, box.x + box.width);
    maxY = Math.max(maxY, box.y + box.height);
  }
  return {
    dx: clamp(dx, Math.min(0, -minX), Math.max(0, image.width - maxX)),
    dy: clamp(dy, Math.min(0, -minY), Math.max(0, image.height - maxY)),
  };
}

function rounded(x0: number, y0: number, x1: number, y1: number): BoxGeometry {
  const x = round(x0);
  const y = round(y0);
  return { x, y, width: round(round(x1) - x), height: round(round(y1) - y) };
}
