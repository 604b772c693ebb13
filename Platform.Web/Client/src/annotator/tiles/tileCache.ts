import { keyOf, type TileAddress } from './tileLayout.js';

export interface TileImage {
  readonly width: number;
  readonly height: number;
  close(): void;
}

/** Fetches and decodes one tile; null where there is none. Throws when the server cannot be reached. */
export type TileFetch<T extends TileImage> = (tile: TileAddress, signal: AbortSignal) => Promise<T | null>;

/** Browsers open no more than six connections to a server. */
const MostRequests = 6;
const RetryMs = 3000;

/** Decoded tiles within a bound, and the requests for those that are wanted now. What is no longer wanted is no longer waited for. */
export class TileCache<T extends TileImage> {
  private readonly tiles = new Map<string, T | null>();
  private readonly requests = new Map<string, AbortController>();
  private wanted: readonly TileAddress[] = [];
  private retry: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  /** `arrived` is told of every tile that came. At most `capacity` are kept, those used last. */
  constructor(private readonly fetchTile: TileFetch<T>, private readonly capacity: number, private readonly arrived: (tile: TileAddress) => void) {}

  get size(): number {
    return this.tiles.size;
  }

  get isWaiting(): boolean {
    return this.requests.size > 0 || this.retry !== undefined;
  }

  get(tile: TileAddress): T | undefined {
    const key = keyOf(tile);
    const image = this.tiles.get(key);
    if (image) {
      // Used last, hence let go last.
      this.tiles.delete(key);
      this.tiles.set(key, image);
    }
    return image ?? undefined;
  }

  /** Replaces what is wanted, the most urgent first. */
  want(tiles: readonly TileAddress[]): void {
    this.wanted = tiles;
    const keys = new Set(tiles.map(keyOf));
    for (const [key, abort] of this.requests) {
      if (!keys.has(key)) {
        abort.abort();
        this.requests.delete(key);
      }
    }
    this.proceed();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retry);
    this.retry = undefined;
    this.requests.forEach(abort => abort.abort());
    this.requests.clear();
    this.tiles.forEach(image => image?.close());
    this.tiles.clear();
  }

  private proceed(): void {
    for (const tile of this.wanted) {
      if (this.requests.size >= MostRequests || this.retry !== undefined) {
        return;
      }
      const key = keyOf(tile);
      if (!this.tiles.has(key) && !this.requests.has(key)) {
        void this.request(tile, key);
      }
    }
  }

  private async request(tile: TileAddress, key: string): Promise<void> {
    const abort = new AbortController();
    this.requests.set(key, abort);
    try {
      const image = await this.fetchTile(tile, abort.signal);
      if (this.closed || abort.signal.aborted) {
        image?.close();
        return;
      }
      this.requests.delete(key);
      this.tiles.set(key, image);
      this.trim();
      this.arrived(tile);
    } catch {
      if (this.closed || abort.signal.aborted) {
        return;
      }
      this.requests.delete(key);
      // The server is away; every other tile would fail as well.
      this.retry ??= setTimeout(() => {
        this.retry = undefined;
        this.proceed();
      }, RetryMs);
    }
    this.proceed();
  }

  private trim(): void {
    for (const [key, image] of this.tiles) {
      if (this.tiles.size <= this.capacity) {
        return;
      }
      image?.close();
      this.tiles.delete(key);
    }
  }
}
