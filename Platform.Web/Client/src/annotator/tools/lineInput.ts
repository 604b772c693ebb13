import { distance, type ImagePoint } from '../geometry/math.js';
import { flat, pointsOf } from '../geometry/path.js';
import { simplified, weightsOf } from '../geometry/simplify.js';
import { DragThresholdPx, type Pointer } from './tool.js';

/** Freehand points this far apart on the screen. */
const FreehandSpacingPx = 4;
/** What a stroke may lose when it is thinned out at its end, in screen pixels: less than the hand's tremor. */
const StrokeTolerancePx = 0.7;

interface Press {
  readonly start: Pointer;
  /** Points before the stroke; undefined while it is still a click. */
  readonly strokeFrom?: number;
}

export interface LineInputOptions {
  /** Screen pixels per image pixel. */
  scale(): number;
  /** Where a click really lands, for instance snapped. */
  place(pointer: Pointer): ImagePoint;
}

/** Clicks and freehand strokes into a line of points; what drawing, cutting and redrawing a stretch have in common. Knows nothing of shapes. */
export class LineInput {
  private list: ImagePoint[] = [];
  /** Points taken back, the latest last. */
  private undone: ImagePoint[] = [];
  private pressed: Press | null = null;

  constructor(private readonly options: LineInputOptions) {}

  get points(): readonly ImagePoint[] {
    return this.list;
  }

  get isStroking(): boolean {
    return this.pressed?.strokeFrom !== undefined;
  }

  get isPressed(): boolean {
    return this.pressed !== null;
  }

  start(points: readonly ImagePoint[] = []): void {
    this.list = [...points];
    this.undone = [];
    this.pressed = null;
  }

  press(pointer: Pointer): void {
    this.pressed = { start: pointer };
  }

  /** A drag draws freehand; so does moving with Shift, without a button. Answers whether points were added. */
  move(pointer: Pointer): boolean {
    const { pressed } = this;
    if (pressed && pressed.strokeFrom === undefined && distance(pointer.screen, pressed.start.screen) >= DragThresholdPx) {
      this.pressed = { ...pressed, strokeFrom: this.list.length };
      this.add(this.options.place(pressed.start));
    }
    const follows = this.isStroking || (!pressed && pointer.shift && this.list.length > 0);
    return follows && pointer.trail.filter(point => this.follow(point)).length > 0;
  }

  /** The end of a press: of a stroke, or of a click, whose place it answers. The click itself adds nothing yet. */
  release(pointer: Pointer): { readonly kind: 'stroke' } | { readonly kind: 'click'; readonly at: ImagePoint } | undefined {
    const { pressed } = this;
    this.pressed = null;
    if (!pressed) {
      return undefined;
    }
    if (pressed.strokeFrom === undefined) {
      return { kind: 'click', at: this.options.place(pointer) };
    }
    this.add(this.options.place(pointer));
    this.thinOut(pressed.strokeFrom);
    return { kind: 'stroke' };
  }

  /** The press never happened; a stroke under way goes with it. */
  forgetPress(): void {
    if (this.pressed?.strokeFrom !== undefined) {
      this.list.length = this.pressed.strokeFrom;
    }
    this.pressed = null;
  }

  /** Adds a point unless it lies on the last one, as the second click of a double click does. Answers whether it did. */
  add(point: ImagePoint): boolean {
    const last = this.list.at(-1);
    if (last && distance(last, point) * this.options.scale() < DragThresholdPx - 1) {
      return false;
    }
    this.list.push(point);
    this.undone = [];
    return true;
  }

  back(): boolean {
    const point = this.list.pop();
    if (point) {
      this.undone.push(point);
    }
    return point !== undefined;
  }

  forward(): boolean {
    const point = this.undone.pop();
    if (point) {
      this.list.push(point);
    }
    return point !== undefined;
  }

  private follow(point: ImagePoint): boolean {
    const last = this.list.at(-1);
    return last !== undefined && distance(last, point) * this.options.scale() >= FreehandSpacingPx && this.add(point);
  }

  private thinOut(from: number): void {
    const stroke = flat(this.list.slice(from));
    this.list.splice(from, this.list.length - from, ...pointsOf(simplified(stroke, weightsOf(stroke, false), StrokeTolerancePx / this.options.scale(), 2)));
  }
}
