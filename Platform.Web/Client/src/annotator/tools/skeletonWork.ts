import { Absent, absentPoints, Occluded, placedPoints, SinglePoint, Visible, visibilityOf, withPointAt } from '../geometry/skeleton.js';
import type { ImagePoint } from '../geometry/math.js';
import { workKey } from '../history.js';
import { vouched, type Annotation, type AnnotatorClass, type KeypointsGeometry, type KeypointTemplate } from '../model.js';
import type { ToolHost } from './tool.js';

/**
 * A skeleton whose points are being placed. Each point goes to the store at once, those to come are absent: a crash costs nothing. The points
 * are steps of one piece of work, which the last of them closes into a single step of history.
 */
export class SkeletonWork {
  private id: string | null = null;
  private template: KeypointTemplate = SinglePoint;
  /** Points to place, in their order; usually all of them. */
  private wanted: readonly number[] = [];
  /** Points left out, and how many were placed when that was said. */
  private skipped: { readonly index: number; readonly placedBefore: number }[] = [];

  constructor(private readonly host: ToolHost) {}

  get annotation(): Annotation | undefined {
    const annotation = this.id === null || this.host.selection.single() !== this.id ? undefined : this.host.get(this.id);
    return annotation?.type === 'keypoints' ? annotation : undefined;
  }

  get points(): readonly number[] {
    return (this.annotation?.geometry as KeypointsGeometry | undefined)?.points ?? [];
  }

  /** The point that comes next; undefined where none is being placed. Read off the store, so that undo and redo need no further word. */
  get next(): number | undefined {
    const { points } = this;
    return points.length === 0 ? undefined
      : this.wanted.find(index => visibilityOf(points, index) === Absent && !this.skipped.some(skip => skip.index === index));
  }

  get count(): number {
    return this.template.names.length;
  }

  nameOf(index: number): string {
    return this.template.names[index] ?? '';
  }

  /** Takes up a skeleton that lacks points. */
  complete(annotation: Annotation, template: KeypointTemplate): void {
    this.close();
    const { points } = annotation.geometry as KeypointsGeometry;
    this.id = annotation.id;
    this.template = template;
    this.wanted = template.names.map((_, i) => i).filter(i => visibilityOf(points, i) === Absent);
  }

  /** The next point, or the first of a new skeleton. */
  place(at: ImagePoint, occluded: boolean, newClass: AnnotatorClass | undefined): void {
    const { host, next } = this;
    const visibility = occluded ? Occluded : Visible;
    if (next !== undefined) {
      this.put({ ...this.annotation!, geometry: { points: withPointAt(this.points, next, at, visibility, host.image) } });
    } else if (newClass) {
      this.close();
      this.template = newClass.keypoints ?? SinglePoint;
      this.wanted = this.template.names.map((_, i) => i);
      this.put(host.newAnnotation('keypoints', { points: withPointAt(absentPoints(this.count), 0, at, visibility, host.image) }, newClass.id));
    }
    if (this.annotation && this.next === undefined) {
      this.close();
    }
  }

  /** The next point is not on the image. */
  skip(): boolean {
    const { next } = this;
    if (next === undefined) {
      return false;
    }
    this.skipped.push({ index: next, placedBefore: placedPoints(this.points).length });
    if (this.next === undefined) {
      this.close();
    }
    this.host.touch();
    return true;
  }

  /** Takes a word about a left-out point back; false where the last thing done was to place one, which is for the history to undo. */
  unskip(): boolean {
    if (this.skipped.at(-1)?.placedBefore !== placedPoints(this.points).length || this.annotation === undefined) {
      return false;
    }
    this.skipped.pop();
    this.host.touch();
    return true;
  }

  /** Drops all points placed since the work began. */
  takeBack(): boolean {
    const dropped = this.next !== undefined && this.host.work.takeBack(workKey(this.id!));
    if (dropped) {
      this.forget();
    }
    return dropped;
  }

  /** What is not placed stays absent. */
  close(): void {
    if (this.id !== null) {
      this.host.work.join(workKey(this.id));
    }
    this.forget();
  }

  private put(annotation: Annotation): void {
    this.id = annotation.id;
    this.host.edit([{ id: annotation.id, after: vouched(annotation) }], workKey(annotation.id));
    this.host.selection.replace([annotation.id]);
    this.host.touch();
  }

  private forget(): void {
    this.id = null;
    this.wanted = [];
    this.skipped = [];
    this.host.touch();
  }
}
