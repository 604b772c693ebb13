import { deleteEdits } from './edits.js';
import { isLive, isPending, vouched, type Annotation, type AnnotatorClass } from './model.js';
import type { Edit } from './store.js';

/** The classes that say something of the whole image. */
export function tagClasses(classes: readonly AnnotatorClass[]): AnnotatorClass[] {
  return classes.filter(candidate => candidate.shapeType === 'tag');
}

/** The image's tag of a class: one that holds, else one that a person once rejected. */
export function tagOf(present: Iterable<Annotation>, classId: string): Annotation | undefined {
  const tags = [...present].filter(annotation => annotation.type === null && annotation.classId === classId);
  return tags.find(isLive) ?? tags[0];
}

/**
 * On or off. What a model proposed is taken over first, so that one press never throws away what nobody has looked at; a tag that was
 * rejected comes back as itself.
 */
export function toggleTagEdits(tag: Annotation | undefined, make: () => Annotation): Edit[] {
  if (tag === undefined) {
    const made = make();
    return [{ id: made.id, after: made }];
  }
  if (isPending(tag)) {
    return [{ id: tag.id, after: vouched(tag) }];
  }
  return isLive(tag) ? deleteEdits([tag]) : [{ id: tag.id, after: { ...tag, reviewState: 'accepted' } }];
}
