import { defaultsOf } from './attributes.js';
import { newId } from './ids.js';
import { asHuman, type Annotation, type AnnotatorClass, type Geometry, type ShapeType } from './model.js';

/** A person's new object: with the defaults of its class; `zOrder` is that of what it comes over. Not yet in the store. */
export function createAnnotation(
  type: ShapeType | null, geometry: Geometry | Record<string, never>, classId: string, target: AnnotatorClass | undefined, zOrder: number,
): Annotation {
  const attributes = defaultsOf(target?.attributes ?? []);
  return {
    id: newId(), classId, type, geometry: geometry as Geometry, source: 'human', confidence: null, modelVersionId: null, annotator: null, reviewState: 'accepted',
    attributes: Object.keys(attributes).length > 0 ? attributes : null, zOrder, revision: 0,
  };
}

/** What was cut off an object, as an object of its own: alike in everything but its shape, and no part of the object's track. */
export function pieceOf(annotation: Annotation, geometry: Geometry): Annotation {
  const piece = asHuman({ ...annotation, id: newId(), geometry });
  return piece.trackId ? { ...piece, trackId: null } : piece;
}
