import { boundsOf, round } from '../geometry/math.js';
import { countOf, pointsOf } from '../geometry/path.js';
import { simplified, weightsOf } from '../geometry/simplify.js';
import { toScreen } from '../camera.js';
import { sameContent, vouched, type Annotation } from '../model.js';
import { shapeOf } from '../shapes/registry.js';
import type { ToolOption } from './options.js';
import type { OverlayView, Tool, ToolHost } from './tool.js';

interface Subject {
  readonly annotation: Annotation;
  readonly lines: readonly { readonly points: readonly number[]; readonly weights: Float64Array }[];
}

/** At first as much as the eye cannot see, in screen pixels. */
const FirstTolerancePx = 1;
const StepFactor = 1.25;
const LargestShare = 0.05;

/** Takes points out of the selected outlines, previewed under a slider; they stay as they are until that is accepted. */
export class SimplifyTool implements Tool {
  readonly id = 'simplify';
  readonly withoutGrips = true;
  private subjects: readonly Subject[] = [];
  private preview: readonly Annotation[] = [];
  /** Image pixels that the outline may stray; zero leaves it as it is. */
  private tolerancePx = 0;

  constructor(private readonly host: ToolHost) {}

  get drawing(): boolean {
    return this.subjects.length > 0;
  }

  enter(): void {
    const { host } = this;
    this.subjects = host.selection.ids().map(id => host.get(id)).flatMap(annotation => (annotation ? subjectsOf(annotation) : []));
    this.setTolerance(FirstTolerancePx / host.scale);
  }

  leave(): void {
    this.subjects = [];
    this.preview = [];
    this.host.setDraft(null);
  }

  down(): void { /* Only the slider works here; the pointer may look around. */ }
  move(): void { this.host.setCursor('default'); }
  up(): void { /* Nothing was pressed. */ }
  park(): void { /* Leaving drops it; nothing was drawn. */ }

  cancel(): boolean {
    this.host.setTool('select');
    return true;
  }

  finish(): boolean {
    const { host, subjects } = this;
    const changed = this.preview.filter((annotation, i) => annotation !== subjects[i]!.annotation);
    const current = changed.filter(({ id }) => subjects.some(({ annotation }) => annotation.id === id && sameContent(host.get(id), annotation)));
    host.setTool('select');
    if (current.length < changed.length) {
      host.notify('changedMeanwhile');
    }
    if (current.length > 0) {
      host.edit(current.map(annotation => ({ id: annotation.id, after: vouched(annotation) })));
    }
    return true;
  }

  run(command: string): boolean {
    switch (command) {
      case 'simplify:less': this.setTolerance(this.tolerancePx < 0.1 ? 0 : this.tolerancePx / StepFactor); return true;
      case 'simplify:more': this.setTolerance(Math.max(0.1, this.tolerancePx * StepFactor)); return true;
      case 'simplify': return this.cancel();
      default: return false;
    }
  }

  options(): readonly ToolOption[] {
    const before = pointsIn(this.subjects.map(({ annotation }) => annotation));
    return [
      { kind: 'range', id: 'tolerance', text: 'tolerance', command: 'simplify:more', value: this.tolerancePx, min: 0, max: this.largest, step: 0.1, unit: ' px', set: value => this.setTolerance(value) },
      { kind: 'note', id: 'points', text: 'pointsFromTo', values: [before, pointsIn(this.preview)] },
      { kind: 'button', id: 'drop', text: 'dropDrawing', icon: 'close', command: 'cancel', press: () => void this.cancel() },
      { kind: 'button', id: 'done', text: 'done', icon: 'check', command: 'finish', primary: true, press: () => void this.finish() },
    ];
  }

  paint(context: CanvasRenderingContext2D, view: OverlayView): void {
    context.fillStyle = '#ffffff';
    context.strokeStyle = view.accent;
    context.lineWidth = 1.5;
    for (const point of this.preview.flatMap(linesOf).flatMap(pointsOf)) {
      const { x, y } = toScreen(view.camera, point);
      if (x >= 0 && y >= 0 && x <= view.stage.width && y <= view.stage.height) {
        context.beginPath();
        context.arc(x, y, 3, 0, Math.PI * 2);
        context.fill();
        context.stroke();
      }
    }
  }

  private get largest(): number {
    const sides = this.subjects.flatMap(({ lines }) => lines.map(({ points }) => boundsOf(points))).map(({ width, height }) => Math.hypot(width, height));
    return Math.max(5, Math.ceil(sides.reduce((most, side) => Math.max(most, side), 0) * LargestShare));
  }

  private setTolerance(tolerancePx: number): void {
    this.tolerancePx = Math.min(this.largest, round(tolerancePx));
    this.preview = this.subjects.map(subject => this.previewOf(subject));
    this.host.setDraft({ shapes: this.preview });
    this.host.touch();
  }

  private previewOf({ annotation, lines }: Subject): Annotation {
    const shape = shapeOf(annotation)!;
    const thinned = lines.map(({ points, weights }) => simplified(points, weights, this.tolerancePx, shape.leastPoints ?? 2));
    return thinned.every((points, i) => countOf(points) === countOf(lines[i]!.points)) ? annotation : { ...annotation, geometry: shape.withOutline!(annotation.geometry, thinned) };
  }
}

function subjectsOf(annotation: Annotation): Subject[] {
  const shape = shapeOf(annotation);
  return shape?.withOutline && shape.outline
    ? [{ annotation, lines: shape.outline(annotation.geometry).map(({ points, closed }) => ({ points, weights: weightsOf(points, closed) })) }]
    : [];
}

function linesOf(annotation: Annotation): (readonly number[])[] {
  return (shapeOf(annotation)?.outline?.(annotation.geometry) ?? []).map(({ points }) => points);
}

function pointsIn(annotations: readonly Annotation[]): number {
  return annotations.flatMap(linesOf).reduce((sum, points) => sum + countOf(points), 0);
}
