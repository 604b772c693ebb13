import type { Engine } from './engine.js';
import { intersection, type ScreenPoint } from './geometry/math.js';
import type { Annotation } from './model.js';
import { Crosshair } from './render/crosshair.js';
import type { Marking } from './render/markings.js';
import { gripAt, isEmptyOverlay, paintOverlay, type OverlayScene } from './render/overlayPainter.js';
import { shapeOf } from './shapes/registry.js';
import type { Draft, GripHit, Pointer } from './tools/tool.js';

/** Reach of the pointer around lines and grips, in screen pixels. */
export const ReachPx = { mouse: 4, pen: 8, touch: 14 } as const;

/** What lies over the resting shapes: the gesture under way, the hovered shape, grips, the crosshair, the tool's own marks. */
export class Overlay {
  accent = '#3b82f6';
  pointer: ScreenPoint | null = null;
  readonly crosshair = new Crosshair();
  private draft: Draft | null = null;
  private lifted: ReadonlySet<string> = new Set();
  private markings: readonly Marking[] = [];

  /** `invalidate` is told of shapes that the resting layer must leave out from now on, or draw again. */
  constructor(private readonly engine: Engine, private readonly invalidate: (annotation: Annotation | undefined) => void) {}

  isLifted(id: string): boolean {
    return this.lifted.has(id);
  }

  get isLifting(): boolean {
    return this.lifted.size > 0;
  }

  /** Answers whether there is anything new to draw. */
  setMarkings(markings: readonly Marking[]): boolean {
    const same = markings.length === this.markings.length
      && markings.every((marking, i) => marking.annotation === this.markings[i]!.annotation && marking.style === this.markings[i]!.style && marking.pale === this.markings[i]!.pale);
    this.markings = markings;
    return !same;
  }

  setDraft(draft: Draft | null): void {
    const lifted = new Set([...draft?.shapes.map(shape => shape.id) ?? [], ...draft?.hidden ?? []].filter(id => this.engine.get(id)));
    for (const id of new Set([...lifted, ...this.lifted])) {
      if (lifted.has(id) !== this.lifted.has(id)) {
        this.invalidate(this.engine.get(id));
      }
    }
    this.lifted = lifted;
    this.draft = draft;
  }

  hitGrip(point: ScreenPoint, type: Pointer['type']): GripHit | undefined {
    const { camera, stage } = this.engine;
    const annotation = this.gripped();
    const grip = annotation && gripAt(camera, annotation, point, ReachPx[type], stage.size);
    return annotation && grip ? { annotation, grip } : undefined;
  }

  /** The point of the selected skeleton under the pointer. */
  hoveredPoint(): GripHit | undefined {
    const hit = this.pointer ? this.hitGrip(this.pointer, 'mouse') : undefined;
    return hit?.grip.kind === 'point' ? hit : undefined;
  }

  /** What to draw now, or null for nothing. */
  painter(): ((context: CanvasRenderingContext2D) => void) | null {
    const { engine } = this;
    const hovered = engine.selection.hovered === null ? undefined : engine.get(engine.selection.hovered);
    this.placeCrosshair();
    const scene: OverlayScene = {
      settings: engine.look,
      palette: engine.palette,
      image: engine.image,
      stage: engine.stage.size,
      camera: engine.camera,
      accent: this.accent,
      pointer: engine.cursor.screen ?? this.pointer,
      draft: this.draft,
      markings: this.markings,
      hovered: hovered && engine.filter.shows(hovered) ? hovered : undefined,
      gripped: engine.readOnly ? undefined : this.gripped(),
      tool: engine.tool.paint ? engine.tool : null,
    };
    return engine.loadState !== 'ready' || isEmptyOverlay(scene) ? null : context => paintOverlay(context, scene);
  }

  private placeCrosshair(): void {
    const { engine } = this;
    const { camera: { x, y, scale }, image, stage } = engine;
    const { draws, crosshair = true } = engine.toolbox.activeDefinition;
    const drawsNow = !engine.readOnly && draws !== undefined && crosshair;
    const at = engine.cursor.screen ?? (engine.look.crosshair && drawsNow ? this.pointer : null);
    const area = intersection({ x, y, width: image.width * scale, height: image.height * scale }, { x: 0, y: 0, ...stage.size });
    this.crosshair.place(area && engine.loadState === 'ready' ? at : null, area ?? { x: 0, y: 0, width: 0, height: 0 });
  }

  /** The only selected shape, where it can be taken by a grip. */
  private gripped(): Annotation | undefined {
    const id = this.engine.tool.withoutGrips ? undefined : this.engine.selection.single();
    const annotation = id === undefined ? undefined : this.engine.get(id);
    return annotation && shapeOf(annotation)?.grips && this.engine.filter.shows(annotation) && !this.engine.marks.has('locked', annotation) ? annotation : undefined;
  }
}
