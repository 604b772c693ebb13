import type { Rect } from '../geometry/math.js';
import type { Annotation, ShapeType } from '../model.js';
import { boxShape } from './box.js';
import { keypointsShape } from './keypoints.js';
import { maskShape } from './mask.js';
import { polygonShape } from './polygon.js';
import { polylineShape } from './polyline.js';
import type { AnnotationShape } from './shape.js';

// Each shape reads only the geometry of its own type; the annotation's type says which that is.
const shapes: Readonly<Record<ShapeType, AnnotationShape>> = {
  bbox: boxShape as AnnotationShape,
  polygon: polygonShape as AnnotationShape,
  polyline: polylineShape as AnnotationShape,
  keypoints: keypointsShape as AnnotationShape,
  mask: maskShape as AnnotationShape,
};

/** Undefined for whole-image tags and for types this canvas does not know: they are kept, listed, but have no place on the image. */
export function shapeOf(annotation: Annotation): AnnotationShape | undefined {
  return annotation.type === null ? undefined : shapes[annotation.type];
}

export function boundsOfAnnotation(annotation: Annotation): Rect | undefined {
  return shapeOf(annotation)?.bounds(annotation.geometry);
}
