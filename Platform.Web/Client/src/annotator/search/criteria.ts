import { hasFlag, type Flag } from '../attributes.js';
import { isPending, type Annotation, type AnnotatorClass } from '../model.js';
import { boundsOfAnnotation } from '../shapes/registry.js';
import { parseQuery, type Query } from './query.js';

/** Bounds as COCO sorts them: below 32², below 96², above; square pixels. */
const SmallBelowPx2 = 32 * 32;
const LargeFromPx2 = 96 * 96;

export type SizeBucket = 'small' | 'medium' | 'large';

/** What the head of the object list asks for; empty strings ask for nothing. */
export interface Criteria {
  readonly text: string;
  readonly classId: string;
  readonly source: '' | 'human' | 'model' | 'pending';
  readonly flag: '' | Flag;
  readonly size: '' | SizeBucket;
}

export const noCriteria: Criteria = { text: '', classId: '', source: '', flag: '', size: '' };

/** All criteria together, or null where none is set. */
export function testOf(criteria: Criteria, classes: readonly AnnotatorClass[]): Query | null {
  const { classId, source, flag, size } = criteria;
  const tests: (Query | null)[] = [
    parseQuery(criteria.text, classes),
    classId === '' ? null : annotation => annotation.classId === classId,
    source === '' ? null : source === 'pending' ? isPending : annotation => annotation.source === source,
    flag === '' ? null : annotation => hasFlag(annotation, flag),
    size === '' ? null : annotation => sizeOf(annotation) === size,
  ];
  const set = tests.filter(test => test !== null);
  return set.length === 0 ? null : annotation => set.every(test => test(annotation));
}

function sizeOf(annotation: Annotation): SizeBucket | null {
  const bounds = boundsOfAnnotation(annotation);
  if (!bounds) {
    return null;
  }
  const area = bounds.width * bounds.height;
  return area < SmallBelowPx2 ? 'small' : area < LargeFromPx2 ? 'medium' : 'large';
}
