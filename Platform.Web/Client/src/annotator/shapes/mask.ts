import { isSet, maskArea, maskBounds } from '../geometry/mask.js';
import { croppedMask, mirroredMask, translatedMask, unionOf } from '../geometry/maskOps.js';
import { sliceMask } from '../geometry/sliceMask.js';
import type { MaskGeometry } from '../model.js';
import { paintMask } from '../render/maskPainter.js';
import type { Shape } from './shape.js';

export const maskShape: Shape<MaskGeometry> = {
  bounds: maskBounds,
  hit: (geometry, point) => isSet(geometry, point.x, point.y),
  area: maskArea,
  draw: (context, geometry, style) => paintMask(context, geometry, style.color, maskOpacity(style.fillOpacity)),
  move: translatedMask,
  mirror: mirroredMask,
  slice: sliceMask,
  join: ([first, ...others]) => first && unionOf([first, ...others]),
  fit: croppedMask,
};

/** A mask has no line around it that would carry its colour, so it is filled more than other shapes are: 0.09 becomes 0.35, 0.2 becomes 0.5. */
export function maskOpacity(fillOpacity: number): number {
  return Math.min(0.9, 1.15 * Math.sqrt(fillOpacity));
}
