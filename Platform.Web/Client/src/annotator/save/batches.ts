import type { Annotation } from '../model.js';

/** Shapes that must arrive together, by id: the keyframes of a track, which has rules of its own, or a single shape. */
export type Unit = readonly string[];

export interface Versions {
  readonly mine: (id: string) => Annotation | undefined;
  readonly base: (id: string) => Annotation | undefined;
}

/** One request carries at most so much, so that it also gets through a slow line before its time is up. */
const MaxShapes = 2000;
const MaxWeight = 1_500_000;

export function unitsOf(ids: Iterable<string>, versions: Versions): Unit[] {
  const tracks = new Map<string, string[]>();
  const units: Unit[] = [];
  for (const id of ids) {
    const track = versions.mine(id)?.trackId ?? versions.base(id)?.trackId;
    const known = track ? tracks.get(track) : undefined;
    if (known) {
      known.push(id);
      continue;
    }
    const unit = [id];
    units.push(unit);
    if (track) {
      tracks.set(track, unit);
    }
  }
  return units;
}

/**
 * Decides what goes into the next request. A request that is refused because of what it says is cut in halves, again and again, until
 * the shapes that the server will not take stand alone and all others are saved.
 */
export class Batches {
  private halves: Unit[][] = [];

  constructor(private readonly versions: Versions) {}

  /** From the shapes that are due; empty where nothing is. */
  next(due: ReadonlySet<string>): Unit[] {
    for (;;) {
      const half = this.halves.shift();
      if (!half) {
        return this.limited(unitsOf(due, this.versions));
      }
      const left = half.map(unit => unit.filter(id => due.has(id))).filter(unit => unit.length > 0);
      if (left.length > 0) {
        return left;
      }
    }
  }

  /** False where there is nothing to cut: these are the shapes that the server means. */
  cut(units: readonly Unit[]): boolean {
    if (units.length < 2) {
      return false;
    }
    const middle = Math.ceil(units.length / 2);
    this.halves.unshift(units.slice(0, middle), units.slice(middle));
    return true;
  }

  /** Not refused but not done either: comes next again, while halves are being tried. */
  putBack(units: readonly Unit[]): void {
    if (this.halves.length > 0) {
      this.halves.unshift([...units]);
    }
  }

  clear(): void {
    this.halves = [];
  }

  private limited(units: Unit[]): Unit[] {
    let shapes = 0;
    let weight = 0;
    const end = units.findIndex(unit => {
      shapes += unit.length;
      weight += unit.reduce((sum, id) => sum + weightOf(this.versions.mine(id)), 0);
      return shapes > MaxShapes || weight > MaxWeight;
    });
    return end < 0 ? units : units.slice(0, Math.max(1, end));
  }
}

/** About the characters that a shape takes in a request. */
function weightOf(annotation: Annotation | undefined): number {
  const geometry = (annotation?.geometry ?? {}) as { counts?: string; points?: readonly number[]; rings?: readonly (readonly number[])[] };
  const numbers = (geometry.points?.length ?? 0) + (geometry.rings?.reduce((sum, ring) => sum + ring.length, 0) ?? 0);
  return 300 + (geometry.counts?.length ?? 0) + numbers * 8;
}
