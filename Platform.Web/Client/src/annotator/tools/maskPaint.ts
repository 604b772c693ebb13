import { toScreen } from '../camera.js';
import { brushCentre, type Brush } from '../geometry/brush.js';
import type { ImagePoint } from '../geometry/math.js';
import type { OverlayView } from './tool.js';

/** Smaller than this on the screen, the outline of a brush says less than a cross. */
export const SmallestRingPx = 6;

const Halo = 'rgba(0, 0, 0, 0.6)';

/** Exactly where a press would paint: the tip stands on whole pixels, as painting does. An eraser is dashed. */
export function paintBrushTip(context: CanvasRenderingContext2D, { camera }: OverlayView, brush: Brush, at: ImagePoint, color: string): void {
  const { x, y } = toScreen(camera, brushCentre(brush, at));
  const radius = (brush.sizePx / 2) * camera.scale;
  if (2 * radius < SmallestRingPx) {
    return;
  }
  context.beginPath();
  if (brush.tip === 'round') {
    context.arc(x, y, radius, 0, Math.PI * 2);
  } else {
    context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  }
  if (!brush.erases) {
    context.globalAlpha = 0.15;
    context.fillStyle = color;
    context.fill();
    context.globalAlpha = 1;
  }
  context.strokeStyle = Halo;
  context.lineWidth = 3;
  context.stroke();
  context.strokeStyle = '#ffffff';
  context.lineWidth = 1.25;
  context.setLineDash(brush.erases ? [5, 4] : []);
  context.stroke();
  context.setLineDash([]);
}
