/** Where the frames come from, as the clock needs it. */
export interface PlayerFrames {
  readonly frameMs: number;
  newest(from: number, to: number): number | undefined;
  playFrom(frame: number, shown: number, stride: number): void;
}

export interface PlayerOptions {
  readonly fps: number;
  readonly frameCount: number;
  readonly frames: PlayerFrames;
  shown(): number;
  show(frame: number): void;
  /** Frames that are not to be seen. Absent: all are. */
  passesOver?(frame: number): boolean;
  /** Playing began or ended, or how well it goes has changed. */
  changed(): void;
}

export const speeds = [0.1, 0.25, 0.5, 1, 2, 4] as const;

/** The clock waits for the first frame, so that starting does not skip what is being fetched; later it waits only where nothing comes at all. */
const PatienceMs = 1000;
const MeasureMs = 1000;

/**
 * The clock of playback. It keeps to the video's own time: where frames do not come in time they are left out, and `rate` says how many are really shown.
 * What is shown is always a whole, exact frame.
 */
export class Player {
  private speedFactor = 1;
  private startedAt = 0;
  private startFrame = 0;
  private waiting = false;
  private running = false;
  private shownAt: number[] = [];

  constructor(private readonly options: PlayerOptions) {}

  get playing(): boolean { return this.running; }
  get speed(): number { return this.speedFactor; }
  /** Frames a second that the clock asks for. */
  get due(): number { return this.options.fps * this.speedFactor; }
  /** Frames shown within the last second. */
  get rate(): number { return this.shownAt.length; }
  /** Whether frames are left out because they do not come fast enough. */
  get slow(): boolean { return this.running && (this.waiting || this.stride > 1); }

  play(now: number): void {
    if (this.running || this.options.frameCount < 2) {
      return;
    }
    this.running = true;
    this.shownAt = [];
    if (this.options.shown() === this.last) {
      this.options.show(0);
    }
    this.restart(now);
    this.waiting = true;
    this.ask(this.startFrame + 1);
    this.options.changed();
  }

  pause(): void {
    if (this.running) {
      this.running = false;
      this.options.changed();
    }
  }

  setSpeed(factor: number, now: number): void {
    this.speedFactor = factor;
    this.restart(now);
    this.options.changed();
  }

  /** Once an animation frame while playing. */
  tick(now: number): void {
    if (!this.running) {
      return;
    }
    const shown = this.options.shown();
    if (shown === this.last) {
      this.pause();
      return;
    }
    if (this.waiting) {
      this.tryToBegin(now, shown);
      return;
    }
    const due = Math.min(this.last, this.startFrame + Math.floor(((now - this.startedAt) / 1000) * this.due));
    if (due > shown) {
      const best = this.newest(shown + 1, due);
      if (best !== undefined) {
        this.show(best, now);
      } else if ((due - shown) / this.due > PatienceMs / 1000) {
        this.waiting = true;
        this.options.changed();
      }
      this.ask(due + 1);
    }
  }

  /** The last frame that is to be seen. */
  private get last(): number {
    let last = this.options.frameCount - 1;
    while (last > 0 && this.options.passesOver?.(last)) {
      last--;
    }
    return last;
  }

  /** The newest of these frames that is there and is to be seen. */
  private newest(from: number, to: number): number | undefined {
    for (let end = to; end >= from;) {
      const frame = this.options.frames.newest(from, end);
      if (frame === undefined || !this.options.passesOver?.(frame)) {
        return frame;
      }
      end = frame - 1;
    }
    return undefined;
  }

  /** Where a gap of frames left out is wider than what is looked at ahead: the first frame behind it, once it is there. */
  private behindGap(shown: number): number | undefined {
    let frame = shown + 1;
    while (frame <= this.last && this.options.passesOver?.(frame)) {
      frame++;
    }
    return frame <= this.last ? this.newest(frame, frame) : undefined;
  }

  /** Every how many frames one can be had in time. */
  private get stride(): number {
    return Math.max(1, Math.ceil((this.options.frames.frameMs * this.due) / 1000 - 0.25));
  }

  private tryToBegin(now: number, shown: number): void {
    const near = Array.from({ length: 2 * this.stride }, (_, i) => shown + 1 + i);
    const next = near.find(frame => this.newest(frame, frame) !== undefined) ?? this.behindGap(shown);
    if (next === undefined) {
      this.ask(shown + 1);
      return;
    }
    this.waiting = false;
    this.show(next, now);
    this.restart(now);
    this.options.changed();
  }

  private ask(frame: number): void {
    let next = Math.min(frame, this.last);
    while (next < this.last && this.options.passesOver?.(next)) {
      next++;
    }
    this.options.frames.playFrom(next, this.options.shown(), this.stride);
  }

  private show(frame: number, now: number): void {
    this.shownAt = [...this.shownAt.filter(at => now - at < MeasureMs), now];
    this.options.show(frame);
  }

  private restart(now: number): void {
    this.startedAt = now;
    this.startFrame = this.options.shown();
  }
}
