import { vouched, type Annotation, type Geometry, type ShapeType } from './model.js';

/** A stored shape that the next drawing of its kind replaces: it keeps its id, class and attributes. Tools need not know of it. */
export class Redraw {
  private shape: Annotation | null = null;

  get of(): Annotation | null {
    return this.shape;
  }

  begin(annotation: Annotation): void {
    this.shape = annotation;
  }

  /** The shape with what was drawn; undefined where nothing of this kind is to be drawn anew. */
  drawn(type: ShapeType | null, geometry: Geometry | Record<string, never>): Annotation | undefined {
    return this.shape !== null && this.shape.type === type ? vouched({ ...this.shape, geometry: geometry as Geometry }) : undefined;
  }

  /** Ends with the edit that does it, and with any other that touches the shape. */
  follow(changes: readonly { readonly id: string }[]): void {
    if (changes.some(change => change.id === this.shape?.id)) {
      this.end();
    }
  }

  end(): void {
    this.shape = null;
  }
}
