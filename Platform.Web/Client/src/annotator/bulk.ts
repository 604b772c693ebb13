import { hasFlag, withAttribute, type Flag } from './attributes.js';
import { deleteEdits, relabelEdits, takesShape } from './edits.js';
import type { Engine } from './engine.js';
import { isLive, vouched, type Annotation, type AnnotatorClass, type AttributeSpec } from './model.js';
import type { Edit } from './store.js';

/** Whether what is no plain shape is meant, too. */
export interface BulkScope {
  readonly tags: boolean;
  readonly tracks: boolean;
}

export type BulkAction =
  | { readonly kind: 'relabel'; readonly classId: string }
  | { readonly kind: 'flag'; readonly flag: Flag; readonly on: boolean }
  /** Undefined takes the value out. */
  | { readonly kind: 'attribute'; readonly name: string; readonly value: unknown }
  | { readonly kind: 'delete' }
  | { readonly kind: 'hide' | 'lock' | 'copy' };

export function isTrack(annotation: Annotation): boolean {
  return typeof annotation.trackId === 'string';
}

/** Everything that the filter of the object list lets through on this image, or on this frame. */
export function filteredObjects({ objects, filter }: Pick<Engine, 'objects' | 'filter'>): Annotation[] {
  return [...objects.all()].filter(annotation => isLive(annotation) && filter.passes(annotation));
}

export function inScope(annotations: readonly Annotation[], { tags, tracks }: BulkScope): Annotation[] {
  return annotations.filter(annotation => (tags || annotation.type !== null) && (tracks || !isTrack(annotation)));
}

/** Attributes that each of these classes has; one of them is what can be set on all. */
export function sharedSpecs(classes: readonly (AnnotatorClass | undefined)[]): readonly AttributeSpec[] {
  const [first, ...others] = [...new Set(classes)].map(each => each?.attributes ?? []);
  return (first ?? []).filter(spec => others.every(list => list.some(each => JSON.stringify(each) === JSON.stringify(spec))));
}

/** The edits of an action that changes what is stored. Relabelling leaves out what the class does not take. */
export function bulkEdits(targets: readonly Annotation[], action: BulkAction, classes: readonly AnnotatorClass[]): Edit[] {
  switch (action.kind) {
    case 'relabel': {
      const target = classes.find(({ id }) => id === action.classId);
      return target ? relabelEdits(targets, target, classes) : [];
    }
    case 'flag':
      return targets.filter(annotation => hasFlag(annotation, action.flag) !== action.on)
        .map(annotation => ({ id: annotation.id, after: vouched(withAttribute(annotation, action.flag, action.on ? true : undefined)) }));
    case 'attribute':
      return targets.map(annotation => ({ id: annotation.id, after: vouched(withAttribute(annotation, action.name, action.value)) }));
    case 'delete':
      return deleteEdits(targets);
    default:
      return [];
  }
}

/** What can be said of all of these by a new label: classes that take at least one of them. */
export function takers(targets: readonly Annotation[], classes: readonly AnnotatorClass[]): AnnotatorClass[] {
  return classes.filter(candidate => targets.some(annotation => takesShape(candidate, annotation.type)));
}

/**
 * Does one thing to all of these objects, as one step to undo. A locked one among them refuses the whole: what was set aside is not to be changed by a
 * sweep, and half a sweep is worse than none. Answers whether it was done.
 */
export function runBulk(engine: Engine, targets: readonly Annotation[], action: BulkAction): boolean {
  if (targets.length === 0 || engine.readOnly) {
    engine.notify(engine.readOnly ? 'readOnly' : 'bulkNothing');
    return false;
  }
  switch (action.kind) {
    case 'hide':
      engine.marks.set('hidden', targets, true);
      engine.notify('hiddenNow', targets.length);
      return true;
    case 'lock':
      engine.marks.set('locked', targets, true);
      engine.notify('lockedNow', targets.length);
      return true;
    case 'copy':
      copy(engine, targets);
      return true;
  }
  const locked = targets.filter(annotation => engine.marks.has('locked', annotation)).length;
  if (locked > 0) {
    engine.notify('bulkLocked', locked);
    return false;
  }
  const edits = bulkEdits(targets, action, engine.classes);
  engine.edit(edits);
  engine.notify('bulkDone', edits.length, targets.length);
  return true;
}

function copy(engine: Engine, targets: readonly Annotation[]): void {
  if (engine.video) {
    engine.selection.replace(targets.map(({ id }) => id));
    engine.run('propagate');
  } else {
    engine.options.onPropagate(targets);
  }
}
