/** One turn of the frame loop. */
export interface FrameTime {
  /** The frame's own time, as `requestAnimationFrame` gives it. */
  readonly atMs: number;
  /** Time spent in our script; what the browser does with it afterwards shows in the distance to the next frame. */
  readonly workMs: number;
}

const KeptFrames = 2000;

/** The latest frames, for the benchmark and for tests. */
export class FrameLog {
  private frames: FrameTime[] = [];

  add(atMs: number, workMs: number): void {
    if (this.frames.length >= KeptFrames) {
      this.frames = this.frames.slice(KeptFrames / 2);
    }
    this.frames.push({ atMs, workMs });
  }

  all(): readonly FrameTime[] {
    return this.frames;
  }

  clear(): void {
    this.frames = [];
  }
}
