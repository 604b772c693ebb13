import { toScreen } from '../camera.js';
import type { ImagePoint } from '../geometry/math.js';
import { similarity } from '../geometry/similarity.js';
import { placedPoints, positionsOf } from '../geometry/skeleton.js';
import type { KeypointTemplate } from '../model.js';
import { paintCaption } from '../render/skeletonPainter.js';
import type { OverlayView } from './tool.js';

/** Side of the template before anything tells its size, in screen pixels. */
const FirstSizePx = 180;

export interface Ghost {
  readonly template: KeypointTemplate;
  /** Flat `x, y, visibility`. */
  readonly placed: readonly number[];
  readonly next: number;
  /** The pointer. */
  readonly at: ImagePoint;
  readonly color: string;
  readonly caption: string;
}

/** The next point under the pointer and, faint, where the rest would come if the object has the template's proportions. */
export function paintGhost(context: CanvasRenderingContext2D, view: OverlayView, ghost: Ghost): void {
  const { template, placed, next, at, color, caption } = ghost;
  const positions = positionsOf(template);
  const known = new Map<number, ImagePoint>(placedPoints(placed).map(({ index, x, y }) => [index, { x, y }]));
  known.set(next, at);
  const map = similarity([...known].map(([index, to]) => ({ from: positions[index]!, to })), FirstSizePx / view.camera.scale);
  const expected = positions.map((position, i) => toScreen(view.camera, known.get(i) ?? map(position)));
  const isOpen = (index: number): boolean => index === next || (index > next && !known.has(index));
  context.strokeStyle = color;
  context.globalAlpha = 0.5;
  context.lineWidth = 1.5;
  context.setLineDash([4, 4]);
  for (const [a, b] of template.edges) {
    if ((isOpen(a!) || known.has(a!)) && (isOpen(b!) || known.has(b!)) && (isOpen(a!) || isOpen(b!))) {
      context.beginPath();
      context.moveTo(expected[a!]!.x, expected[a!]!.y);
      context.lineTo(expected[b!]!.x, expected[b!]!.y);
      context.stroke();
    }
  }
  context.setLineDash([]);
  expected.forEach(({ x, y }, i) => {
    if (isOpen(i)) {
      context.beginPath();
      context.arc(x, y, i === next ? 5 : 3, 0, Math.PI * 2);
      context.globalAlpha = i === next ? 1 : 0.5;
      context.fillStyle = color;
      context.fill();
      context.strokeStyle = '#ffffff';
      context.stroke();
    }
  });
  context.globalAlpha = 1;
  if (caption !== '') {
    paintCaption(context, view, expected[next]!, caption);
  }
}
