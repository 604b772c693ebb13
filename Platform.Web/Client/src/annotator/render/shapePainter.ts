import type { Camera } from '../camera.js';
import type { Rect } from '../geometry/math.js';
import { isBox, isPending, type Annotation, type BoxGeometry } from '../model.js';
import { boundsOfAnnotation, shapeOf } from '../shapes/registry.js';
import type { Settings } from '../settings.js';
import { drawLabel, labelText } from './labels.js';
import type { Painting } from './painting.js';
import type { Palette } from './palette.js';

/** What the painter needs to know of the engine. */
export interface ShapeScene {
  readonly palette: Palette;
  readonly look: Settings;
  /** The lowest first. */
  shapesIn(rect: Rect): Annotation[];
  isSelected(id: string): boolean;
  /** Shapes that a gesture is changing are drawn by the overlay. */
  isLifted(id: string): boolean;
}

const PendingDash: number[] = [6, 4];
const Solid: number[] = [];
/** What a selected shape is filled more, and the share of the fill that an unreviewed one gets. */
const SelectedFill = 0.11;
const PendingFill = 0.45;
/** The share of fill and line of a shape that is computed between keyframes: one sees where somebody has looked. */
const InterpolatedShare = 0.6;
/** Above this many shapes in view, tags would hide what they name; selected and hovered shapes keep theirs. */
const MostLabels = 250;
const SmallestLabelledPx = 22;
/** From here on overlapping fills are fog and dashes (twenty times the cost of a line) are lost in the crowd; unreviewed shapes are then drawn faint. */
const CrowdedFrom = 1500;
/** Boxes smaller than this on the screen are plain dots of colour: a dashed outline of three pixels says nothing. */
const TinyPx = 4;
/** Work between two looks at the clock. */
const StepEffort = 60;

interface Style {
  readonly color: string;
  readonly pending: boolean;
  readonly selected: boolean;
  readonly fillOpacity: number;
  readonly lineOpacity: number;
  /** Screen pixels. */
  readonly lineWidth: number;
}

/** All resting shapes as one camera sees them. */
export class ShapePainting implements Painting<Annotation> {
  private readonly all: readonly Annotation[];
  private readonly crowded: boolean;
  private readonly labelled: boolean;

  constructor(private readonly scene: ShapeScene, private readonly camera: Camera, region: Rect) {
    this.all = this.shapesIn(region);
    this.crowded = this.all.length > CrowdedFrom;
    this.labelled = scene.look.labels && this.all.length <= MostLabels;
  }

  effort(rect: Rect | null): number {
    const shapes = rect ? this.scene.shapesIn(rect) : this.all;
    return shapes.reduce((sum, annotation) => sum + this.effortOf(annotation), 0);
  }

  *paint(context: CanvasRenderingContext2D, rect: Rect | null): Iterable<number> {
    const shapes = rect ? this.shapesIn(rect) : this.all;
    let effort = 0;
    for (const annotation of this.inOrder(shapes)) {
      this.paintShape(context, annotation);
      effort += this.effortOf(annotation);
      if (effort >= StepEffort) {
        yield effort;
        effort = 0;
      }
    }
    if (this.labelled) {
      shapes.forEach(annotation => this.paintLabel(context, annotation));
    }
    yield effort;
  }

  paintOver(context: CanvasRenderingContext2D, annotation: Annotation): void {
    if (!this.scene.isLifted(annotation.id)) {
      this.paintShape(context, annotation);
      if (this.labelled) {
        this.paintLabel(context, annotation);
      }
    }
  }

  private shapesIn(rect: Rect): Annotation[] {
    return this.scene.shapesIn(rect).filter(annotation => !this.scene.isLifted(annotation.id));
  }

  /** From the lowest up, the selected ones last. In a crowd, shapes of one class come together: a change of style costs more than a box, and nobody sees who covers whom. */
  private inOrder(shapes: readonly Annotation[]): readonly Annotation[] {
    const selected = shapes.filter(annotation => this.scene.isSelected(annotation.id));
    const others = selected.length > 0 ? shapes.filter(annotation => !this.scene.isSelected(annotation.id)) : shapes;
    return [...(this.crowded ? this.byLayerAndStyle(others) : others), ...selected];
  }

  private paintShape(context: CanvasRenderingContext2D, annotation: Annotation): void {
    const style = this.styleOf(annotation);
    context.fillStyle = style.color;
    context.strokeStyle = style.color;
    if (isBox(annotation)) {
      this.paintBox(context, annotation.geometry, style);
    } else {
      this.paintOther(context, annotation, style);
    }
  }

  private styleOf(annotation: Annotation): Style {
    const { look, palette } = this.scene;
    const { color } = palette.of(annotation);
    const share = annotation.interpolated ? InterpolatedShare : 1;
    if (this.scene.isSelected(annotation.id)) {
      return { color, pending: isPending(annotation), selected: true, fillOpacity: Math.min(0.9, look.fillOpacity + SelectedFill) * share, lineOpacity: share, lineWidth: 2.5 };
    }
    const pending = isPending(annotation);
    return { color, pending, selected: false, fillOpacity: look.fillOpacity * (pending ? PendingFill : 1) * share, lineOpacity: look.outlineOpacity * share, lineWidth: 1.5 };
  }

  private paintBox(context: CanvasRenderingContext2D, { x, y, width, height }: BoxGeometry, { pending, selected, fillOpacity, lineOpacity, lineWidth }: Style): void {
    const { scale, x: offsetX, y: offsetY } = this.camera;
    const left = x * scale + offsetX;
    const top = y * scale + offsetY;
    const w = width * scale;
    const h = height * scale;
    if (selected || !this.crowded) {
      context.globalAlpha = fillOpacity;
      context.fillRect(left, top, w, h);
    }
    context.globalAlpha = pending && this.crowded ? 0.5 * lineOpacity : lineOpacity;
    if (w < TinyPx && h < TinyPx) {
      context.fillRect(left, top, Math.max(2, w), Math.max(2, h));
      return;
    }
    context.lineWidth = lineWidth;
    context.setLineDash(pending && !this.crowded ? PendingDash : Solid);
    context.strokeRect(left, top, w, h);
  }

  private paintOther(context: CanvasRenderingContext2D, annotation: Annotation, { color, pending, fillOpacity, lineOpacity, lineWidth }: Style): void {
    const { scale, x, y } = this.camera;
    context.save();
    context.translate(x, y);
    context.scale(scale, scale);
    context.globalAlpha = 1;
    context.lineJoin = 'round';
    context.lineWidth = lineWidth / scale;
    context.setLineDash(pending && !this.crowded ? PendingDash.map(length => length / scale) : Solid);
    shapeOf(annotation)?.draw(context, annotation.geometry, { color, fillOpacity, lineOpacity, lineWidth: lineWidth / scale, dash: Solid, template: this.scene.palette.look(annotation.classId).template });
    context.restore();
  }

  private paintLabel(context: CanvasRenderingContext2D, annotation: Annotation): void {
    const bounds = boundsOfAnnotation(annotation);
    const selected = this.scene.isSelected(annotation.id);
    if (bounds && (selected || bounds.width * this.camera.scale >= SmallestLabelledPx)) {
      context.setLineDash(Solid);
      const look = this.scene.palette.of(annotation);
      drawLabel(context, this.camera, bounds, look, labelText(annotation, look, this.scene.look), selected ? 1 : 0.88);
    }
  }

  /** Boxes count one; outlines by their points and masks by their area on the screen, roughly as their times were measured. */
  private effortOf(annotation: Annotation): number {
    if (isBox(annotation)) {
      return 1;
    }
    const { geometry } = annotation;
    if ('counts' in geometry) {
      const { width, height } = boundsOfAnnotation(annotation)!;
      return 5 + (width * height * this.camera.scale ** 2) / 4000;
    }
    const numbers = 'rings' in geometry ? geometry.rings.reduce((sum, ring) => sum + ring.length, 0) : 'points' in geometry ? geometry.points.length : 0;
    return 3 + numbers / 10;
  }

  /** The order of styles is the same for every part of the image, or a part painted later would not fit the rest. */
  private byLayerAndStyle(annotations: readonly Annotation[]): readonly Annotation[] {
    const groups = new Map<string, { readonly zOrder: number; readonly style: string; readonly members: Annotation[] }>();
    for (const annotation of annotations) {
      const zOrder = annotation.zOrder ?? 0;
      const style = `${this.scene.palette.of(annotation).color} ${isPending(annotation)}`;
      const key = `${zOrder} ${style}`;
      const group = groups.get(key) ?? { zOrder, style, members: [] };
      group.members.push(annotation);
      groups.set(key, group);
    }
    return [...groups.values()].sort((a, b) => a.zOrder - b.zOrder || (a.style < b.style ? -1 : 1)).flatMap(({ members }) => members);
  }
}
