import { distance, type ImagePoint } from '../geometry/math.js';
import { flat, pointsOf } from '../geometry/path.js';
import { LineInput } from './lineInput.js';
import { paintLine, paintTarget } from './linePaint.js';
import type { OverlayView, Pointer, ToolHost } from './tool.js';

/** Reach of the first point, in screen pixels. */
const ClosePx = { mouse: 10, pen: 12, touch: 20 } as const;
const Least = 3;

export type AreaMode = 'add' | 'subtract';

/** Drawing around an area, by clicks, freehand, or both in turn. Half of one is kept over pages and crashes. */
export class MaskArea {
  private readonly input: LineInput;
  private pointer: Pointer | null = null;
  private mode: AreaMode = 'add';
  /** So far there is one freehand line and nothing else. */
  private isOneStroke = true;

  constructor(private readonly host: ToolHost) {
    this.input = new LineInput({ scale: () => host.scale, place: pointer => pointer.image });
  }

  get points(): readonly ImagePoint[] {
    return this.input.points;
  }

  get drawing(): boolean {
    return this.input.points.length > 0 || this.input.isPressed;
  }

  get canClose(): boolean {
    return this.input.points.length >= Least;
  }

  press(pointer: Pointer, mode: AreaMode): void {
    this.mode = mode;
    this.input.press(pointer);
  }

  move(pointer: Pointer): void {
    this.pointer = pointer;
    if (this.input.move(pointer)) {
      this.keep();
    }
  }

  /** Answers whether the area is to be closed: by a click on its first point, or by a line drawn around it in one go. */
  release(pointer: Pointer): boolean {
    const atStart = this.isAtStart(pointer);
    const inOneGo = this.input.isStroking && this.isOneStroke;
    const ended = this.input.release(pointer);
    this.isOneStroke = false;
    if (ended?.kind === 'click' && !atStart) {
      this.input.add(ended.at);
    }
    this.keep();
    this.pointer = pointer.type === 'touch' ? null : pointer;
    return ended !== undefined && this.canClose && (atStart || (ended.kind === 'stroke' && inOneGo));
  }

  /** Forgets the area and answers its ring. */
  take(): number[] {
    const ring = flat(this.input.points);
    this.clear();
    return ring;
  }

  back(): boolean {
    return this.kept(this.input.back());
  }

  forward(): boolean {
    return this.kept(this.input.forward());
  }

  forgetPress(): void {
    this.input.forgetPress();
    this.keep();
  }

  clear(): void {
    this.input.start();
    this.isOneStroke = true;
    this.keep();
  }

  /** The image or the tool changes: what is drawn stays in the storage. */
  park(): void {
    this.input.start();
    this.isOneStroke = true;
    this.pointer = null;
  }

  /** What was left half drawn on this image; answers how it was meant. */
  resume(): AreaMode | undefined {
    for (const mode of ['add', 'subtract'] as const) {
      const left = this.drawing ? null : this.host.unfinished.read(keyOf(mode));
      if (left) {
        this.mode = mode;
        this.isOneStroke = false;
        this.input.start(pointsOf(left.points));
        this.host.notify('unfinishedBack');
        return mode;
      }
    }
    return undefined;
  }

  paint(context: CanvasRenderingContext2D, view: OverlayView, color: string): void {
    const { input, pointer } = this;
    if (input.points.length === 0) {
      return;
    }
    const closes = pointer !== null && this.isAtStart(pointer);
    const next = input.isStroking || !pointer || !view.pointer ? null : closes ? input.points[0]! : pointer.image;
    paintLine(context, view, { points: input.points, next, color, closed: true, dots: !input.isStroking });
    if (closes && !input.isStroking) {
      paintTarget(context, view, input.points[0]!, color);
    }
  }

  private isAtStart(pointer: Pointer): boolean {
    const first = this.input.points[0];
    return first !== undefined && this.canClose && distance(first, pointer.image) * this.host.scale <= ClosePx[pointer.type];
  }

  private kept(done: boolean): boolean {
    if (done) {
      this.keep();
    }
    return done;
  }

  private keep(): void {
    const { host, input, mode } = this;
    host.unfinished.write(keyOf(mode), input.points.length > 0 ? { classId: host.activeClass('mask')?.id ?? '', points: flat(input.points) } : null);
    host.touch();
  }
}

function keyOf(mode: AreaMode): string {
  return `mask.${mode}`;
}
