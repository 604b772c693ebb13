import { clampPoint } from '../geometry/box.js';
import { distance, round } from '../geometry/math.js';
import type { AnnotatorClass, PolygonGeometry } from '../model.js';
import { smartClass, tellFailure } from '../smart/proposal.js';
import { paintWaiting } from '../smart/smartPaint.js';
import { Wire } from '../smart/wire.js';
import { paintLine, paintTarget } from './linePaint.js';
import type { ToolOption } from './options.js';
import type { OverlayView, Pointer, Tool, ToolHost } from './tool.js';

/** A click this near to the first point closes the outline, in screen pixels. */
const ClosePx = 10;

/** Draws an outline that clings to edges: click from point to point, the way between them finds itself. */
export class ScissorsTool implements Tool {
  readonly id = 'scissors';
  readonly withoutGrips = true;
  private wire: Wire | null = null;
  private shapeClass: AnnotatorClass | null = null;
  private pressed = false;
  private near = false;

  constructor(private readonly host: ToolHost) {}

  get drawing(): boolean {
    return this.wire !== null;
  }

  down(): void {
    this.pressed = this.wire !== null || this.polygonClass() !== undefined;
  }

  move(pointer: Pointer): void {
    const { host, wire } = this;
    host.selection.hover(null);
    this.near = this.isNearFirst(pointer);
    host.setCursor(this.near ? 'pointer' : 'crosshair');
    wire?.lead(this.near ? wire.first : clampPoint(pointer.image, host.image));
    host.touch();
  }

  up(pointer: Pointer): void {
    const { host, wire } = this;
    if (!this.pressed) {
      return;
    }
    this.pressed = false;
    const point = clampPoint(pointer.image, host.image);
    if (!wire) {
      this.shapeClass = this.polygonClass() ?? null;
      this.wire = this.shapeClass && new Wire(host.smart, point, message => this.changed(message));
    } else if (this.isNearFirst(pointer)) {
      this.finish();
    } else {
      void wire.anchor(point);
    }
    host.touch();
  }

  resume(): void {
    this.host.smart.prepare();
  }

  doubleClick(): boolean {
    return this.finish();
  }

  cancel(): boolean {
    const { wire } = this;
    wire?.drop();
    this.forget();
    return wire !== null;
  }

  release(): void {
    this.pressed = false;
  }

  park(): void {
    this.cancel();
  }

  stepBack(): boolean {
    if (this.wire && !this.wire.back()) {
      this.cancel();
    }
    this.host.touch();
    return true;
  }

  finish(): boolean {
    const { wire, shapeClass } = this;
    if (!wire || !shapeClass || wire.anchors < 3) {
      return wire !== null;
    }
    void wire.close().then(points => {
      if (points && wire === this.wire) {
        this.store({ rings: [points.map(round)] }, shapeClass);
      }
    });
    return true;
  }

  options(): readonly ToolOption[] {
    const { wire } = this;
    if (!wire) {
      return [{ kind: 'note', id: 'hint', text: 'scissorsHint', values: [] }];
    }
    return [
      ...(wire.waiting ? [{ kind: 'note', id: 'busy', text: 'smartBusy', values: [] } as const] : []),
      { kind: 'button', id: 'drop', text: 'dropDrawing', icon: 'close', command: 'cancel', press: () => void this.cancel() },
      { kind: 'button', id: 'done', text: 'done', icon: 'check', command: 'finish', primary: true, disabled: wire.anchors < 3, press: () => void this.finish() },
    ];
  }

  get paint(): ((context: CanvasRenderingContext2D, view: OverlayView) => void) | undefined {
    return this.wire ? (context, view) => this.draw(context, view) : undefined;
  }

  private polygonClass(): AnnotatorClass | undefined {
    const shapeClass = smartClass(this.host);
    return shapeClass && shapeClass.shapeType !== 'mask' ? shapeClass : this.host.activeClass('polygon');
  }

  private store(geometry: PolygonGeometry, shapeClass: AnnotatorClass): void {
    const { host } = this;
    this.forget();
    const annotation = host.newAnnotation('polygon', geometry, shapeClass.id);
    host.edit([{ id: annotation.id, after: annotation }]);
    host.selection.replace([annotation.id]);
  }

  private isNearFirst({ image }: Pointer): boolean {
    return this.wire !== null && this.wire.anchors >= 3 && distance(image, this.wire.first) * this.host.scale <= ClosePx;
  }

  private changed(message: string | null | undefined): void {
    if (message !== undefined) {
      tellFailure(this.host, message);
    }
    this.host.touch();
  }

  private forget(): void {
    this.wire = null;
    this.shapeClass = null;
    this.pressed = false;
    this.near = false;
    this.host.touch();
  }

  private draw(context: CanvasRenderingContext2D, view: OverlayView): void {
    const { wire, near } = this;
    const color = this.shapeClass!.color;
    paintLine(context, view, { points: wire!.points(), next: null, color, closed: near, dots: false });
    wire!.anchorPoints().forEach(point => paintTarget(context, view, point, color));
    if (wire!.waiting) {
      paintWaiting(context, view, wire!.last);
    }
  }
}
