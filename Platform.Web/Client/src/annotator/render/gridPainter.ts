import { imageRect, type Camera } from '../camera.js';
import type { Settings } from '../settings.js';
import type { Size } from '../model.js';

/** Lines closer together on the screen than this are a veil, not a grid. */
const ClosestPx = 4;

/** A grid fixed to the image, from its top left corner; dark and light lines, so that one of them shows on any picture. */
export function paintGrid(context: CanvasRenderingContext2D, camera: Camera, image: Size, stage: Size, { gridPx, gridOpacity }: Settings): void {
  const step = gridPx * camera.scale;
  if (step < ClosestPx) {
    return;
  }
  const view = imageRect(camera, { x: 0, y: 0, ...stage });
  const left = Math.max(0, view.x);
  const top = Math.max(0, view.y);
  const right = Math.min(image.width, view.x + view.width);
  const bottom = Math.min(image.height, view.y + view.height);
  context.beginPath();
  for (let x = Math.ceil(left / gridPx) * gridPx; x <= right; x += gridPx) {
    line(x * camera.scale + camera.x, top * camera.scale + camera.y, 0, (bottom - top) * camera.scale);
  }
  for (let y = Math.ceil(top / gridPx) * gridPx; y <= bottom; y += gridPx) {
    line(left * camera.scale + camera.x, y * camera.scale + camera.y, (right - left) * camera.scale, 0);
  }
  context.globalAlpha = gridOpacity;
  context.lineWidth = 1;
  context.strokeStyle = '#000000';
  context.stroke();
  context.setLineDash([2, 2]);
  context.strokeStyle = '#ffffff';
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;

  function line(x: number, y: number, dx: number, dy: number): void {
    // On half pixels, or a line of one pixel would be two pale ones.
    context.moveTo(Math.round(x) + 0.5, Math.round(y) + 0.5);
    context.lineTo(Math.round(x + dx) + 0.5, Math.round(y + dy) + 0.5);
  }
}
