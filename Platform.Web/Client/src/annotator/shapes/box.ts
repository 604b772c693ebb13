import { handlePoint, Handles, moveBox, resizeBox, type Handle } from '../geometry/box.js';
import { contains, round, type ImagePoint } from '../geometry/math.js';
import { keepsAxes, mirroring, transformed, type Matrix } from '../geometry/transform.js';
import type { BoxGeometry } from '../model.js';
import type { Grip, GripView, Shape } from './shape.js';

/** Below this side on the screen the middle handles would cover the corners. */
const MiddleHandlesFromPx = 30;

const cursors: Readonly<Record<Handle, string>> = {
  nw: 'nwse-resize', se: 'nwse-resize', ne: 'nesw-resize', sw: 'nesw-resize', n: 'ns-resize', s: 'ns-resize', e: 'ew-resize', w: 'ew-resize',
};
// Corners first: on a small box they lie over the middle handles.
const byReach = [...Handles].sort((a, b) => b.length - a.length);

export const boxShape: Shape<BoxGeometry> = {
  bounds: box => box,
  hit: (box, point, tolerance) => contains(box, point.x, point.y, tolerance),
  area: box => box.width * box.height,
  draw(context, box, style) {
    if (style.fillOpacity > 0) {
      context.globalAlpha = style.fillOpacity;
      context.fillRect(box.x, box.y, box.width, box.height);
      context.globalAlpha = 1;
    }
    context.globalAlpha = style.lineOpacity ?? 1;
    context.strokeRect(box.x, box.y, box.width, box.height);
    context.globalAlpha = 1;
  },
  move: moveBox,
  fit: (box, image) => ({ ...box, width: Math.min(box.width, image.width), height: Math.min(box.height, image.height) }),
  grips: (box, view) => byReach.filter(handle => isOffered(box, handle, view)).map(handle => gripOf(box, handle)),
  dragGrip: (box, gripId, to, image) => resizeBox(box, gripId as Handle, to, image),
  outline: ({ x, y, width, height }) => [{ points: [x, y, x + width, y, x + width, y + height, x, y + height], closed: true }],
  transform: (box, matrix) => (keepsAxes(matrix) ? spanned(box, matrix) : undefined),
  mirror: (box, axis, about) => spanned(box, mirroring(axis, about)),
};

function spanned(box: BoxGeometry, matrix: Matrix): BoxGeometry {
  const p = transformed(matrix, box);
  const q: ImagePoint = transformed(matrix, { x: box.x + box.width, y: box.y + box.height });
  return { x: round(Math.min(p.x, q.x)), y: round(Math.min(p.y, q.y)), width: round(Math.abs(q.x - p.x)), height: round(Math.abs(q.y - p.y)) };
}

function isOffered(box: BoxGeometry, handle: Handle, { scale }: GripView): boolean {
  const side = handle === 'n' || handle === 's' ? box.width : box.height;
  return handle.length > 1 || side * scale >= MiddleHandlesFromPx;
}

function gripOf(box: BoxGeometry, handle: Handle): Grip {
  return { id: handle, at: handlePoint(box, handle), kind: handle.length > 1 ? 'corner' : 'side', cursor: cursors[handle] };
}
