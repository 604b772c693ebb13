/** Which shapes are selected, which one is under the pointer. Not part of history. */
export class Selection {
  private readonly selected = new Set<string>();
  private hoveredId: string | null = null;
  /** Bumped at every change; cheap to compare from a frame loop. */
  version = 0;

  constructor(private readonly changed: (touched: readonly string[]) => void = () => undefined) {}

  get size(): number {
    return this.selected.size;
  }

  get hovered(): string | null {
    return this.hoveredId;
  }

  ids(): string[] {
    return [...this.selected];
  }

  has(id: string): boolean {
    return this.selected.has(id);
  }

  /** The only selected shape, where it is the only one. */
  single(): string | undefined {
    return this.selected.size === 1 ? this.selected.values().next().value : undefined;
  }

  replace(ids: Iterable<string>): void {
    const next = new Set(ids);
    const touched = [...next].filter(id => !this.selected.has(id)).concat([...this.selected].filter(id => !next.has(id)));
    this.selected.clear();
    next.forEach(id => this.selected.add(id));
    this.emit(touched);
  }

  add(ids: Iterable<string>): void {
    this.replace([...this.selected, ...ids]);
  }

  toggle(id: string): void {
    if (!this.selected.delete(id)) {
      this.selected.add(id);
    }
    this.emit([id]);
  }

  remove(ids: Iterable<string>): void {
    this.emit([...ids].filter(id => this.selected.delete(id)));
  }

  clear(): void {
    this.replace([]);
  }

  hover(id: string | null): boolean {
    const changed = this.hoveredId !== id;
    this.hoveredId = id;
    return changed;
  }

  private emit(touched: readonly string[]): void {
    if (touched.length > 0) {
      this.version++;
      this.changed(touched);
    }
  }
}
