import type { Engine } from './engine.js';
import { isLive, isPending, type Annotation } from './model.js';
import { StoredObjects } from './objects.js';
import type { AnnotationStore } from './store.js';

/** How many there are, by class. */
export class Tally {
  readonly byClass = new Map<string, number>();
  total = 0;
  /** A model's shapes that nobody reviewed. */
  pending = 0;

  constructor(annotations: Iterable<Annotation> = []) {
    for (const annotation of annotations) {
      this.count(annotation, 1);
    }
  }

  /** Kept up with every change, so that nobody counts thousands of shapes to say a number. */
  static following(store: AnnotationStore): Tally {
    const tally = new Tally(store.all());
    store.subscribe(changes => {
      for (const { before, after } of changes) {
        tally.count(before, -1);
        tally.count(after, 1);
      }
    });
    return tally;
  }

  private count(annotation: Annotation | undefined, step: 1 | -1): void {
    if (annotation && isLive(annotation)) {
      const count = (this.byClass.get(annotation.classId) ?? 0) + step;
      if (count === 0) {
        this.byClass.delete(annotation.classId);
      } else {
        this.byClass.set(annotation.classId, count);
      }
      this.total += step;
      this.pending += isPending(annotation) ? step : 0;
    }
  }
}

/** Of the objects of the shown image; on a video, where objects are not what is stored, they are few enough to be counted. */
export function tallyOf({ session, objects }: Engine): Tally {
  return session && objects instanceof StoredObjects ? session.tally : new Tally(objects.all());
}
