import { deleteEdits, zOf } from '../edits.js';
import { isEmptyMask, maskArea, maskBounds } from '../geometry/mask.js';
import { difference } from '../geometry/maskOps.js';
import { vouched, type Annotation, type MaskGeometry } from '../model.js';
import type { Edit } from '../store.js';
import type { ToolHost } from './tool.js';

export interface MaskAnnotation extends Annotation {
  readonly type: 'mask';
  readonly geometry: MaskGeometry;
}

export function isMask(annotation: Annotation): annotation is MaskAnnotation {
  return annotation.type === 'mask';
}

/**
 * Takes a mask's pixels from the masks that do not lie higher. One that has none left is deleted in the same edit, because an empty mask
 * cannot be saved; undo brings it back. Hidden and locked masks stay as they are.
 */
export function underlyingEdits(host: ToolHost, painted: Annotation, mask: MaskGeometry): Edit[] {
  return host.shapesIn(maskBounds(mask))
    .filter(isMask)
    .filter(other => other.id !== painted.id && zOf(other) <= zOf(painted) && !host.marks.has('locked', other))
    .flatMap(other => without(other, mask));
}

function without(other: MaskAnnotation, mask: MaskGeometry): Edit[] {
  const rest = difference(other.geometry, mask);
  if (isEmptyMask(rest)) {
    return deleteEdits([other]);
  }
  return maskArea(rest) === maskArea(other.geometry) ? [] : [{ id: other.id, after: vouched({ ...other, geometry: rest }) }];
}
