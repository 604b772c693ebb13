import { intersects, type Rect } from './geometry/math.js';

const SmallestCellPx = 16;
const Levels = 14;

interface Entry<T> {
  readonly item: T;
  readonly bounds: Rect;
  readonly level: number;
  /** Query number that last returned this entry: an entry lies in up to four cells but is reported once. */
  seen: number;
}

interface Level<T> {
  readonly cellPx: number;
  readonly cells: Map<number, Entry<T>[]>;
  readonly entries: Set<Entry<T>>;
}

/**
 * Hierarchical grid: an item lives at the level whose cells are at least as large as itself, hence in at most four cells.
 * Insert and remove are O(1); a query costs the cells it crosses plus the items found, or the items of a level where those are fewer.
 * Known limit: bounds far outside the image (beyond ±2^20 cells) share cells and are only sorted out by the exact test.
 */
export class SpatialIndex<T> {
  private readonly levels: Level<T>[] = [];
  private readonly byId = new Map<string, Entry<T>>();
  private query = 0;

  constructor() {
    for (let i = 0; i < Levels; i++) {
      this.levels.push({ cellPx: SmallestCellPx * 2 ** i, cells: new Map(), entries: new Set() });
    }
  }

  get size(): number {
    return this.byId.size;
  }

  set(id: string, item: T, bounds: Rect): void {
    this.remove(id);
    const side = Math.max(bounds.width, bounds.height, 1);
    const level = Math.min(Levels - 1, Math.max(0, Math.ceil(Math.log2(side / SmallestCellPx))));
    const entry: Entry<T> = { item, bounds, level, seen: 0 };
    this.byId.set(id, entry);
    const grid = this.levels[level]!;
    grid.entries.add(entry);
    visitCells(bounds, grid.cellPx, key => {
      const cell = grid.cells.get(key);
      if (cell) {
        cell.push(entry);
      } else {
        grid.cells.set(key, [entry]);
      }
    });
  }

  remove(id: string): void {
    const entry = this.byId.get(id);
    if (!entry) {
      return;
    }
    this.byId.delete(id);
    const grid = this.levels[entry.level]!;
    grid.entries.delete(entry);
    visitCells(entry.bounds, grid.cellPx, key => {
      const cell = grid.cells.get(key)!;
      cell.splice(cell.indexOf(entry), 1);
      if (cell.length === 0) {
        grid.cells.delete(key);
      }
    });
  }

  clear(): void {
    this.byId.clear();
    for (const level of this.levels) {
      level.cells.clear();
      level.entries.clear();
    }
  }

  search(rect: Rect): T[] {
    const found: T[] = [];
    const query = ++this.query;
    const visit = (entry: Entry<T>): void => {
      if (entry.seen !== query && intersects(entry.bounds, rect)) {
        entry.seen = query;
        found.push(entry.item);
      }
    };
    for (const level of this.levels) {
      const count = level.entries.size;
      if (count === 0) {
        continue;
      }
      const cells = (rect.width / level.cellPx + 2) * (rect.height / level.cellPx + 2);
      if (cells >= count) {
        level.entries.forEach(visit);
      } else {
        visitCells(rect, level.cellPx, key => level.cells.get(key)?.forEach(visit));
      }
    }
    return found;
  }
}

function visitCells(rect: Rect, cellPx: number, visit: (key: number) => void): void {
  const x1 = Math.floor((rect.x + rect.width) / cellPx);
  const y1 = Math.floor((rect.y + rect.height) / cellPx);
  for (let x = Math.floor(rect.x / cellPx); x <= x1; x++) {
    for (let y = Math.floor(rect.y / cellPx); y <= y1; y++) {
      visit((x + 0x100000) * 0x200000 + (y + 0x100000));
    }
  }
}
