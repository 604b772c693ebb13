/** The set rows of one column of a mask as `from, to` pairs, ascending and apart; `to` is the first row behind. */
export type Column = readonly number[];

/** The same column where the rows are set already. */
export function withSpan(column: Column, from: number, to: number): Column {
  const result: number[] = [];
  let start = from;
  let end = to;
  let i = 0;
  for (; i < column.length && column[i + 1]! < from; i += 2) {
    result.push(column[i]!, column[i + 1]!);
  }
  if (i < column.length && column[i]! <= from && column[i + 1]! >= to) {
    return column;
  }
  for (; i < column.length && column[i]! <= to; i += 2) {
    start = Math.min(start, column[i]!);
    end = Math.max(end, column[i + 1]!);
  }
  result.push(start, end);
  for (; i < column.length; i++) {
    result.push(column[i]!);
  }
  return result;
}

/** The same column where none of the rows are set. */
export function withoutSpan(column: Column, from: number, to: number): Column {
  const result: number[] = [];
  let changed = false;
  for (let i = 0; i < column.length; i += 2) {
    const start = column[i]!;
    const end = column[i + 1]!;
    if (end <= from || start >= to) {
      result.push(start, end);
      continue;
    }
    changed = true;
    if (start < from) {
      result.push(start, from);
    }
    if (end > to) {
      result.push(to, end);
    }
  }
  return changed ? result : column;
}

/** Rows of the first column that are not set in the second. */
export function minus(column: Column, removed: Column): number[] {
  const result: number[] = [];
  let j = 0;
  for (let i = 0; i < column.length; i += 2) {
    let start = column[i]!;
    const end = column[i + 1]!;
    while (j < removed.length && removed[j + 1]! <= start) {
      j += 2;
    }
    for (let k = j; k < removed.length && removed[k]! < end; k += 2) {
      if (removed[k]! > start) {
        result.push(start, removed[k]!);
      }
      start = Math.max(start, removed[k + 1]!);
    }
    if (start < end) {
      result.push(start, end);
    }
  }
  return result;
}

export function forEachStretch(column: Column, visit: (from: number, to: number) => void): void {
  for (let i = 0; i < column.length; i += 2) {
    visit(column[i]!, column[i + 1]!);
  }
}
