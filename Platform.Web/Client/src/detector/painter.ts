import type { Detection } from './detections.js';

/** As in pictures that the server draws: told apart by people with common colour blindness, repeated beyond eight classes. */
const Colours = ['#e69f00', '#56b4e9', '#009e73', '#f0e442', '#0072b2', '#d55e00', '#cc79a7', '#ffffff'];
/** Longer side of what is drawn; more would not be seen. */
const MaxSidePx = 1280;

export const colourOf = (label: number): string => Colours[label % Colours.length]!;

/** Draws a frame with the boxes in it; the canvas takes the frame's shape. */
export function paint(canvas: HTMLCanvasElement, frame: ImageBitmap, detections: readonly Detection[], names: readonly string[]): void {
  const scale = Math.min(1, MaxSidePx / Math.max(frame.width, frame.height));
  [canvas.width, canvas.height] = [Math.max(1, Math.round(frame.width * scale)), Math.max(1, Math.round(frame.height * scale))];
  const sheet = canvas.getContext('2d')!;
  sheet.drawImage(frame, 0, 0, canvas.width, canvas.height);
  // Readable when the page shows the canvas smaller than it is.
  const unit = Math.max(1, canvas.width / 640);
  sheet.font = `600 ${12 * unit}px system-ui, sans-serif`;
  sheet.textBaseline = 'bottom';
  sheet.lineWidth = 2 * unit;
  // The surest on top.
  for (const found of [...detections].reverse()) {
    const [x, y] = [found.x * scale, found.y * scale];
    sheet.strokeStyle = sheet.fillStyle = colourOf(found.label);
    sheet.strokeRect(x, y, found.width * scale, found.height * scale);
    const text = `${names[found.label]} ${(100 * found.score).toFixed(0)}%`;
    const [textWidth, textHeight] = [sheet.measureText(text).width + 6 * unit, 16 * unit];
    const textTop = Math.max(0, y - textHeight);
    sheet.fillRect(x - unit, textTop, textWidth, textHeight);
    sheet.fillStyle = '#000';
    sheet.fillText(text, x + 2 * unit, textTop + textHeight - unit);
  }
}
