import type { ImagePoint, Rect } from './geometry/math.js';
import type { Annotation, KeypointTemplate } from './model.js';
import { boundsOfAnnotation, shapeOf } from './shapes/registry.js';
import { SpatialIndex } from './spatial.js';
import type { Change } from './store.js';
import type { ViewFilter } from './viewFilter.js';

/** A shape and when it came to the image: later ones lie over earlier ones of the same `zOrder`. */
interface Placed {
  readonly annotation: Annotation;
  readonly rank: number;
}

/** Where the shapes lie: answers who is in a rectangle and who is under a point, among those shown. */
export class Scene {
  private readonly index = new SpatialIndex<Placed>();
  /** Kept for deleted shapes too, so that an undone deletion puts a shape back between its neighbours. */
  private readonly ranks = new Map<string, number>();
  /** Null when it has to be looked for. */
  private highest: number | null = null;

  constructor(private readonly filter: ViewFilter, private readonly templateOf: (classId: string) => KeypointTemplate | null | undefined = () => null) {}

  reset(annotations: Iterable<Annotation>): void {
    this.ranks.clear();
    const items: [string, Placed, Rect][] = [];
    for (const annotation of annotations) {
      const rank = this.rankOf(annotation.id);
      const bounds = boundsOfAnnotation(annotation);
      if (bounds) {
        items.push([annotation.id, { annotation, rank }, bounds]);
      }
    }
    this.index.load(items);
    this.highest = null;
  }

  /** The largest `zOrder` of all shapes; 0 where there are none. */
  get highestZ(): number {
    this.highest ??= this.index.items().reduce((highest, { annotation }) => Math.max(highest, annotation.zOrder ?? 0), 0);
    return this.highest;
  }

  follow(changes: readonly Change[]): void {
    for (const { id, before, after } of changes) {
      this.highest = this.highest === null || (before?.zOrder ?? 0) > (after?.zOrder ?? 0) ? null : Math.max(this.highest, after?.zOrder ?? 0);
      if (after) {
        this.put(after);
      } else {
        this.index.remove(id);
      }
    }
  }

  /** Shapes whose bounds touch the rectangle (image pixels), the lowest first. */
  shapesIn(rect: Rect): Annotation[] {
    return this.index.search(rect).filter(({ annotation }) => this.filter.shows(annotation)).sort(lowestFirst).map(({ annotation }) => annotation);
  }

  shows(annotation: Annotation): boolean {
    return this.filter.shows(annotation);
  }

  /** Whether a shape is shown and nothing that is shown lies over it. */
  isTopmost(annotation: Annotation): boolean {
    const bounds = boundsOfAnnotation(annotation);
    const own = { annotation, rank: this.rankOf(annotation.id) };
    return bounds !== undefined && this.filter.shows(annotation) && this.index.search(bounds).every(other => other.annotation.id === annotation.id || lowestFirst(other, own) < 0 || !this.filter.shows(other.annotation));
  }

  /**
   * The smallest shape under a point, the higher one of two as small: what lies inside another one can still be reached.
   * `preferred` wins, so that a selected shape stays in hand.
   */
  hit(point: ImagePoint, tolerance: number, preferred: (id: string) => boolean): Annotation | undefined {
    const around = { x: point.x - tolerance, y: point.y - tolerance, width: 2 * tolerance, height: 2 * tolerance };
    let best: Annotation | undefined;
    let bestArea = Infinity;
    for (const annotation of this.shapesIn(around)) {
      const shape = shapeOf(annotation)!;
      const area = shape.area(annotation.geometry) * (preferred(annotation.id) ? 0.5 : 1);
      if (area <= bestArea && shape.hit(annotation.geometry, point, tolerance, this.templateOf(annotation.classId))) {
        best = annotation;
        bestArea = area;
      }
    }
    return best;
  }

  private put(annotation: Annotation): void {
    const bounds = boundsOfAnnotation(annotation);
    if (bounds) {
      this.index.set(annotation.id, { annotation, rank: this.rankOf(annotation.id) }, bounds);
    } else {
      this.index.remove(annotation.id);
    }
  }

  private rankOf(id: string): number {
    const rank = this.ranks.get(id) ?? this.ranks.size;
    this.ranks.set(id, rank);
    return rank;
  }
}

function lowestFirst(a: Placed, b: Placed): number {
  return (a.annotation.zOrder ?? 0) - (b.annotation.zOrder ?? 0) || a.rank - b.rank;
}
