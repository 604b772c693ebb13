import type { Camera } from '../camera.js';
import type { Rect } from '../geometry/math.js';

/**
 * A layer's content as it looks for one camera. What is decided for the whole (whether shapes are crowded, whether they carry labels) is
 * decided once, so that a part repainted later fits its surroundings.
 */
export interface Painting<Item> {
  /** Effort of painting a part, or of painting everything, in any unit that grows with the time it takes. */
  effort(rect: Rect | null): number;
  /** Draws what lies in a part of the image, or everything; yields the effort spent after every small step, so that the work can be spread over frames. */
  paint(context: CanvasRenderingContext2D, rect: Rect | null): Iterable<number>;
  /** Draws one thing over what stands, as if it had been there. */
  paintOver(context: CanvasRenderingContext2D, item: Item): void;
}

/** Plans how to paint the part `region` (image pixels) of a layer. The context is in CSS pixels of the stage, cut to the part to be painted, and cleared. */
export type LayerPainter<Item = never> = (camera: Camera, region: Rect) => Painting<Item>;

export const nothing: Painting<never> = { effort: () => 0, paint: () => [], paintOver: () => undefined };

/** Paints without a pause, where the work was found small enough for one frame. */
export function runToEnd(steps: Iterable<number>): void {
  for (const iterator = steps[Symbol.iterator](); !iterator.next().done;) {
    // Each turn is a step.
  }
}
