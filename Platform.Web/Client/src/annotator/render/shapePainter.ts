import type { Camera } from '../camera.js';
import type { Rect } from '../geometry/math.js';
import { isBox, isPending, type Annotation, type BoxAnnotation } from '../model.js';
import { boundsOfAnnotation, shapeOf } from '../shapes/registry.js';
import { drawLabel } from './labels.js';
import type { Palette } from './palette.js';

/** What the painter needs to know of the engine. */
export interface ShapeScene {
  readonly palette: Palette;
  readonly showLabels: boolean;
  shapesIn(rect: Rect): Annotation[];
  isSelected(id: string): boolean;
  /** Shapes that a gesture is changing are drawn by the overlay. */
  isLifted(id: string): boolean;
}

interface Batch {
  readonly classId: string;
  readonly pending: boolean;
  readonly selected: boolean;
  readonly boxes: BoxAnnotation[];
  readonly others: Annotation[];
}

const PendingDash = [6, 4];
/** Above this many shapes in view, tags would hide what they name; selected and hovered shapes keep theirs. */
const MostLabels = 250;
const SmallestLabelledPx = 22;
/** Boxes smaller than this on the screen are plain dots of colour: a dashed outline of three pixels says nothing. */
const TinyPx = 4;

/** All resting shapes, one style change per class and state. */
export class ShapePainter {
  constructor(private readonly scene: ShapeScene) {}

  paint(context: CanvasRenderingContext2D, camera: Camera, rect: Rect): void {
    const { scene } = this;
    const visible = scene.shapesIn(rect).filter(annotation => !scene.isLifted(annotation.id));
    const batches = batchesOf(visible, scene);
    for (const batch of batches) {
      this.paintBatch(context, camera, batch);
    }
    if (scene.showLabels && visible.length <= MostLabels) {
      this.paintLabels(context, camera, visible);
    }
  }

  private paintBatch(context: CanvasRenderingContext2D, camera: Camera, batch: Batch): void {
    const { color } = this.scene.palette.look(batch.classId);
    const fillOpacity = batch.selected ? 0.3 : batch.pending ? 0.05 : 0.12;
    const lineWidth = batch.selected ? 2.5 : 1.5;
    const { scale, x: offsetX, y: offsetY } = camera;
    context.fillStyle = color;
    context.strokeStyle = color;
    context.lineWidth = lineWidth;
    context.lineJoin = 'miter';
    context.setLineDash(batch.pending ? PendingDash : []);
    const tiny: BoxAnnotation[] = [];
    const fills = new Path2D();
    const outlines = new Path2D();
    for (const box of batch.boxes) {
      const { x, y, width, height } = box.geometry;
      const w = width * scale;
      const h = height * scale;
      if (w < TinyPx && h < TinyPx) {
        tiny.push(box);
      } else {
        fills.rect(x * scale + offsetX, y * scale + offsetY, w, h);
        outlines.rect(x * scale + offsetX, y * scale + offsetY, w, h);
      }
    }
    context.globalAlpha = fillOpacity;
    context.fill(fills);
    context.globalAlpha = 1;
    context.stroke(outlines);
    for (const { geometry: { x, y, width, height } } of tiny) {
      context.fillRect(x * scale + offsetX, y * scale + offsetY, Math.max(2, width * scale), Math.max(2, height * scale));
    }
    if (batch.others.length > 0) {
      context.save();
      context.translate(offsetX, offsetY);
      context.scale(scale, scale);
      context.lineWidth = lineWidth / scale;
      context.setLineDash(batch.pending ? PendingDash.map(length => length / scale) : []);
      for (const annotation of batch.others) {
        shapeOf(annotation)?.draw(context, annotation.geometry, { color, fillOpacity, lineWidth: lineWidth / scale, dash: [] });
      }
      context.restore();
    }
    context.setLineDash([]);
  }

  private paintLabels(context: CanvasRenderingContext2D, camera: Camera, visible: readonly Annotation[]): void {
    for (const annotation of visible) {
      const bounds = boundsOfAnnotation(annotation);
      const selected = this.scene.isSelected(annotation.id);
      if (bounds && (selected || bounds.width * camera.scale >= SmallestLabelledPx)) {
        drawLabel(context, camera, bounds, this.scene.palette.look(annotation.classId), scoreText(annotation), selected ? 1 : 0.88);
      }
    }
  }
}

/** `87%` for what a model drew and nobody vouched for yet. */
export function scoreText(annotation: Annotation): string {
  return isPending(annotation) && annotation.confidence !== null ? `${Math.round(annotation.confidence * 100)}%` : '';
}

/** Selected shapes come last, hence on top. */
function batchesOf(annotations: readonly Annotation[], scene: ShapeScene): Batch[] {
  const batches = new Map<string, Batch>();
  for (const annotation of annotations) {
    const selected = scene.isSelected(annotation.id);
    const pending = isPending(annotation);
    const key = `${selected ? 1 : 0}${pending ? 1 : 0}${annotation.classId}`;
    let batch = batches.get(key);
    if (!batch) {
      batch = { classId: annotation.classId, pending, selected, boxes: [], others: [] };
      batches.set(key, batch);
    }
    if (isBox(annotation)) {
      batch.boxes.push(annotation);
    } else {
      batch.others.push(annotation);
    }
  }
  return [...batches.values()].sort((a, b) => Number(a.selected) - Number(b.selected));
}
