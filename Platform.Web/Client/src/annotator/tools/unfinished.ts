/** The part of the browser's `Storage` that is used here. */
export interface DraftStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface UnfinishedLine {
  readonly classId: string;
  /** Flat `x, y` pairs, image pixels. */
  readonly points: readonly number[];
}

/** Drawings of older images that nobody came back to; the oldest go first. */
const MostKept = 40;

/**
 * Half-drawn lines by image and tool. Written at every point, so that turning the page, reloading and a crash lose none of them; a finished
 * or dropped one is taken out.
 */
export class Unfinished {
  private readonly prefix: string;

  constructor(private readonly storage: DraftStorage | null, userKey: string, private readonly assetId: () => string | null) {
    this.prefix = `annotator.unfinished.${userKey}.`;
  }

  read(toolId: string): UnfinishedLine | null {
    try {
      const stored = JSON.parse(this.storage?.getItem(this.keyOf(toolId)) ?? 'null') as Partial<UnfinishedLine> | null;
      const points = stored?.points;
      return typeof stored?.classId === 'string' && Array.isArray(points) && points.length > 0 && points.length % 2 === 0 && points.every(Number.isFinite)
        ? { classId: stored.classId, points }
        : null;
    } catch {
      return null;
    }
  }

  write(toolId: string, line: UnfinishedLine | null): void {
    const { storage } = this;
    try {
      if (line === null) {
        storage?.removeItem(this.keyOf(toolId));
      } else {
        storage?.setItem(this.keyOf(toolId), JSON.stringify({ ...line, at: Date.now() }));
        this.prune();
      }
    } catch {
      // Storage full or forbidden: the line lives on the canvas alone.
    }
  }

  private prune(): void {
    const { storage, prefix } = this;
    const keys = storage ? Array.from({ length: storage.length }, (_, i) => storage.key(i)).filter(key => key?.startsWith(prefix)) as string[] : [];
    if (keys.length > MostKept) {
      const age = (key: string): number => (JSON.parse(storage!.getItem(key) ?? '{}') as { at?: number }).at ?? 0;
      keys.sort((a, b) => age(a) - age(b)).slice(0, keys.length - MostKept).forEach(key => storage!.removeItem(key));
    }
  }

  private keyOf(toolId: string): string {
    return `${this.prefix}${this.assetId()}.${toolId}`;
  }
}
