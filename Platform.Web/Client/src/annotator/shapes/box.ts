import { moveBox, resizeBox } from '../geometry/box.js';
import { contains } from '../geometry/math.js';
import type { BoxGeometry } from '../model.js';
import type { Shape } from './shape.js';

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
    context.strokeRect(box.x, box.y, box.width, box.height);
  },
  move: moveBox,
  resize: resizeBox,
};
