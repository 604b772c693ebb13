import type { Annotation } from '../model.js';
import { boundsOfAnnotation, shapeOf } from '../shapes/registry.js';
import type { OverlayView } from '../tools/tool.js';
import { drawLabel } from './labels.js';

/** A stored version of a shape that is pointed out: of a conflict, or because the server refuses it. */
export interface Marking {
  readonly annotation: Annotation;
  readonly style: 'mine' | 'theirs' | 'refused';
  readonly label: string;
  readonly pale: boolean;
}

interface Look {
  readonly color: string;
  readonly dashPx: readonly number[];
}

/** Told apart by the line as well as by the colour. */
const looks: Readonly<Record<Marking['style'], Look>> = {
  mine: { color: '#22d3ee', dashPx: [8, 5] },
  theirs: { color: '#f59e0b', dashPx: [] },
  refused: { color: '#ef4444', dashPx: [3, 4] },
};

const LinePx = 3;
const PaleOpacity = 0.35;
const MaskOpacity = 0.15;
const Halo = 'rgba(0, 0, 0, 0.55)';

export function paintMarkings(context: CanvasRenderingContext2D, { camera }: OverlayView, markings: readonly Marking[]): void {
  for (const { annotation, style, label, pale } of markings) {
    const bounds = boundsOfAnnotation(annotation);
    const { color, dashPx } = looks[style];
    if (!bounds) {
      continue;
    }
    const opacity = pale ? PaleOpacity : 1;
    context.save();
    context.globalAlpha = opacity;
    context.translate(camera.x, camera.y);
    context.scale(camera.scale, camera.scale);
    // A mask has no line, so that it is tinted instead.
    const isMask = annotation.type === 'mask';
    for (const [width, stroke] of isMask ? [[LinePx, color] as const] : [[LinePx + 2, Halo], [LinePx, color]] as const) {
      const lineWidth = width / camera.scale;
      Object.assign(context, { fillStyle: color, strokeStyle: stroke, lineWidth });
      shapeOf(annotation)?.draw(context, annotation.geometry, { color: stroke, fillOpacity: isMask ? MaskOpacity : 0, lineWidth, dash: dashPx.map(px => px / camera.scale) });
    }
    context.restore();
    drawLabel(context, camera, bounds, { name: label, color, ink: '#111111' }, label, opacity);
  }
}
