import { boundsOf, type ImagePoint } from '../geometry/math.js';
import { flat } from '../geometry/path.js';
import { vouched, type Annotation } from '../model.js';
import { pieceOf } from '../newAnnotation.js';
import { shapeOf } from '../shapes/registry.js';
import { LineInput } from './lineInput.js';
import { paintLine } from './linePaint.js';
import type { ToolOption } from './options.js';
import type { OverlayView, Pointer, Tool, ToolHost } from './tool.js';

interface Sliced {
  readonly annotation: Annotation;
  readonly pieces: readonly Annotation['geometry'][];
}

/**
 * Cuts a shape along a line: the selected one, or where none is selected the smallest that the line goes right through. The cut happens
 * with the click that completes it; the largest piece stays the object that it was.
 */
export class SliceTool implements Tool {
  readonly id = 'slice';
  readonly withoutGrips = true;
  private readonly input: LineInput;
  private pointer: Pointer | null = null;

  constructor(private readonly host: ToolHost) {
    this.input = new LineInput({ scale: () => host.scale, place: pointer => pointer.image });
  }

  get drawing(): boolean {
    return this.input.points.length > 0;
  }

  down(pointer: Pointer): void {
    if (this.host.readOnly) {
      this.host.notify('readOnly');
      return;
    }
    this.input.press(pointer);
  }

  move(pointer: Pointer): void {
    this.pointer = pointer;
    this.host.setCursor('crosshair');
    if (!this.drawing) {
      this.host.selection.hover(this.host.hitShape(pointer.image, pointer.type)?.id ?? null);
    }
    if (this.input.move(pointer)) {
      this.host.touch();
    }
  }

  up(pointer: Pointer): void {
    const released = this.input.release(pointer);
    if (released?.kind === 'click') {
      this.input.add(released.at);
    }
    if (released && !this.cut() && released.kind === 'stroke') {
      this.host.notify('cutMustCross');
    }
    this.host.touch();
  }

  finish(): boolean {
    if (this.drawing && !this.cut()) {
      this.host.notify('cutMustCross');
    }
    return true;
  }

  doubleClick(): boolean {
    return this.drawing && this.finish();
  }

  secondary(): boolean {
    return this.stepBack();
  }

  stepBack(): boolean {
    return this.stepped(this.input.back());
  }

  stepForward(): boolean {
    return this.stepped(this.input.forward());
  }

  cancel(): boolean {
    const wasDrawing = this.drawing || this.input.isPressed;
    this.input.start();
    this.host.touch();
    return wasDrawing;
  }

  release(): void {
    this.input.forgetPress();
  }

  /** Escape with nothing half drawn puts the knife away. */
  run(command: string): boolean {
    if ((command === 'cancel' && !this.drawing) || command === 'slice') {
      this.host.setTool('select');
      return true;
    }
    return false;
  }

  options(): readonly ToolOption[] {
    return [
      { kind: 'note', id: 'hint', text: 'sliceHint', values: [] },
      { kind: 'button', id: 'back', text: 'removeLastPoint', icon: 'undo', disabled: !this.drawing, press: () => void this.stepBack() },
      { kind: 'button', id: 'drop', text: 'dropDrawing', icon: 'close', command: 'cancel', press: () => this.host.run('cancel') },
    ];
  }

  paint(context: CanvasRenderingContext2D, view: OverlayView): void {
    if (this.drawing) {
      const next: ImagePoint | null = this.input.isStroking || !this.pointer ? null : this.pointer.image;
      paintLine(context, view, { points: this.input.points, next, color: '#ffffff', closed: false, dots: !this.input.isStroking });
    }
  }

  /** Cuts where the line divides something; answers whether it did. */
  private cut(): boolean {
    const { host } = this;
    const sliced = this.input.points.length < 2 ? undefined : this.slicedBy(flat(this.input.points));
    if (!sliced) {
      return false;
    }
    const { annotation, pieces: [largest, ...others] } = sliced;
    const kept = vouched({ ...annotation, geometry: largest! });
    const cutOff = others.map(geometry => pieceOf(annotation, geometry));
    this.input.start();
    host.edit([kept, ...cutOff].map(after => ({ id: after.id, after })));
    host.setTool('select');
    host.selection.replace([kept, ...cutOff].map(({ id }) => id));
    return true;
  }

  private slicedBy(line: readonly number[]): Sliced | undefined {
    const { host } = this;
    const selected = host.selection.ids().map(id => host.get(id)).filter(annotation => annotation !== undefined);
    const candidates = (selected.length > 0 ? selected : host.shapesIn(boundsOf(line))).filter(annotation => !host.marks.has('locked', annotation));
    return candidates
      .map(annotation => ({ annotation, pieces: shapeOf(annotation)?.slice?.(annotation.geometry, line, host.image) ?? [] }))
      .filter(({ pieces }) => pieces.length > 1)
      .sort((a, b) => areaOf(a.annotation) - areaOf(b.annotation))[0];
  }

  private stepped(done: boolean): boolean {
    this.host.touch();
    return done;
  }
}

function areaOf(annotation: Annotation): number {
  return shapeOf(annotation)!.area(annotation.geometry);
}
