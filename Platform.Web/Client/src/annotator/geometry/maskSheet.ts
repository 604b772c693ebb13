import type { MaskGeometry, Size } from '../model.js';
import { withoutSpan, withSpan, type Column } from './column.js';
import { forEachSpan, maskFromEdges } from './mask.js';
import type { Rect } from './math.js';

/**
 * A mask being painted: set rows by column, so that a brush costs the columns under it, however large the image is, and encoding costs
 * the runs. Columns are replaced, never changed: copies share those that no stroke has touched.
 */
export class MaskSheet {
  private readonly columns: (Column | undefined)[];
  private touchedX0 = Infinity;
  private touchedY0 = Infinity;
  private touchedX1 = -Infinity;
  private touchedY1 = -Infinity;

  constructor(readonly size: Size, columns: readonly (Column | undefined)[] = []) {
    this.columns = [...columns];
  }

  static of(mask: MaskGeometry, size: Size): MaskSheet {
    const sheet = new MaskSheet(size);
    forEachSpan(mask, (x, from, to) => sheet.add(x, from, to));
    sheet.takeTouched();
    return sheet;
  }

  copy(): MaskSheet {
    return new MaskSheet(this.size, this.columns);
  }

  column(x: number): Column {
    return this.columns[x] ?? [];
  }

  get isEmpty(): boolean {
    return this.columns.every(column => column === undefined || column.length === 0);
  }

  /** Sets the rows `from` to before `to` of a column, as far as they lie on the image. */
  add(x: number, from: number, to: number): void {
    this.put(x, from, to, withSpan);
  }

  remove(x: number, from: number, to: number): void {
    this.put(x, from, to, withoutSpan);
  }

  /** Where pixels changed since the last call, or null. */
  takeTouched(): Rect | null {
    const { touchedX0: x, touchedY0: y } = this;
    const touched = this.touchedX1 < x ? null : { x, y, width: this.touchedX1 - x, height: this.touchedY1 - y };
    this.touchedX0 = this.touchedY0 = Infinity;
    this.touchedX1 = this.touchedY1 = -Infinity;
    return touched;
  }

  toMask(): MaskGeometry {
    const { width, height } = this.size;
    const edges: number[] = [];
    this.columns.forEach((column, x) => {
      const offset = x * height;
      for (let i = 0; x < width && column && i < column.length; i += 2) {
        // The foot of one column and the head of the next are neighbours in the order of runs.
        if (edges.length > 0 && edges[edges.length - 1] === offset + column[i]!) {
          edges[edges.length - 1] = offset + column[i + 1]!;
        } else {
          edges.push(offset + column[i]!, offset + column[i + 1]!);
        }
      }
    });
    return maskFromEdges(Uint32Array.from(edges), this.size);
  }

  private put(x: number, from: number, to: number, change: (column: Column, from: number, to: number) => Column): void {
    const start = Math.max(0, from);
    const end = Math.min(this.size.height, to);
    if (x < 0 || x >= this.size.width || start >= end) {
      return;
    }
    const before = this.columns[x] ?? [];
    const after = change(before, start, end);
    if (after !== before) {
      this.columns[x] = after;
      this.touchedX0 = Math.min(this.touchedX0, x);
      this.touchedX1 = Math.max(this.touchedX1, x + 1);
      this.touchedY0 = Math.min(this.touchedY0, start);
      this.touchedY1 = Math.max(this.touchedY1, end);
    }
  }
}
