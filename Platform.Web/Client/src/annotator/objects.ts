import type { Annotation } from './model.js';
import type { AnnotationStore, Change, Edit } from './store.js';

/**
 * What a person sees and takes hold of as one object. On an image these are the stored annotations themselves; on a video a track is one object on
 * every frame, though its keyframes are stored each by itself (`video/frameObjects.ts`).
 */
export interface Objects {
  /** Of a video: the frame that is shown. */
  readonly frame?: number;
  get(id: string): Annotation | undefined;
  all(): Iterable<Annotation>;
  /** Whether there is such an object at all, be it out of sight at the moment. */
  exists(id: string): boolean;
  /** The object that a stored annotation is or belongs to. */
  idOf(stored: Annotation): string;
  /** What changed for objects when stored annotations changed. */
  follow(changes: readonly Change[]): readonly Change[];
  /** Edits of objects as edits of what is stored. */
  toStored(edits: readonly Edit[]): readonly Edit[];
}

export class StoredObjects implements Objects {
  constructor(private readonly store?: AnnotationStore) {}

  get(id: string): Annotation | undefined { return this.store?.get(id); }
  all(): Iterable<Annotation> { return this.store?.all() ?? []; }
  exists(id: string): boolean { return this.get(id) !== undefined; }
  idOf(stored: Annotation): string { return stored.id; }
  follow(changes: readonly Change[]): readonly Change[] { return changes; }
  toStored(edits: readonly Edit[]): readonly Edit[] { return edits.map(({ id, after }) => ({ id, after: after && onImage(after) })); }
}

/** What was copied on a video has no frame on an image. */
function onImage(annotation: Annotation): Annotation {
  if (typeof annotation.frame !== 'number') {
    return annotation;
  }
  const { interpolated: _, ...rest } = annotation;
  return { ...rest, frame: null, trackId: null };
}

/** Whether something stored is on the frame that is shown; on an image everything is. */
export function isOnShownFrame(objects: Objects, { frame }: { readonly frame?: number | null }): boolean {
  return objects.frame === undefined || frame === undefined || frame === null || frame === objects.frame;
}
