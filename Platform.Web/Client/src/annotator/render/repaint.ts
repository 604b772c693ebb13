import type { Annotation } from '../model.js';
import type { Scene } from '../scene.js';
import { boundsOfAnnotation } from '../shapes/registry.js';
import type { Change } from '../store.js';
import type { CachedLayer } from './cachedLayer.js';

/** Tells the layer of resting shapes what changed, so that it draws no more than it must. The scene follows changes before it is asked here. */
export class Repaint {
  constructor(private readonly layer: () => CachedLayer<Annotation>, private readonly scene: Scene) {}

  /** A shape looks different, is to be left out, or is back. */
  shape(annotation: Annotation | undefined): void {
    const bounds = annotation && boundsOfAnnotation(annotation);
    if (bounds) {
      this.layer().invalidate(bounds, this.scene.shows(annotation) ? annotation : undefined);
    }
  }

  changes(changes: readonly Change[]): void {
    for (const { before, after } of changes) {
      if (!before && after && this.scene.isTopmost(after)) {
        this.layer().add(after);
      } else {
        this.place(before);
        this.shape(after);
      }
    }
  }

  private place(annotation: Annotation | undefined): void {
    const bounds = annotation && boundsOfAnnotation(annotation);
    if (bounds) {
      this.layer().invalidate(bounds);
    }
  }
}
