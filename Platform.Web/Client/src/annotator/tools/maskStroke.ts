import { paintLine, type Brush } from '../geometry/brush.js';
import { MaskSheet } from '../geometry/maskSheet.js';
import type { ImagePoint } from '../geometry/math.js';
import type { MaskGeometry, Size } from '../model.js';
import type { MaskAnnotation } from './maskEdits.js';

/** One press of the brush over a mask, or over nothing yet. */
export class MaskStroke {
  readonly sheet: MaskSheet;
  private readonly way: ImagePoint[] = [];

  constructor(readonly target: MaskAnnotation | undefined, readonly size: Size, readonly brush: Brush) {
    this.sheet = sheetOf(target, size);
  }

  get last(): ImagePoint | undefined {
    return this.way.at(-1);
  }

  /** Goes on to each of the points; the first of all makes a dot. */
  extend(points: readonly ImagePoint[]): void {
    for (const point of points) {
      paintLine(this.sheet, this.brush, this.last ?? point, point);
      this.way.push(point);
    }
  }

  /** The mask after the stroke. Where somebody else changed it meanwhile, the stroke goes over what they made of it. */
  over(current: MaskAnnotation | undefined): MaskGeometry {
    if (current?.geometry === this.target?.geometry) {
      return this.sheet.toMask();
    }
    const again = new MaskStroke(current, this.size, this.brush);
    again.extend(this.way);
    return again.sheet.toMask();
  }
}

export function sheetOf(target: MaskAnnotation | undefined, size: Size): MaskSheet {
  return target ? MaskSheet.of(target.geometry, size) : new MaskSheet(size);
}
