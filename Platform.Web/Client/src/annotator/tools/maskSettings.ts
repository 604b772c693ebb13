import type { Brush, BrushTip } from '../geometry/brush.js';
import { clamp } from '../geometry/math.js';

/** `add` and `subtract` work with an area drawn around, the others with the brush. */
export const maskModes = ['brush', 'eraser', 'add', 'subtract'] as const;
export type MaskMode = (typeof maskModes)[number];

export const LargestBrushPx = 500;

/** How masks are painted; kept while the page is open. */
export class MaskSettings {
  mode: MaskMode = 'brush';
  tip: BrushTip = 'round';
  /** What is painted is taken from the masks below. */
  removesUnderlying = false;
  private size = 24;

  /** Image pixels. */
  get sizePx(): number {
    return this.size;
  }

  set sizePx(value: number) {
    this.size = Math.round(clamp(value, 1, LargestBrushPx));
  }

  get isArea(): boolean {
    return this.mode === 'add' || this.mode === 'subtract';
  }

  get erases(): boolean {
    return this.mode === 'eraser' || this.mode === 'subtract';
  }

  /** A fifth larger or smaller, at least one pixel: a few presses lead from a hair to a hand. */
  step(direction: 1 | -1): void {
    this.sizePx = direction > 0 ? Math.max(this.size + 1, this.size * 1.2) : Math.min(this.size - 1, this.size / 1.2);
  }

  brush(erases: boolean): Brush {
    return { tip: this.tip, sizePx: this.size, erases };
  }
}
