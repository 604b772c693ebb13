import { toScreen } from '../camera.js';
import type { ScreenPoint } from '../geometry/math.js';
import { placedPoints, sidesOf, visibilityOf, type Side } from '../geometry/skeleton.js';
import type { DrawStyle } from '../shapes/shape.js';
import type { OverlayView } from '../tools/tool.js';

const shades: Readonly<Record<Side, readonly [towards: number, share: number]>> = { left: [255, 0.5], right: [0, 0.45], middle: [0, 0] };

/**
 * Edges in the class' colour, the left side lighter, the right side darker; points of the right side are squares, so that the sides are told
 * apart without colour. An occluded point is hollow. The context is in image pixels.
 */
export function drawSkeleton(context: CanvasRenderingContext2D, points: readonly number[], { color, lineWidth, template }: DrawStyle): void {
  const sides = template ? sidesOf(template) : [];
  for (const [a, b] of template?.edges ?? []) {
    if (visibilityOf(points, a!) > 0 && visibilityOf(points, b!) > 0) {
      const side = sides[a!] === sides[b!] ? sides[a!]! : sides[a!] === 'middle' ? sides[b!]! : sides[b!] === 'middle' ? sides[a!]! : 'middle';
      context.beginPath();
      context.moveTo(points[3 * a!]!, points[3 * a! + 1]!);
      context.lineTo(points[3 * b!]!, points[3 * b! + 1]!);
      context.strokeStyle = shaded(color, side);
      context.stroke();
    }
  }
  const dash = context.getLineDash();
  context.setLineDash([]);
  for (const { index, x, y, occluded } of placedPoints(points)) {
    const side = sides[index] ?? 'middle';
    const radius = lineWidth * (side === 'right' ? 2.1 : 2.4);
    context.beginPath();
    if (side === 'right') {
      context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
    } else {
      context.arc(x, y, radius, 0, Math.PI * 2);
    }
    if (!occluded) {
      context.fillStyle = shaded(color, side);
      context.fill();
    }
    context.strokeStyle = occluded ? shaded(color, side) : 'rgba(255, 255, 255, 0.9)';
    context.lineWidth = lineWidth * (occluded ? 0.9 : 0.5);
    context.stroke();
  }
  context.lineWidth = lineWidth;
  context.strokeStyle = color;
  context.fillStyle = color;
  context.setLineDash(dash);
}

/** A frame a little outside the points: it shows which skeleton is in hand. */
export function paintSkeletonFrame(context: CanvasRenderingContext2D, { camera }: OverlayView, { x, y, width, height }: { x: number; y: number; width: number; height: number }, color: string): void {
  const at = toScreen(camera, { x, y });
  context.setLineDash([5, 4]);
  context.strokeStyle = 'rgba(0, 0, 0, 0.45)';
  context.lineWidth = 3;
  context.strokeRect(at.x, at.y, width * camera.scale, height * camera.scale);
  context.strokeStyle = color;
  context.lineWidth = 1.25;
  context.strokeRect(at.x, at.y, width * camera.scale, height * camera.scale);
  context.setLineDash([]);
}

/** A line of text beside a point of the stage, turned inwards at its right and lower border. */
export function paintCaption(context: CanvasRenderingContext2D, { stage }: OverlayView, at: ScreenPoint, text: string): void {
  context.font = '600 11px system-ui, "Noto Sans KR", "NanumGothic", sans-serif';
  const width = context.measureText(text).width + 12;
  const x = at.x + 14 + width > stage.width ? at.x - 14 - width : at.x + 14;
  const y = at.y + 34 > stage.height ? at.y - 32 : at.y + 14;
  context.fillStyle = 'rgba(16, 20, 24, 0.86)';
  context.beginPath();
  context.roundRect(x, y, width, 19, 5);
  context.fill();
  context.fillStyle = '#ffffff';
  context.textBaseline = 'middle';
  context.fillText(text, x + 6, y + 10);
}

function shaded(color: string, side: Side): string {
  const [towards, share] = shades[side];
  const channels = [1, 3, 5].map(i => Math.round(parseInt(color.slice(i, i + 2), 16) * (1 - share) + towards * share));
  return `rgb(${channels.join(', ')})`;
}
