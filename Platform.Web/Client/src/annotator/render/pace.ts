/** Steps shorter than this measure the clock and the rest of the frame rather than the work. */
const LeastMeasuredMs = 1;
/** A first guess, on the slow side: 10,000 boxes in a tenth of a second. */
const FirstMsPerUnit = 0.01;

/** Learns how long a layer's work takes, so that it can be cut into pieces that fit a frame. */
export class Pace {
  private msPerUnit = FirstMsPerUnit;

  /** Work that fits into a time. */
  effortFor(ms: number): number {
    return ms / this.msPerUnit;
  }

  msFor(effort: number): number {
    return effort * this.msPerUnit;
  }

  note(effort: number, ms: number): void {
    if (effort <= 0) {
      return;
    }
    // Small steps say only that the work is no slower than this; large ones say how slow it is.
    const measured = ms / effort;
    if (ms >= LeastMeasuredMs || measured < this.msPerUnit) {
      const step = Math.min(2, Math.max(0.5, measured / this.msPerUnit));
      this.msPerUnit *= step ** 0.5;
    }
  }
}
