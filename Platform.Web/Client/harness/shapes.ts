import type { Annotation, AnnotatorClass, Geometry, ShapeType, Size } from '../src/annotator/model.js';

let made = 0;

/** An annotation with an id of its own, drawn by a person. */
export function shape(type: ShapeType, geometry: Geometry, classId: string, extra: Partial<Annotation> = {}): Annotation {
  const id = `a0000000-0000-7000-8000-${(++made).toString(16).padStart(12, '0')}`;
  return {
    id, classId, type, geometry, source: 'human', confidence: null, modelVersionId: null, annotator: 'Kim', reviewState: 'accepted', revision: 1, ...extra,
  };
}

/** Numbers that look random and are the same in every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296;
}

/** Boxes of 10 to 90 pixels a side, anywhere on the image, of all classes in turn. */
export function boxes(count: number, image: Size, classes: readonly AnnotatorClass[], seed = 7): Annotation[] {
  const next = random(seed);
  return Array.from({ length: count }, (_, i) => {
    const width = Math.round(10 + next() * 80);
    const height = Math.round(10 + next() * 80);
    const geometry = { x: Math.round(next() * (image.width - width)), y: Math.round(next() * (image.height - height)), width, height };
    return shape('bbox', geometry, classes[i % classes.length]!.id);
  });
}

/** Star-like polygons with a radius of 30 to 90 pixels. */
export function polygons(count: number, vertices: number, image: Size, classes: readonly AnnotatorClass[], seed = 11): Annotation[] {
  const next = random(seed);
  return Array.from({ length: count }, (_, i) => {
    const radius = 30 + next() * 60;
    const cx = radius + next() * (image.width - 2 * radius);
    const cy = radius + next() * (image.height - 2 * radius);
    return shape('polygon', { rings: [star(cx, cy, radius, vertices, next)] }, classes[i % classes.length]!.id);
  });
}

function star(cx: number, cy: number, radius: number, vertices: number, next: () => number): number[] {
  return Array.from({ length: vertices }, (_, i) => {
    const angle = (i / vertices) * 2 * Math.PI;
    const reach = radius * (0.7 + 0.3 * next());
    return [round(cx + Math.cos(angle) * reach), round(cy + Math.sin(angle) * reach)];
  }).flat();
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
