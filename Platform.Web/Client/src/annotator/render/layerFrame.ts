import { imageRect, type Camera } from '../camera.js';
import { covers, expand, intersection, type Rect } from '../geometry/math.js';
import type { Size } from '../model.js';

const MarginShare = 0.2;
const MaxMarginPx = 320;
/** A new drawing is begun when the view has come this close to the edge of the old one. */
const AheadPx = 120;
/** Beyond these the old drawing, enlarged or reduced, is too coarse to wait until the camera rests. */
const MostMagnified = 1.6;
const LeastMagnified = 0.7;

/** How much a drawing made for one camera leaves to wish for another. */
export type Want = 'nothing' | 'atRest' | 'now';

/** The measures of a layer: the stage and a margin around it, in CSS pixels, and how many device pixels one of them has. */
export class LayerFrame {
  readonly rect: Rect;

  constructor(readonly stage: Size, readonly ratio: number) {
    const marginX = Math.min(MaxMarginPx, Math.round(stage.width * MarginShare));
    const marginY = Math.min(MaxMarginPx, Math.round(stage.height * MarginShare));
    this.rect = { x: -marginX, y: -marginY, width: stage.width + 2 * marginX, height: stage.height + 2 * marginY };
  }

  /** The part of the image that a drawing for a camera holds. */
  region(camera: Camera): Rect {
    return imageRect(camera, this.rect);
  }

  /** `content` is where anything is to be seen at all, in image pixels. */
  want(drawn: Camera, camera: Camera, content: Rect): Want {
    const k = camera.scale / drawn.scale;
    if (k > MostMagnified || k < LeastMagnified || !this.holdsView(drawn, camera, content, AheadPx)) {
      return 'now';
    }
    // Moved by whole device pixels, a drawing is as sharp as a new one.
    return k === 1 && this.isWhole(camera.x - drawn.x) && this.isWhole(camera.y - drawn.y) ? 'nothing' : 'atRest';
  }

  /** Whether a drawing covers all that a camera shows. */
  holdsView(drawn: Camera, camera: Camera, content: Rect, aheadPx = 0): boolean {
    const view = imageRect(camera, { x: -aheadPx, y: -aheadPx, width: this.stage.width + 2 * aheadPx, height: this.stage.height + 2 * aheadPx });
    const visible = intersection(view, content);
    return visible === null || covers(expand(this.region(drawn), 1 / drawn.scale), visible);
  }

  private isWhole(distance: number): boolean {
    const pixels = distance * this.ratio;
    return Math.abs(pixels - Math.round(pixels)) < 0.02;
  }
}
