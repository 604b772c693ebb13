import { defaultsOf } from './attributes.js';
import { zOf } from './edits.js';
import { newId } from './ids.js';
import type { Annotation, AnnotatorClass, Geometry, ShapeType } from './model.js';

/** A person's new object: with the defaults of its class, on top of what is there. Not yet in the store. */
export function createAnnotation(
  type: ShapeType | null, geometry: Geometry | Record<string, never>, classId: string, target: AnnotatorClass | undefined, present: Iterable<Annotation>,
): Annotation {
  let zOrder = 0;
  for (const annotation of present) {
    zOrder = Math.max(zOrder, zOf(annotation));
  }
  const attributes = defaultsOf(target?.attributes ?? []);
  return {
    id: newId(), classId, type, geometry: geometry as Geometry, source: 'human', confidence: null, modelVersionId: null, annotator: null, reviewState: 'accepted',
    attributes: Object.keys(attributes).length > 0 ? attributes : null, zOrder, revision: 0,
  };
}
