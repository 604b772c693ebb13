import type { Camera } from '../camera.js';
import type { Rect } from '../geometry/math.js';
import { ownValues } from '../attributes.js';
import { isPending, type Annotation } from '../model.js';
import type { Settings } from '../settings.js';
import type { ClassLook } from './palette.js';

const Font = '600 11px system-ui, "Noto Sans KR", "NanumGothic", sans-serif';
const HeightPx = 16;
const PaddingPx = 5;
const MaxWidthPx = 180;

const widths = new Map<string, number>();

/** What a tag says, as chosen in the settings; empty for no tag. */
export function labelText(annotation: Annotation, look: ClassLook, { labelClass, labelScore, labelAttributes }: Settings): string {
  return [
    labelClass ? look.name : '',
    labelScore ? scoreText(annotation) : '',
    labelAttributes ? ownValues(annotation).map(([name, value]) => (value === true ? name : value === false ? '' : String(value))).filter(text => text !== '').join(', ') : '',
  ].filter(part => part !== '').join(' ');
}

/** `87%` for what a model drew and nobody vouched for yet. */
export function scoreText(annotation: Annotation): string {
  return isPending(annotation) && annotation.confidence !== null ? `${Math.round(annotation.confidence * 100)}%` : '';
}

/** A small tag above the shape's top left corner; inside where there is no room above. */
export function drawLabel(context: CanvasRenderingContext2D, camera: Camera, bounds: Rect, look: ClassLook, text: string, opacity = 1): void {
  if (text === '') {
    return;
  }
  context.font = Font;
  const width = Math.min(MaxWidthPx, textWidth(context, text) + 2 * PaddingPx);
  const x = Math.round(bounds.x * camera.scale + camera.x) - 1;
  const top = Math.round(bounds.y * camera.scale + camera.y);
  // By the image's edge alone: a drawn label is moved with the image and must stay right there.
  const y = bounds.y * camera.scale < HeightPx + 1 ? top + 1 : top - HeightPx - 1;
  context.globalAlpha = opacity;
  context.fillStyle = look.color;
  context.beginPath();
  context.roundRect(x, y, width, HeightPx, 3);
  context.fill();
  context.fillStyle = look.ink;
  context.textBaseline = 'middle';
  context.fillText(text, x + PaddingPx, y + HeightPx / 2 + 0.5, MaxWidthPx - 2 * PaddingPx);
  context.globalAlpha = 1;
}

function textWidth(context: CanvasRenderingContext2D, text: string): number {
  let width = widths.get(text);
  if (width === undefined) {
    width = context.measureText(text).width;
    // Scores make many texts; bounded, and cheap to measure anew.
    if (widths.size > 2000) {
      widths.clear();
    }
    widths.set(text, width);
  }
  return width;
}
