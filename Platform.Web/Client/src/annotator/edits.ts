import { attributesOf, carriedOver, groupOf, hasFlag, withAttribute, withGroup, type Flag } from './attributes.js';
import { limitMove, stepInside } from './geometry/box.js';
import { asHuman, isLive, isPending, sameGeometry, vouched, type Annotation, type AnnotatorClass, type ClassShape, type KeypointsGeometry, type Size } from './model.js';
import { boundsOfAnnotation, shapeOf } from './shapes/registry.js';
import type { Edit } from './store.js';

/** Edits as pure functions from shapes to record changes; the engine applies them and writes history. */

const PasteOffsetPx = 12;

/** Deletes a person's shapes and rejects a model's: see `isLive`. */
export function deleteEdits(annotations: readonly Annotation[]): Edit[] {
  return annotations.map(annotation => ({ id: annotation.id, after: annotation.source === 'model' ? { ...annotation, reviewState: 'rejected' } : undefined }));
}

/** Only shapes that the class accepts change; a box cannot become a polygon by a label. `classes` tells which attributes the old class had. */
export function relabelEdits(annotations: readonly Annotation[], target: AnnotatorClass, classes: readonly AnnotatorClass[] = []): Edit[] {
  return annotations
    .filter(annotation => annotation.classId !== target.id && takesShape(target, annotation.type) && takesSkeleton(target, annotation))
    .map(annotation => {
      const from = classes.find(candidate => candidate.id === annotation.classId);
      return { id: annotation.id, after: vouched(carriedOver({ ...annotation, classId: target.id }, from, target)) };
    });
}

/** One state for all: where some lack the flag, all get it. */
export function flagEdits(annotations: readonly Annotation[], flag: Flag): Edit[] {
  const on = annotations.some(annotation => !hasFlag(annotation, flag));
  return annotations
    .filter(annotation => hasFlag(annotation, flag) !== on)
    .map(annotation => ({ id: annotation.id, after: vouched(withAttribute(annotation, flag, on ? true : undefined)) }));
}

/** The same value for all; undefined takes it out. */
export function attributeEdits(annotations: readonly Annotation[], name: string, value: unknown): Edit[] {
  return annotations
    .filter(annotation => attributesOf(annotation)[name] !== value)
    .map(annotation => ({ id: annotation.id, after: vouched(withAttribute(annotation, name, value)) }));
}

/** One group of all; a group is at least two. Who was in another group leaves it. */
export function groupEdits(annotations: readonly Annotation[], newId: () => string): Edit[] {
  const groups = new Set(annotations.map(groupOf));
  const isOne = groups.size === 1 && !groups.has(null);
  if (annotations.length < 2 || isOne) {
    return [];
  }
  const group = newId();
  return annotations.map(annotation => ({ id: annotation.id, after: vouched(withGroup(annotation, group)) }));
}

export function ungroupEdits(annotations: readonly Annotation[]): Edit[] {
  return annotations.filter(annotation => groupOf(annotation) !== null).map(annotation => ({ id: annotation.id, after: vouched(withGroup(annotation, undefined)) }));
}

/** These, and all that share a group with one of them. */
export function withTheirGroups(annotations: readonly Annotation[], all: readonly Annotation[]): Annotation[] {
  const ids = new Set(annotations.map(({ id }) => id));
  const groups = new Set(annotations.map(groupOf).filter(group => group !== null));
  return all.filter(annotation => ids.has(annotation.id) || groups.has(groupOf(annotation) ?? ''));
}

export type ZStep = 'front' | 'back' | 'up' | 'down';

/** Front and back are beyond all others, and keep the order among those moved. */
export function zOrderEdits(moved: readonly Annotation[], all: readonly Annotation[], step: ZStep): Edit[] {
  const own = moved.map(zOf);
  const ids = new Set(moved.map(({ id }) => id));
  const others = all.filter(({ id }) => !ids.has(id)).map(zOf);
  const shift = {
    up: () => 1,
    down: () => -1,
    front: () => (others.length === 0 ? 0 : Math.max(0, highest(others) + 1 - lowest(own))),
    back: () => (others.length === 0 ? 0 : Math.min(0, lowest(others) - 1 - highest(own))),
  }[step]();
  return shift === 0 ? [] : moved.map(annotation => ({ id: annotation.id, after: vouched({ ...annotation, zOrder: zOf(annotation) + shift }) }));
}

/** Onto one layer, wherever they were. */
export function layerEdits(moved: readonly Annotation[], layer: number): Edit[] {
  return moved.filter(annotation => zOf(annotation) !== layer).map(annotation => ({ id: annotation.id, after: vouched({ ...annotation, zOrder: layer }) }));
}

export function zOf(annotation: Annotation): number {
  return annotation.zOrder ?? 0;
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

/** Copies are a person's work whatever the original was, with its attributes and flags. Offset so that they can be seen, inside the image so that they exist. */
export function copyEdits(originals: readonly Annotation[], image: Size, newId: () => string, offsetPx = PasteOffsetPx): Edit[] {
  const movable = originals.filter(isMovable).map(annotation => fitted(annotation, image)).filter(hasExtent);
  // At the far border the way back leads inward.
  const ahead = limitMove(movable.map(annotation => boundsOfAnnotation(annotation)!), offsetPx, offsetPx, image);
  const dx = ahead.dx === 0 ? -offsetPx : ahead.dx;
  const dy = ahead.dy === 0 ? -offsetPx : ahead.dy;
  return movable.map(annotation => {
    const limited = stepInside(boundsOfAnnotation(annotation)!, dx, dy, image);
    return copyOf(moved(annotation, limited.dx, limited.dy, image), newId());
  });
}

/** The same objects on another image, where each stands already there it is left alone; whole-image tags included. */
export function transferEdits(originals: readonly Annotation[], present: Iterable<Annotation>, image: Size, newId: () => string): Edit[] {
  const there = [...present].filter(isLive);
  const tags = originals.filter(annotation => annotation.type === null).map(annotation => copyOf(annotation, newId()));
  return [...copyEdits(originals, image, newId, 0), ...tags].filter(({ after }) => !there.some(annotation => isSameObject(annotation, after!)));
}

export function takesShape(target: AnnotatorClass, shape: ClassShape | null): boolean {
  return target.shapeType === undefined || target.shapeType === null || target.shapeType === (shape ?? 'tag');
}

/** Points are named by their order, so a skeleton needs a class with as many. */
function takesSkeleton({ keypoints }: AnnotatorClass, { type, geometry }: Annotation): boolean {
  return type !== 'keypoints' || !keypoints || keypoints.names.length === (geometry as KeypointsGeometry).points.length / 3;
}

function copyOf(annotation: Annotation, id: string): Edit {
  return { id, after: asHuman({ ...annotation, id }) };
}

/** Of one class at one place; who drew it and what is said of it does not matter. */
function isSameObject(a: Annotation, b: Annotation): boolean {
  return a.classId === b.classId && a.type === b.type && (a.type === null || sameGeometry(a.geometry, b.geometry));
}

function isMovable(annotation: Annotation): boolean {
  return shapeOf(annotation)?.move !== undefined;
}

function moved(annotation: Annotation, dx: number, dy: number, image: Size): Annotation {
  return { ...annotation, geometry: shapeOf(annotation)!.move!(annotation.geometry, dx, dy, image) };
}

/** A shape from a larger image, cut to this one's size where its kind can be cut. */
function fitted(annotation: Annotation, image: Size): Annotation {
  const shape = shapeOf(annotation);
  return shape?.fit ? { ...annotation, geometry: shape.fit(annotation.geometry, image) } : annotation;
}

function hasExtent(annotation: Annotation): boolean {
  const bounds = boundsOfAnnotation(annotation);
  return bounds !== undefined && (annotation.type !== 'mask' || bounds.width > 0);
}

// Not Math.max(...values): ten thousand arguments are more than a call takes everywhere.
function highest(values: readonly number[]): number {
  return values.reduce((best, value) => Math.max(best, value), -Infinity);
}

function lowest(values: readonly number[]): number {
  return values.reduce((best, value) => Math.min(best, value), Infinity);
}
