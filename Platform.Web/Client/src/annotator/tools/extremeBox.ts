import { boxFromCorners, isDrawable } from '../geometry/box.js';
import { boundsOf, type ImagePoint } from '../geometry/math.js';
import { flat } from '../geometry/path.js';
import type { AnnotatorClass, BoxGeometry } from '../model.js';
import { LineInput } from './lineInput.js';
import { paintLine, paintSnap } from './linePaint.js';
import type { ToolOption } from './options.js';
import { placed, snapAt } from './snap.js';
import type { OverlayView, Pointer, Tool, ToolHost } from './tool.js';

const ExtremePoints = 4;
const DraftId = 'draft';

/** A box by the topmost, leftmost, lowest and rightmost point of the object, in any order: faster and truer than aiming at corners where nothing is. */
export class ExtremeBoxTool implements Tool {
  readonly id = 'extremes';
  readonly withoutGrips = true;
  private readonly input: LineInput;
  private boxClass: AnnotatorClass | null = null;
  private pointer: Pointer | null = null;

  constructor(private readonly host: ToolHost) {
    this.input = new LineInput({ scale: () => host.scale, place: pointer => placed(host, pointer) });
  }

  get drawing(): boolean {
    return this.input.points.length > 0;
  }

  down(pointer: Pointer): void {
    const { host } = this;
    this.boxClass = host.activeClass('bbox') ?? null;
    if (host.readOnly || !this.boxClass) {
      host.notify(host.readOnly ? 'readOnly' : 'pickClass');
      return;
    }
    this.pointer = pointer;
  }

  move(pointer: Pointer): void {
    this.pointer = pointer;
    this.host.setCursor('crosshair');
    this.preview();
  }

  up(pointer: Pointer): void {
    if (!this.boxClass || this.host.readOnly) {
      return;
    }
    this.input.add(placed(this.host, pointer));
    if (this.input.points.length < ExtremePoints) {
      this.preview();
      return;
    }
    const { host } = this;
    const annotation = host.newAnnotation('bbox', this.box(this.input.points), this.boxClass.id);
    this.cancel();
    if (isDrawable(annotation.geometry as BoxGeometry)) {
      host.edit([{ id: annotation.id, after: annotation }]);
      host.selection.replace([annotation.id]);
    }
  }

  finish(): boolean {
    this.host.notify('tooFewPoints', ExtremePoints);
    return this.drawing;
  }

  /** Two extreme points can be one place: the second click is then no question to the canvas. */
  doubleClick(): boolean {
    return true;
  }

  secondary(): boolean {
    return this.stepBack();
  }

  stepBack(): boolean {
    const done = this.input.back();
    this.preview();
    return done;
  }

  stepForward(): boolean {
    const done = this.input.forward();
    this.preview();
    return done;
  }

  cancel(): boolean {
    const wasDrawing = this.drawing;
    this.input.start();
    this.preview();
    return wasDrawing;
  }

  release(): void {
    this.pointer = null;
  }

  options(): readonly ToolOption[] {
    const { drawSettings } = this.host;
    return [
      { kind: 'toggle', id: 'snap', text: 'snap', icon: 'magnet', command: 'toggleSnap', on: drawSettings.snap, set: snap => drawSettings.set({ snap }) },
      { kind: 'note', id: 'hint', text: 'extremesHint', values: [this.input.points.length, ExtremePoints] },
      { kind: 'button', id: 'back', text: 'removeLastPoint', icon: 'undo', disabled: !this.drawing, press: () => void this.stepBack() },
    ];
  }

  paint(context: CanvasRenderingContext2D, view: OverlayView): void {
    const color = this.boxClass ? view.palette.look(this.boxClass.id).color : view.accent;
    this.input.points.forEach(point => paintLine(context, view, { points: [point], next: null, color, closed: false, dots: true }));
    const snap = this.pointer ? snapAt(this.host, this.pointer.image, this.pointer) : undefined;
    if (snap) {
      paintSnap(context, view, snap);
    }
  }

  private preview(): void {
    const { host, boxClass, input, pointer } = this;
    const points = pointer ? [...input.points, placed(host, pointer)] : input.points;
    host.setDraft(input.points.length > 0 && boxClass ? { shapes: [{ ...host.newAnnotation('bbox', this.box(points), boxClass.id), id: DraftId }] } : null);
    host.touch();
  }

  private box(points: readonly ImagePoint[]): BoxGeometry {
    const { x, y, width, height } = boundsOf(flat(points));
    return boxFromCorners({ x, y }, { x: x + width, y: y + height }, this.host.image);
  }
}
