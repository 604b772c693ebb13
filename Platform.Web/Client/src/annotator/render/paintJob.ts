import type { Camera } from '../camera.js';
import type { Rect } from '../geometry/math.js';
import type { Painting } from './painting.js';
import type { Surface } from './surface.js';

/** A drawing that is made behind the visible one, a piece a frame: of everything, or of a part of what the visible one shows. */
export class PaintJob<Item> {
  private readonly steps: Iterator<number>;
  /** Came after the drawing began; drawn over it at its end. */
  private readonly over: Item[] = [];

  private constructor(readonly surface: Surface<Item>, readonly camera: Camera, readonly whole: boolean, private readonly painting: Painting<Item>, steps: Iterable<number>) {
    this.steps = steps[Symbol.iterator]();
  }

  static ofEverything<Item>(surface: Surface<Item>, camera: Camera, painting: Painting<Item>): PaintJob<Item> {
    surface.begin(camera, painting);
    return new PaintJob(surface, camera, true, painting, painting.paint(surface.context, null));
  }

  static ofPart<Item>(surface: Surface<Item>, shown: Surface<Item>, part: Rect): PaintJob<Item> {
    const { camera, painting } = shown.drawn!;
    surface.copy(shown);
    const rect = surface.cut(part);
    return new PaintJob(surface, camera, false, painting, rect ? painting.paint(surface.context, rect) : []);
  }

  add(item: Item): void {
    this.over.push(item);
  }

  /** Goes on until so much is done; answers the effort really spent, and whether that was all. */
  proceed(effort: number): { readonly spent: number; readonly done: boolean } {
    let spent = 0;
    while (spent < effort) {
      const step = this.steps.next();
      if (step.done) {
        this.finish();
        return { spent, done: true };
      }
      spent += step.value;
    }
    return { spent, done: false };
  }

  private finish(): void {
    if (!this.whole) {
      this.surface.uncut();
    }
    this.over.forEach(item => this.painting.paintOver(this.surface.context, item));
  }
}
