import { toScreen } from '../camera.js';
import type { ImagePoint, Rect } from '../geometry/math.js';
import type { OverlayView } from '../tools/tool.js';
import type { SmartStroke } from './smartApi.js';

const AddColor = '#2fbf71';
const RemoveColor = '#e5484d';

/** The box that was searched; its dashes are closer while an answer is awaited. */
export function paintSearched(context: CanvasRenderingContext2D, view: OverlayView, box: Rect, busy: boolean): void {
  const { x, y } = toScreen(view.camera, box as ImagePoint);
  context.save();
  context.strokeStyle = view.accent;
  context.lineWidth = busy ? 2 : 1;
  context.setLineDash(busy ? [2, 3] : [6, 4]);
  context.strokeRect(x, y, box.width * view.camera.scale, box.height * view.camera.scale);
  context.restore();
}

/** Strokes as wide as they count, green for the object and red for its surroundings. */
export function paintStrokes(context: CanvasRenderingContext2D, view: OverlayView, strokes: readonly SmartStroke[]): void {
  context.save();
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.globalAlpha = 0.55;
  for (const { points, radiusPx, foreground } of strokes) {
    context.strokeStyle = foreground ? AddColor : RemoveColor;
    context.lineWidth = Math.max(2, 2 * radiusPx * view.camera.scale);
    context.beginPath();
    for (let i = 0; i < points.length; i += 2) {
      const { x, y } = toScreen(view.camera, { x: points[i]!, y: points[i + 1]! } as ImagePoint);
      if (i === 0) {
        context.moveTo(x, y);
      }
      context.lineTo(x, y);
    }
    context.stroke();
  }
  context.restore();
}

/** A ring of dots around a place where an answer is awaited. */
export function paintWaiting(context: CanvasRenderingContext2D, view: OverlayView, at: ImagePoint): void {
  const { x, y } = toScreen(view.camera, at);
  context.save();
  context.strokeStyle = view.accent;
  context.lineWidth = 2.5;
  context.setLineDash([1, 4]);
  context.lineCap = 'round';
  context.beginPath();
  context.arc(x, y, 9, 0, Math.PI * 2);
  context.stroke();
  context.restore();
}
