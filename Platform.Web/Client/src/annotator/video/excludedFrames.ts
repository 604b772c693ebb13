/** The frames of a video that are left out: passed over on the way from frame to frame, unless a person wants to see them. */
export class ExcludedFrames {
  private frames: ReadonlySet<number>;
  /** Not yet answered by the server, by frame. */
  private readonly asked = new Map<number, boolean>();
  shown = false;

  constructor(frames: Iterable<number>, private readonly last: number) {
    this.frames = new Set(frames);
  }

  get size(): number {
    return this.all().length;
  }

  has(frame: number): boolean {
    return this.asked.get(frame) ?? this.frames.has(frame);
  }

  all(): number[] {
    return [...new Set([...this.frames, ...this.asked.keys()])].filter(frame => this.has(frame)).sort((a, b) => a - b);
  }

  /** What the server says of the whole video. */
  told(frames: Iterable<number>): void {
    this.frames = new Set(frames);
  }

  ask(frame: number, excluded: boolean): void {
    this.asked.set(frame, excluded);
  }

  answered(frame: number): void {
    this.asked.delete(frame);
  }

  passesOver(frame: number): boolean {
    return !this.shown && this.has(frame);
  }

  /** The frame to stand on for this one: itself, else the nearest in the direction that is not left out, else the nearest behind. */
  nearest(frame: number, direction: 1 | -1): number {
    for (const way of [direction, -direction]) {
      for (let at = frame; at >= 0 && at <= this.last; at += way) {
        if (!this.passesOver(at)) {
          return at;
        }
      }
    }
    return frame;
  }

  /** So many steps on, counting only frames that are not passed over; ends at the first or last of them. */
  step(from: number, by: number): number {
    const direction = by < 0 ? -1 : 1;
    let at = from;
    for (let left = Math.abs(by), next = from + direction; left > 0 && next >= 0 && next <= this.last; next += direction) {
      if (!this.passesOver(next)) {
        at = next;
        left--;
      }
    }
    return at;
  }
}
