import type { Camera } from '../camera.js';
import type { Rect } from '../geometry/math.js';
import { isBox, isPending, type Annotation, type BoxAnnotation } from '../model.js';
import { boundsOfAnnotation, shapeOf } from '../shapes/registry.js';
import type { Settings } from '../settings.js';
import { drawLabel, labelText } from './labels.js';
import type { Palette } from './palette.js';

/** What the painter needs to know of the engine. */
export interface ShapeScene {
  readonly palette: Palette;
  readonly look: Settings;
  shapesIn(rect: Rect): Annotation[];
  isSelected(id: string): boolean;
  /** Shapes that a gesture is changing are drawn by the overlay. */
  isLifted(id: string): boolean;
}

interface Batch {
  readonly color: string;
  readonly pending: boolean;
  readonly selected: boolean;
  readonly boxes: BoxAnnotation[];
  readonly others: Annotation[];
}

const PendingDash = [6, 4];
/** What a selected shape is filled more, and the share of the fill that an unreviewed one gets. */
const SelectedFill = 0.11;
const PendingFill = 0.45;
/** Above this many shapes in view, tags would hide what they name; selected and hovered shapes keep theirs. */
const MostLabels = 250;
const SmallestLabelledPx = 22;
/** From here on overlapping fills are fog and dashes (twenty times the cost of a line) are lost in the crowd; unreviewed shapes are then drawn faint. */
const CrowdedFrom = 1500;
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
      this.paintBatch(context, camera, batch, visible.length > CrowdedFrom);
    }
    if (scene.look.labels && visible.length <= MostLabels) {
      this.paintLabels(context, camera, visible);
    }
  }

  private paintBatch(context: CanvasRenderingContext2D, camera: Camera, batch: Batch, crowded: boolean): void {
    const { color } = batch;
    const { look } = this.scene;
    const fillOpacity = batch.selected ? Math.min(0.9, look.fillOpacity + SelectedFill) : batch.pending ? look.fillOpacity * PendingFill : look.fillOpacity;
    const lineOpacity = batch.selected ? 1 : look.outlineOpacity;
    const lineWidth = batch.selected ? 2.5 : 1.5;
    const { scale, x: offsetX, y: offsetY } = camera;
    context.fillStyle = color;
    context.strokeStyle = color;
    context.lineWidth = lineWidth;
    context.lineJoin = 'miter';
    if (batch.selected || !crowded) {
      context.globalAlpha = fillOpacity;
      for (const { geometry: { x, y, width, height } } of batch.boxes) {
        context.fillRect(x * scale + offsetX, y * scale + offsetY, width * scale, height * scale);
      }
    }
    context.globalAlpha = batch.pending && crowded ? 0.5 * lineOpacity : lineOpacity;
    context.setLineDash(batch.pending && !crowded ? PendingDash : []);
    // One call a box on purpose: Chromium rasterises ten thousand rectangles in 15 ms this way, as one path in 260 ms.
    for (const { geometry: { x, y, width, height } } of batch.boxes) {
      const w = width * scale;
      const h = height * scale;
      if (w < TinyPx && h < TinyPx) {
        context.fillRect(x * scale + offsetX, y * scale + offsetY, Math.max(2, w), Math.max(2, h));
      } else {
        context.strokeRect(x * scale + offsetX, y * scale + offsetY, w, h);
      }
    }
    context.globalAlpha = 1;
    if (batch.others.length > 0) {
      context.save();
      context.translate(offsetX, offsetY);
      context.scale(scale, scale);
      context.lineWidth = lineWidth / scale;
      context.setLineDash(batch.pending ? PendingDash.map(length => length / scale) : []);
      for (const annotation of batch.others) {
        shapeOf(annotation)?.draw(context, annotation.geometry, { color, fillOpacity, lineOpacity, lineWidth: lineWidth / scale, dash: [] });
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
        const look = this.scene.palette.of(annotation);
        drawLabel(context, camera, bounds, look, labelText(annotation, look, this.scene.look), selected ? 1 : 0.88);
      }
    }
  }
}

/** Selected shapes come last, hence on top. */
function batchesOf(annotations: readonly Annotation[], scene: ShapeScene): Batch[] {
  const batches = new Map<string, Batch>();
  for (const annotation of annotations) {
    const selected = scene.isSelected(annotation.id);
    const pending = isPending(annotation);
    const { color } = scene.palette.of(annotation);
    const key = `${selected ? 1 : 0}${pending ? 1 : 0}${color}`;
    let batch = batches.get(key);
    if (!batch) {
      batch = { color, pending, selected, boxes: [], others: [] };
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
