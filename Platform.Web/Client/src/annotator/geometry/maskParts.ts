import type { MaskGeometry } from '../model.js';
import { forEachStretch, minus } from './column.js';
import { forEachSpan, sizeOfMask } from './mask.js';
import { MaskSheet } from './maskSheet.js';

interface Span {
  readonly x: number;
  readonly from: number;
  readonly to: number;
}

/** Spans of neighbouring columns that belong together. `corners`: pixels that only touch at a corner do, too. */
export class MaskParts {
  /** Where the spans of a column begin in the list. */
  private readonly starts = new Map<number, number>();
  private readonly parents: number[];

  /** The spans column by column, from the top down. */
  constructor(readonly spans: readonly Span[], corners: boolean) {
    this.parents = spans.map((_, i) => i);
    spans.forEach(({ x }, i) => x !== spans[i - 1]?.x && this.starts.set(x, i));
    this.starts.forEach((start, x) => this.joinColumns(this.starts.get(x - 1), start, corners ? 1 : 0));
  }

  static of(mask: MaskGeometry, corners: boolean): MaskParts {
    const spans: Span[] = [];
    forEachSpan(mask, (x, from, to) => spans.push({ x, from, to }));
    return new MaskParts(spans, corners);
  }

  /** The part of a span, as the number of one of its spans. */
  partOf(index: number): number {
    let root = index;
    while (this.parents[root] !== root) {
      root = this.parents[root]!;
    }
    for (let i = index; i !== root;) {
      const next = this.parents[i]!;
      this.parents[i] = root;
      i = next;
    }
    return root;
  }

  /** The part under a pixel, or undefined. */
  partAt(x: number, y: number): number | undefined {
    for (let i = this.starts.get(x) ?? Infinity; this.spans[i]?.x === x; i++) {
      if (this.spans[i]!.from <= y && this.spans[i]!.to > y) {
        return this.partOf(i);
      }
    }
    return undefined;
  }

  /** Part by part, the largest first. */
  masks(like: MaskGeometry): MaskGeometry[] {
    const sheets = new Map<number, { readonly sheet: MaskSheet; area: number }>();
    this.spans.forEach(({ x, from, to }, i) => {
      const part = this.partOf(i);
      const entry = sheets.get(part) ?? { sheet: new MaskSheet(sizeOfMask(like)), area: 0 };
      entry.sheet.add(x, from, to);
      entry.area += to - from;
      sheets.set(part, entry);
    });
    return [...sheets.values()].sort((a, b) => b.area - a.area).map(({ sheet }) => sheet.toMask());
  }

  /** One walk down two neighbouring columns. */
  private joinColumns(left: number | undefined, right: number, reach: number): void {
    const { spans } = this;
    for (let i = left ?? Infinity, j = right; spans[i]?.x === spans[right]!.x - 1 && spans[j]?.x === spans[right]!.x;) {
      const a = spans[i]!;
      const b = spans[j]!;
      if (a.from < b.to + reach && b.from < a.to + reach) {
        this.parents[this.partOf(i)] = this.partOf(j);
      }
      if (a.to < b.to) {
        i++;
      } else {
        j++;
      }
    }
  }
}

/** Background that the mask encloses becomes part of it; a gap at a corner is no way out. */
export function withoutHoles(mask: MaskGeometry): MaskGeometry {
  const sheet = MaskSheet.of(mask, sizeOfMask(mask));
  const { width, height } = sheet.size;
  const gaps: Span[] = [];
  // One more column at each side and a row above and below: the way around the mask.
  for (let x = -1; x <= width; x++) {
    const column = x >= 0 && x < width ? sheet.column(x) : [];
    forEachStretch(minus([-1, height + 1], column), (from, to) => gaps.push({ x, from, to }));
  }
  const parts = new MaskParts(gaps, false);
  const outside = parts.partOf(0);
  gaps.forEach(({ x, from, to }, i) => {
    if (parts.partOf(i) !== outside) {
      sheet.add(x, from, to);
    }
  });
  return sheet.toMask();
}
