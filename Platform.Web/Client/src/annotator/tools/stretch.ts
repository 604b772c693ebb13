import { clampPoint } from '../geometry/box.js';
import { distance, type ImagePoint } from '../geometry/math.js';
import { countOf, flat, nearestVertex, pointAt, reversed, ringArea, stretch, type Path } from '../geometry/path.js';
import { insideRings } from '../geometry/polygon.js';
import { sameContent, vouched, type Annotation } from '../model.js';
import { shapeOf } from '../shapes/registry.js';
import type { VertexRef } from '../shapes/vertices.js';
import { LineInput } from './lineInput.js';
import { paintLine, paintSnap, paintTarget } from './linePaint.js';
import type { ToolOption } from './options.js';
import { placed, snapAt } from './snap.js';
import type { OverlayView, Pointer, Tool, ToolHost } from './tool.js';

const VertexReachPx = { mouse: 10, pen: 12, touch: 20 } as const;

/** Draws a part of an outline anew, from one of its vertices to another, or an open line on from its end. The shape changes only at the end. */
export class StretchTool implements Tool {
  readonly id = 'select';
  readonly drawing = true;
  private readonly input: LineInput;
  private readonly path: Path;
  private pointer: Pointer | null = null;
  /** Both shapes that the new stretch of a ring can mean, where the person wants to be asked. */
  private choices: readonly (readonly number[])[] = [];

  constructor(private readonly host: ToolHost, private readonly annotation: Annotation, private readonly vertex: VertexRef, private readonly ended: () => void) {
    this.path = shapeOf(annotation)!.outline!(annotation.geometry)[vertex.line]!;
    this.input = new LineInput({ scale: () => host.scale, place: pointer => clampPoint(placed(host, pointer, annotation.id), host.image) });
    this.input.start([pointAt(this.path.points, vertex.index)]);
  }

  down(pointer: Pointer): void {
    this.input.press(pointer);
  }

  move(pointer: Pointer): void {
    this.pointer = pointer;
    this.host.setCursor('crosshair');
    if (this.input.move(pointer)) {
      this.host.touch();
    }
  }

  up(pointer: Pointer): void {
    this.pointer = pointer;
    if (this.choices.length > 0) {
      this.choose(pointer);
      return;
    }
    const target = this.targetAt(pointer);
    const released = this.input.release(pointer);
    if (released && target !== undefined && (released.kind === 'click' || this.input.points.length > 2)) {
      this.endAt(target);
    } else if (released?.kind === 'click') {
      this.input.add(released.at);
    }
    this.host.touch();
  }

  /** Only an open line can end in the open, as a longer line. */
  finish(): boolean {
    const { path, vertex, input } = this;
    const added = flat(input.points.slice(1));
    const isLast = vertex.index === countOf(path.points) - 1;
    if (path.closed || added.length === 0 || (vertex.index > 0 && !isLast)) {
      this.host.notify('endOnPoint');
    } else {
      this.commit(isLast ? [...path.points, ...added] : [...reversed(added), ...path.points]);
    }
    return true;
  }

  stepBack(): boolean {
    if (this.choices.length > 0) {
      this.choices = [];
    } else if (this.input.points.length > 1) {
      this.input.back();
    } else {
      this.ended();
    }
    this.host.touch();
    return true;
  }

  stepForward(): boolean {
    this.input.forward();
    this.host.touch();
    return true;
  }

  cancel(): boolean {
    this.ended();
    return true;
  }

  release(): void {
    this.input.forgetPress();
  }

  options(): readonly ToolOption[] {
    const { drawSettings } = this.host;
    return [
      { kind: 'note', id: 'hint', text: this.choices.length > 0 ? 'pickPart' : 'stretchHint', values: [] },
      { kind: 'toggle', id: 'snap', text: 'snap', icon: 'magnet', command: 'toggleSnap', on: drawSettings.snap, set: snap => drawSettings.set({ snap }) },
      ...(this.path.closed
        ? [{ kind: 'toggle' as const, id: 'larger', text: 'keepLarger' as const, on: drawSettings.keepLarger, set: (keepLarger: boolean) => drawSettings.set({ keepLarger }) }]
        : [{ kind: 'button' as const, id: 'done', text: 'done' as const, icon: 'check' as const, command: 'finish', press: () => void this.finish() }]),
      { kind: 'button', id: 'drop', text: 'dropDrawing', icon: 'close', command: 'cancel', press: () => this.ended() },
    ];
  }

  paint(context: CanvasRenderingContext2D, view: OverlayView): void {
    const { host, input, pointer } = this;
    const { color } = view.palette.look(this.annotation.classId);
    if (this.choices.length > 0) {
      const under = pointer ? this.choiceAt(pointer) : -1;
      this.choices.forEach((ring, i) => paintLine(context, view, { points: pairsOf(ring), next: null, color: i === under ? view.accent : color, closed: true, dots: i === under }));
      return;
    }
    const target = pointer ? this.targetAt(pointer) : undefined;
    const snap = pointer && target === undefined && !input.isStroking ? snapAt(host, pointer.image, pointer, this.annotation.id) : undefined;
    const next = input.isStroking || !pointer ? null : target !== undefined ? pointAt(this.path.points, target) : snap?.at ?? pointer.image;
    paintLine(context, view, { points: input.points, next, color: view.accent, closed: false, dots: !input.isStroking });
    if (target !== undefined) {
      paintTarget(context, view, pointAt(this.path.points, target), color);
    }
    if (snap) {
      paintSnap(context, view, snap);
    }
  }

  /** Another vertex of the same line under the pointer. */
  private targetAt(pointer: Pointer): number | undefined {
    const found = nearestVertex(this.path, pointer.image, VertexReachPx[pointer.type] / this.host.scale);
    return found && found.index !== this.vertex.index ? found.index : undefined;
  }

  private endAt(index: number): void {
    const { path: { points, closed }, vertex, host } = this;
    const between = flat(this.input.points.slice(1).filter(point => distance(point, pointAt(points, index)) > 0));
    if (!closed) {
      const [from, to] = [Math.min(index, vertex.index), Math.max(index, vertex.index)];
      this.commit([...points.slice(0, 2 * from + 2), ...(index > vertex.index ? between : reversed(between)), ...points.slice(2 * to)]);
      return;
    }
    const rings = [[...stretch(points, index, vertex.index), ...between], [...stretch(points, vertex.index, index), ...reversed(between)]]
      .filter(ring => countOf(ring) >= 3)
      .sort((a, b) => ringArea(b) - ringArea(a));
    if (host.drawSettings.keepLarger || rings.length < 2) {
      this.commit(rings[0] ?? points);
    } else {
      this.choices = rings;
    }
  }

  private choose(pointer: Pointer): void {
    this.input.release(pointer);
    const chosen = this.choices[this.choiceAt(pointer)];
    if (chosen) {
      this.commit(chosen);
    }
  }

  /** The smaller of the two where they overlap, or the larger one would hide it. */
  private choiceAt(pointer: Pointer): number {
    return this.choices.findLastIndex(ring => insideRings([ring], pointer.image.x, pointer.image.y));
  }

  private commit(line: readonly number[]): void {
    const { host, annotation, vertex } = this;
    const shape = shapeOf(annotation)!;
    this.ended();
    if (!sameContent(host.get(annotation.id), annotation)) {
      host.notify('changedMeanwhile');
      return;
    }
    const lines = shape.outline!(annotation.geometry).map(({ points }, i) => (i === vertex.line ? line : points));
    host.edit([{ id: annotation.id, after: vouched({ ...annotation, geometry: shape.withOutline!(annotation.geometry, lines) }) }]);
  }
}

function pairsOf(ring: readonly number[]): ImagePoint[] {
  return Array.from({ length: countOf(ring) }, (_, i) => pointAt(ring, i));
}
