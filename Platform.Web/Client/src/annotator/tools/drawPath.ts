import { distance, type ImagePoint } from '../geometry/math.js';
import { flat, pointsOf } from '../geometry/path.js';
import { tracedBetween } from '../geometry/trace.js';
import type { AnnotatorClass } from '../model.js';
import { LineInput } from './lineInput.js';
import { paintCandidates, paintLine, paintSnap, paintTarget, visibleRect } from './linePaint.js';
import type { ToolOption } from './options.js';
import { finishedPath, type PathType } from './pathEdits.js';
import { drawPathOptions } from './pathOptions.js';
import { outlinesIn, placed, snapAt, SnapCandidates } from './snap.js';
import type { OverlayView, Pointer, Tool, ToolHost } from './tool.js';

/** Reach of the first point, in screen pixels. */
const ClosePx = { mouse: 10, pen: 12, touch: 20 } as const;

/**
 * Draws polygons and polylines: clicks and freehand drags, in any mixture. A click on the first point, a double click, Enter or the repeat
 * key end the shape; nothing but Escape drops it, and undo brings even that back.
 */
export class DrawPathTool implements Tool {
  readonly withoutGrips = true;
  private readonly input: LineInput;
  private readonly candidates: SnapCandidates;
  private lineClass: AnnotatorClass | null = null;
  private pointer: Pointer | null = null;
  /** What Escape dropped last; undo brings it back until something else is drawn, and only once: Escape twice means it. */
  private dropped: readonly ImagePoint[] = [];
  private broughtBack = false;

  constructor(private readonly host: ToolHost, readonly id: PathType) {
    this.candidates = new SnapCandidates(host);
    this.input = new LineInput({ scale: () => host.scale, place: pointer => placed(host, pointer) });
  }

  get drawing(): boolean {
    return this.input.points.length > 0;
  }

  get least(): number {
    return this.id === 'polygon' ? 3 : 2;
  }

  get points(): readonly ImagePoint[] {
    return this.input.points;
  }

  down(pointer: Pointer): void {
    const { host } = this;
    this.lineClass = (this.drawing ? this.lineClass : null) ?? host.activeClass(this.id) ?? null;
    if (host.readOnly || !this.lineClass) {
      host.notify(host.readOnly ? 'readOnly' : 'pickLineClass');
      return;
    }
    this.dropped = [];
    this.broughtBack = false;
    this.input.press(pointer);
  }

  move(pointer: Pointer): void {
    this.pointer = pointer;
    this.host.selection.hover(null);
    this.host.setCursor('crosshair');
    if (this.input.move(pointer)) {
      this.changed();
    }
  }

  up(pointer: Pointer): void {
    const closes = this.isAtStart(pointer);
    const ended = this.input.release(pointer);
    if (ended?.kind === 'click' && closes) {
      this.close(pointer);
    } else if (ended?.kind === 'click') {
      this.addTraced(ended.at, pointer);
    } else if (ended && closes && this.input.points.length > this.least) {
      this.finish();
    }
    this.changed();
    const { pointCount } = this.host.drawSettings;
    if (ended?.kind === 'click' && pointCount !== null && this.input.points.length === Math.max(pointCount, this.least)) {
      this.finish();
    }
    // A finger that is lifted points nowhere.
    this.pointer = pointer.type === 'touch' ? null : pointer;
  }

  finish(): boolean {
    const { host, lineClass, input } = this;
    if (!this.drawing || !lineClass) {
      return false;
    }
    if (input.points.length < this.least) {
      host.notify('tooFewPoints', this.least);
      return true;
    }
    const finished = finishedPath(host, this.id, input.points, lineClass);
    if (finished.kind === 'refused') {
      host.notify(finished.text);
      return true;
    }
    input.start();
    this.changed();
    host.edit(finished.annotations.map(after => ({ id: after.id, after })));
    host.selection.replace(finished.annotations.map(annotation => annotation.id));
    if (finished.annotations.length > 1) {
      host.notify('cutIntoPieces', finished.annotations.length);
    }
    return true;
  }

  /** The first click of the pair has added its point or closed the shape; a lone point then is the start of nothing. */
  doubleClick(): boolean {
    if (this.input.points.length === 1) {
      this.input.start();
      this.changed();
      return true;
    }
    return this.finish();
  }

  secondary(): boolean {
    return this.drawing && this.stepBack();
  }

  stepBack(): boolean {
    if (this.drawing || this.dropped.length === 0) {
      return this.stepped(this.input.back());
    }
    this.input.start(this.dropped);
    this.dropped = [];
    this.broughtBack = true;
    return this.stepped(true);
  }

  stepForward(): boolean {
    return this.stepped(this.input.forward());
  }

  cancel(): boolean {
    const wasDrawing = this.drawing || this.input.isPressed;
    this.dropped = this.broughtBack || this.input.points.length < 2 ? [] : [...this.input.points];
    this.broughtBack = false;
    this.input.start();
    this.changed();
    return wasDrawing;
  }

  release(): void {
    this.input.forgetPress();
    this.changed();
  }

  /** Kept by `host.unfinished` at every step, so there is nothing left to save. */
  park(): void {
    this.input.start();
    this.dropped = [];
    this.pointer = null;
  }

  resume(): void {
    const line = this.host.readOnly ? null : this.host.unfinished.read(this.id);
    const lineClass = line && (this.host.classSet.get(line.classId) ?? this.host.activeClass(this.id));
    if (line && lineClass && !this.drawing) {
      this.lineClass = lineClass;
      this.input.start(pointsOf(line.points));
      this.host.notify('unfinishedBack');
      this.host.touch();
    }
  }

  options(): readonly ToolOption[] {
    return drawPathOptions(this, this.host);
  }

  paint(context: CanvasRenderingContext2D, view: OverlayView): void {
    const { host, input, pointer } = this;
    const color = this.lineClass ? view.palette.look(this.lineClass.id).color : view.accent;
    const closes = pointer !== null && this.isAtStart(pointer);
    const snap = pointer && !closes && !input.isStroking ? snapAt(host, pointer.image, pointer) : undefined;
    if (host.drawSettings.snap && pointer && !pointer.ctrl && pointer.type !== 'touch') {
      paintCandidates(context, view, this.candidates.within(visibleRect(view), pointer.image));
    }
    if (this.drawing && this.lineClass) {
      const next = input.isStroking || !pointer ? null : closes ? input.points[0]! : snap?.at ?? pointer.image;
      const traced = pointer?.alt && next ? this.traceTo(next) : [];
      paintLine(context, view, { points: [...input.points, ...traced], next, color, closed: this.id === 'polygon', dots: !input.isStroking });
      if (closes) {
        paintTarget(context, view, input.points[0]!, color);
      }
    }
    if (snap) {
      paintSnap(context, view, snap);
    }
  }

  /** Whether the pointer is on the first point and a click there would close the shape. */
  private isAtStart(pointer: Pointer): boolean {
    const first = this.input.points[0];
    return this.id === 'polygon' && first !== undefined && this.input.points.length >= this.least && distance(first, pointer.image) * this.host.scale <= ClosePx[pointer.type];
  }

  private close(pointer: Pointer): void {
    if (pointer.alt) {
      this.traceTo(this.input.points[0]!).forEach(point => this.input.add(point));
    }
    this.finish();
  }

  /** With Alt the line follows the outline that the last point and this one both lie on. */
  private addTraced(at: ImagePoint, pointer: Pointer): void {
    if (pointer.alt) {
      this.traceTo(at).forEach(point => this.input.add(point));
    }
    this.input.add(at);
  }

  private traceTo(at: ImagePoint): ImagePoint[] {
    const last = this.input.points.at(-1);
    const paths = last ? outlinesIn(this.host, { ...at, width: 0, height: 0 }) : [];
    return paths.map(path => tracedBetween(path, last!, at)).find(traced => traced !== undefined) ?? [];
  }

  private stepped(done: boolean): boolean {
    if (done) {
      this.changed();
    }
    return done;
  }

  private changed(): void {
    const { host, input, lineClass } = this;
    host.unfinished.write(this.id, lineClass && this.drawing ? { classId: lineClass.id, points: flat(input.points) } : null);
    host.touch();
  }
}
