import RBush from 'rbush';
import type { Rect } from './geometry/math.js';

interface Entry<T> {
  readonly item: T;
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** Items by id and by where they lie: an R-tree that also answers for single items. */
export class SpatialIndex<T> {
  private readonly tree = new RBush<Entry<T>>();
  private readonly byId = new Map<string, Entry<T>>();

  get size(): number {
    return this.byId.size;
  }

  items(): T[] {
    return [...this.byId.values()].map(entry => entry.item);
  }

  /** Replaces everything; several times faster than setting items one by one, and the tree comes out better balanced. */
  load(items: Iterable<readonly [id: string, item: T, bounds: Rect]>): void {
    this.clear();
    for (const [id, item, bounds] of items) {
      this.byId.set(id, entryOf(item, bounds));
    }
    this.tree.load([...this.byId.values()]);
  }

  set(id: string, item: T, bounds: Rect): void {
    this.remove(id);
    const entry = entryOf(item, bounds);
    this.byId.set(id, entry);
    this.tree.insert(entry);
  }

  remove(id: string): void {
    const entry = this.byId.get(id);
    if (entry) {
      this.byId.delete(id);
      this.tree.remove(entry);
    }
  }

  clear(): void {
    this.byId.clear();
    this.tree.clear();
  }

  /** Items whose bounds touch the rectangle, in no particular order. */
  search({ x, y, width, height }: Rect): T[] {
    return this.tree.search({ minX: x, minY: y, maxX: x + width, maxY: y + height }).map(entry => entry.item);
  }
}

function entryOf<T>(item: T, { x, y, width, height }: Rect): Entry<T> {
  return { item, minX: x, minY: y, maxX: x + width, maxY: y + height };
}
