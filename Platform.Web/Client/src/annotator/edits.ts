import { limitMove } from './geometry/box.js';
import { asHuman, isBox, isPending, vouched, type Annotation, type AnnotatorClass, type Size } from './model.js';
import { shapeOf } from './shapes/registry.js';
import type { Edit } from './store.js';

/** Edits as pure functions from shapes to record changes; the engine applies them and writes history. */

const PasteOffsetPx = 12;

/** Deletes a person's shapes and rejects a model's: see `isLive`. */
export function deleteEdits(annotations: readonly Annotation[]): Edit[] {
  return annotations.map(annotation => ({ id: annotation.id, after: annotation.source === 'model' ? { ...annotation, reviewState: 'rejected' } : undefined }));
}

/** Only shapes that the class accepts change; a box cannot become a polygon by a label. */
export function relabelEdits(annotations: readonly Annotation[], target: AnnotatorClass): Edit[] {
  return annotations
    .filter(annotation => annotation.classId !== target.id && takesShape(target, annotation.type))
    .map(annotation => ({ id: annotation.id, after: vouched({ ...annotation, classId: target.id }) }));
}

export function acceptEdits(annotations: readonly Annotation[]): Edit[] {
  return annotations.filter(isPending).map(annotation => ({ id: annotation.id, after: vouched(annotation) }));
}

export function nudgeEdits(annotations: readonly Annotation[], dx: number, dy: number, image: Size): Edit[] {
  const boxes = annotations.filter(isBox);
  const limited = limitMove(boxes.map(box => box.geometry), dx, dy, image);
  if (boxes.length === 0 || (limited.dx === 0 && limited.dy === 0)) {
    return [];
  }
  return boxes.map(box => ({
    id: box.id,
    after: vouched({ ...box, geometry: shapeOf(box)!.move!(box.geometry, limited.dx, limited.dy, image) }),
  }));
}

/** Copies are a person's work whatever the original was. Offset so that they can be seen, inside the image so that they exist. */
export function copyEdits(originals: readonly Annotation[], image: Size, newId: () => string, offsetPx = PasteOffsetPx): Edit[] {
  const boxes = originals.filter(isBox);
  // At the far border the way back leads inward.
  const ahead = limitMove(boxes.map(box => box.geometry), offsetPx, offsetPx, image);
  const dx = ahead.dx === 0 ? -offsetPx : ahead.dx;
  const dy = ahead.dy === 0 ? -offsetPx : ahead.dy;
  return boxes.map(box => {
    const id = newId();
    const fitted = {
      ...box.geometry,
      width: Math.min(box.geometry.width, image.width),
      height: Math.min(box.geometry.height, image.height),
    };
    const geometry = shapeOf(box)!.move!(fitted, dx, dy, image);
    return { id, after: asHuman({ ...box, id, geometry }) };
  });
}

export function takesShape(target: AnnotatorClass, type: Annotation['type']): boolean {
  return target.shapeType === undefined || target.shapeType === null || target.shapeType === type;
}
