import type { ImagePoint } from '../geometry/math.js';
import type { SmartApi } from './smartApi.js';

/** One stretch between two anchors. Until its path is known it is straight. */
interface Stretch {
  readonly to: ImagePoint;
  path: readonly number[];
  known: Promise<boolean>;
}

/**
 * An outline that clings to edges: anchors that are fixed and a loose end that follows the pointer. One question about the loose end is under way
 * at a time; the pointer's newest place is asked for when its answer is there, so a slow server gets no backlog.
 */
export class Wire {
  private stretches: readonly Stretch[] = [];
  private loose: readonly number[] = [];
  private wanted: ImagePoint | null = null;
  private asking = false;
  private open = 0;
  private dropped = false;

  /** `changed` gets a message where a question failed: null when the server could not be asked. */
  constructor(private readonly api: SmartApi, readonly first: ImagePoint, private readonly changed: (failure?: string | null) => void) {}

  get anchors(): number {
    return this.stretches.length + 1;
  }

  get last(): ImagePoint {
    return this.stretches.at(-1)?.to ?? this.first;
  }

  /** Fixed stretches whose path is not known yet. */
  get waiting(): boolean {
    return this.open > 0;
  }

  anchorPoints(): readonly ImagePoint[] {
    return [this.first, ...this.stretches.map(({ to }) => to)];
  }

  points(): ImagePoint[] {
    const flat = [...this.fixed(), ...this.loose.slice(2)];
    return flat.flatMap((x, i) => (i % 2 === 0 ? [{ x, y: flat[i + 1]! } as ImagePoint] : []));
  }

  /** Leads the loose end to a place. */
  lead(to: ImagePoint): void {
    this.wanted = to;
    this.loose = this.loose.length > 0 ? this.loose : straight(this.last, to);
    void this.follow();
  }

  /** Fixes the outline at a place. */
  anchor(to: ImagePoint): Promise<boolean> {
    const from = this.last;
    const stretch: Stretch = { to, path: straight(from, to), known: Promise.resolve(false) };
    this.stretches = [...this.stretches, stretch];
    this.wanted = null;
    this.loose = [];
    stretch.known = this.settle(stretch, from);
    return stretch.known;
  }

  /** Takes the last anchor back; false where only the first is left. */
  back(): boolean {
    const had = this.stretches.length > 0;
    this.stretches = this.stretches.slice(0, -1);
    this.loose = [];
    this.wanted = null;
    return had;
  }

  /** Leads back to the first point; the closed ring, or null where a path on the way could not be had. */
  async close(): Promise<readonly number[] | null> {
    const { stretches } = this;
    const settled = await this.anchor(this.first);
    await Promise.all(stretches.map(({ known }) => known));
    if (!settled || this.dropped) {
      this.stretches = stretches;
      return null;
    }
    // The ring closes by itself: its last point would repeat the first.
    return this.fixed().slice(0, -2);
  }

  drop(): void {
    this.dropped = true;
  }

  private fixed(): readonly number[] {
    return [this.first.x, this.first.y, ...this.stretches.flatMap(({ path }) => path.slice(2))];
  }

  private async settle(stretch: Stretch, from: ImagePoint): Promise<boolean> {
    this.open++;
    const answer = await this.api.path(from, stretch.to);
    this.open--;
    if (answer.kind === 'ok') {
      stretch.path = answer.value;
    }
    if (!this.dropped) {
      // A stretch that failed stays straight: nothing that was clicked is lost.
      this.changed(answer.kind === 'ok' ? undefined : answer.message);
    }
    return answer.kind === 'ok';
  }

  private async follow(): Promise<void> {
    if (this.asking) {
      return;
    }
    this.asking = true;
    while (this.wanted && !this.dropped) {
      const to = this.wanted;
      const from = this.last;
      this.wanted = null;
      const answer = await this.api.path(from, to);
      // Anchors may have been set or taken back meanwhile.
      if (from === this.last && !this.dropped) {
        this.loose = answer.kind === 'ok' ? answer.value : straight(from, to);
        this.changed();
      }
    }
    this.asking = false;
  }
}

function straight(from: ImagePoint, to: ImagePoint): readonly number[] {
  return [from.x, from.y, to.x, to.y];
}
