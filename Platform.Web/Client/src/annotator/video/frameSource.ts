export interface FrameSourceOptions {
  readonly frameCount: number;
  /** Of one decoded frame in memory. */
  readonly frameBytes: number;
  readonly now: () => number;
  /** Null where the frame cannot be had at the moment; aborted requests may end either way. */
  fetchFrame(frame: number, signal: AbortSignal): Promise<ImageBitmap | null>;
  /** A wished frame has come, or (`false`) could not be had. */
  arrived(frame: number, ok: boolean): void;
}

const MemoryBytes = 192 << 20;
const FewestKept = 6;
const MostKept = 96;
/** More at once would only make each of them wait longer. */
const Parallel = 4;
/** Of the frames kept, those before the one shown. */
const BehindShare = 0.25;
/** How much the newest measurement counts. */
const PaceWeight = 0.25;

/**
 * Frames as pictures: the ones around where a person is are fetched ahead and kept, within a bound of memory. Requests that nobody wants any more are
 * dropped, so that scrubbing never waits for what it has passed.
 */
export class FrameSource {
  /** The frame on the screen: it stays whatever happens. */
  shown: number | null = null;
  private readonly ready = new Map<number, ImageBitmap>();
  private readonly loading = new Map<number, AbortController>();
  private readonly failed = new Set<number>();
  private wishes: readonly number[] = [];
  private focus = 0;
  private lastArrival: number | null = null;
  private pace = 0;
  private disposed = false;

  constructor(private readonly options: FrameSourceOptions) {}

  /** Frames that fit into memory. */
  get capacity(): number {
    return Math.max(FewestKept, Math.min(MostKept, Math.floor(MemoryBytes / Math.max(1, this.options.frameBytes))));
  }

  /** Milliseconds from one frame to the next while frames keep coming; 0 before any measurement. */
  get frameMs(): number {
    return this.pace;
  }

  get(frame: number): ImageBitmap | undefined {
    return this.ready.get(frame);
  }

  /** The newest frame at hand from `from` to `to`, both included. */
  newest(from: number, to: number): number | undefined {
    for (let frame = to; frame >= from; frame--) {
      if (this.ready.has(frame)) {
        return frame;
      }
    }
    return undefined;
  }

  /** A person goes to a frame: that one first, then those where the next steps lead, then those behind. */
  goTo(frame: number, direction: 1 | -1): void {
    const behind = Math.floor(this.capacity * BehindShare);
    const ahead = this.capacity - behind - 1;
    const wishes = [frame];
    for (let i = 1; i <= Math.max(ahead, behind); i++) {
      wishes.push(...(i <= ahead ? [frame + direction * i] : []), ...(i <= behind ? [frame - direction * i] : []));
    }
    this.wish(frame, wishes, () => false);
  }

  /** Frames for playing on from one: every `stride`-th. What is on its way and still lies ahead of the shown frame is waited for. */
  playFrom(frame: number, shown: number, stride: number): void {
    const first = Math.ceil(frame / stride) * stride;
    const wishes = Array.from({ length: Math.floor(this.capacity * (1 - BehindShare)) }, (_, i) => first + i * stride);
    this.wish(frame, wishes, loading => loading > shown);
  }

  dispose(): void {
    this.disposed = true;
    this.loading.forEach(abort => abort.abort());
    this.ready.forEach(bitmap => bitmap.close());
    this.ready.clear();
  }

  private wish(focus: number, wishes: readonly number[], stillWanted: (loading: number) => boolean): void {
    this.focus = focus;
    this.wishes = wishes.filter(frame => frame >= 0 && frame < this.options.frameCount);
    this.failed.clear();
    const wanted = new Set(this.wishes);
    for (const [frame, abort] of this.loading) {
      if (!wanted.has(frame) && !stillWanted(frame)) {
        abort.abort();
        this.loading.delete(frame);
      }
    }
    this.pump();
  }

  private pump(): void {
    for (const frame of this.wishes) {
      if (this.loading.size >= Parallel || this.disposed) {
        return;
      }
      if (!this.ready.has(frame) && !this.loading.has(frame) && !this.failed.has(frame)) {
        void this.load(frame);
      }
    }
  }

  private async load(frame: number): Promise<void> {
    const abort = new AbortController();
    this.loading.set(frame, abort);
    const bitmap = await this.options.fetchFrame(frame, abort.signal).catch(() => null);
    if (abort.signal.aborted || this.disposed) {
      bitmap?.close();
      return;
    }
    this.loading.delete(frame);
    if (bitmap) {
      this.ready.set(frame, bitmap);
      this.measure();
      this.evict();
    } else {
      this.failed.add(frame);
    }
    this.options.arrived(frame, bitmap !== null);
    this.pump();
  }

  private measure(): void {
    const now = this.options.now();
    // A pause between arrivals says nothing about the network unless something was on its way all the time.
    const gap = this.lastArrival === null || this.loading.size === 0 ? null : now - this.lastArrival;
    this.lastArrival = now;
    this.pace = gap === null ? this.pace : this.pace === 0 ? gap : this.pace + (gap - this.pace) * PaceWeight;
  }

  private evict(): void {
    while (this.ready.size > this.capacity) {
      const away = (frame: number): number => (frame === this.shown ? -1 : Math.abs(frame - this.focus));
      const farthest = [...this.ready.keys()].reduce((far, frame) => (away(frame) > away(far) ? frame : far));
      this.ready.get(farthest)!.close();
      this.ready.delete(farthest);
    }
  }
}
