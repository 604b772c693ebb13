import { limitMove, stepInside } from './geometry/box.js';
import { asHuman, isBox, isPending, vouched, type Annotation, type AnnotatorClass, type ClassShape, type Size } from './model.js';
import { boundsOfAnnotation, shapeOf } from './shapes/registry.js';
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
  const movable = annotations.filter(isMovable);
  const limited = limitMove(movable.map(annotation => boundsOfAnnotation(annotation)!), dx, dy, image);
  if (movable.length === 0 || (limited.dx === 0 && limited.dy === 0)) {
    return [];
  }
  return movable.map(annotation => ({ id: annotation.id, after: vouched(moved(annotation, limited.dx, limited.dy, image)) }));
}

/** Copies are a person's work whatever the original was. Offset so that they can be seen, inside the image so that they exist. */
export function copyEdits(originals: readonly Annotation[], image: Size, newId: () => string, offsetPx = PasteOffsetPx): Edit[] {
  const movable = originals.filter(isMovable).map(annotation => fitted(annotation, image));
  // At the far border the way back leads inward.
  const ahead = limitMove(movable.map(annotation => boundsOfAnnotation(annotation)!), offsetPx, offsetPx, image);
  const dx = ahead.dx === 0 ? -offsetPx : ahead.dx;
  const dy = ahead.dy === 0 ? -offsetPx : ahead.dy;
  return movable.map(annotation => {
    const id = newId();
    const limited = stepInside(boundsOfAnnotation(annotation)!, dx, dy, image);
    return { id, after: asHuman({ ...moved(annotation, limited.dx, limited.dy, image), id }) };
  });
}

export function takesShape(target: AnnotatorClass, shape: ClassShape | null): boolean {
  return target.shapeType === undefined || target.shapeType === null || target.shapeType === (shape ?? 'tag');
}

function isMovable(annotation: Annotation): boolean {
  return shapeOf(annotation)?.move !== undefined;
}

function moved(annotation: Annotation, dx: number, dy: number, image: Size): Annotation {
  return { ...annotation, geometry: shapeOf(annotation)!.move!(annotation.geometry, dx, dy, image) };
}

/** A box from a larger image is cut to this one's size; other shapes keep theirs and are moved in as far as they go. */
function fitted(annotation: Annotation, image: Size): Annotation {
  if (!isBox(annotation)) {
    return annotation;
  }
  const { geometry } = annotation;
  return { ...annotation, geometry: { ...geometry, width: Math.min(geometry.width, image.width), height: Math.min(geometry.height, image.height) } };
}
