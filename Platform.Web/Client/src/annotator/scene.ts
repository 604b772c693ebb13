import type { ImagePoint, Rect } from './geometry/math.js';
import type { Annotation } from './model.js';
import { boundsOfAnnotation, shapeOf } from './shapes/registry.js';
import { SpatialIndex } from './spatial.js';
import type { Change } from './store.js';
import type { ViewFilter } from './viewFilter.js';

/** Where the shapes lie: answers who is in a rectangle and who is under a point, among those shown. */
export class Scene {
  private readonly index = new SpatialIndex<Annotation>();

  constructor(private readonly filter: ViewFilter) {}

  reset(annotations: Iterable<Annotation>): void {
    this.index.clear();
    for (const annotation of annotations) {
      this.put(annotation);
    }
  }

  follow(changes: readonly Change[]): void {
    for (const { id, after } of changes) {
      if (after) {
        this.put(after);
      } else {
        this.index.remove(id);
      }
    }
  }

  /** Shapes whose bounds touch the rectangle (image pixels). */
  shapesIn(rect: Rect): Annotation[] {
    return this.index.search(rect).filter(annotation => this.filter.shows(annotation));
  }

  /** The smallest shape under a point: what lies inside another one can still be reached. `preferred` wins, so that a selected shape stays in hand. */
  hit(point: ImagePoint, tolerance: number, preferred: (id: string) => boolean): Annotation | undefined {
    const around = { x: point.x - tolerance, y: point.y - tolerance, width: 2 * tolerance, height: 2 * tolerance };
    let best: Annotation | undefined;
    let bestArea = Infinity;
    for (const annotation of this.shapesIn(around)) {
      const shape = shapeOf(annotation)!;
      const area = shape.area(annotation.geometry) * (preferred(annotation.id) ? 0.5 : 1);
      if (area < bestArea && shape.hit(annotation.geometry, point, tolerance)) {
        best = annotation;
        bestArea = area;
      }
    }
    return best;
  }

  private put(annotation: Annotation): void {
    const bounds = boundsOfAnnotation(annotation);
    if (bounds) {
      this.index.set(annotation.id, annotation, bounds);
    } else {
      this.index.remove(annotation.id);
    }
  }
}
