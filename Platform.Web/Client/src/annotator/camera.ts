import { clamp, type ImagePoint, type Rect, type ScreenPoint } from './geometry/math.js';
import type { Size } from './model.js';

/** `screen = image * scale + offset`, in CSS pixels of the stage. */
export interface Camera {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const MaxScale = 64;
const FitMarginPx = 24;
/** At least this much of the image stays in view, so that nobody gets lost beside it. */
const KeepInViewPx = 48;

export function toScreen(camera: Camera, point: ImagePoint): ScreenPoint {
  return { x: point.x * camera.scale + camera.x, y: point.y * camera.scale + camera.y };
}

export function toImage(camera: Camera, point: ScreenPoint): ImagePoint {
  return { x: (point.x - camera.x) / camera.scale, y: (point.y - camera.y) / camera.scale };
}

/** The part of image space that a rectangle of the stage shows. */
export function imageRect(camera: Camera, screen: Rect): Rect {
  return {
    x: (screen.x - camera.x) / camera.scale,
    y: (screen.y - camera.y) / camera.scale,
    width: screen.width / camera.scale,
    height: screen.height / camera.scale,
  };
}

export function fitScale(image: Size, stage: Size): number {
  const margin = Math.min(FitMarginPx, stage.width * 0.03, stage.height * 0.03);
  return Math.max(1e-4, Math.min((stage.width - 2 * margin) / image.width, (stage.height - 2 * margin) / image.height));
}

export function fit(image: Size, stage: Size): Camera {
  return centered(image, stage, fitScale(image, stage));
}

export function centered(image: Size, stage: Size, scale: number): Camera {
  return { scale, x: (stage.width - image.width * scale) / 2, y: (stage.height - image.height * scale) / 2 };
}

/** Brings a rectangle into view with room around it; used when an object is picked from the list. */
export function frame(rect: Rect, image: Size, stage: Size): Camera {
  const side = Math.max(rect.width, rect.height, 8);
  const scale = clamp(Math.min(stage.width, stage.height) / (side * 2.5), fitScale(image, stage), 8);
  const x = stage.width / 2 - (rect.x + rect.width / 2) * scale;
  const y = stage.height / 2 - (rect.y + rect.height / 2) * scale;
  return keepInView({ scale, x, y }, image, stage);
}

/** A rectangle of the image as large as the stage allows. */
export function around(rect: Rect, image: Size, stage: Size): Camera {
  const scale = Math.min(MaxScale, stage.width / Math.max(1, rect.width), stage.height / Math.max(1, rect.height));
  return keepInView({ scale, x: stage.width / 2 - (rect.x + rect.width / 2) * scale, y: stage.height / 2 - (rect.y + rect.height / 2) * scale }, image, stage);
}

/** Zooms by a factor while the image point under `at` stays under it. */
export function zoomAt(camera: Camera, at: ScreenPoint, factor: number, image: Size, stage: Size): Camera {
  const smallest = Math.min(fitScale(image, stage) * 0.25, 1);
  const wished = clamp(camera.scale * factor, smallest, MaxScale);
  // "Actual pixels" must be exactly that, not one rounding error beside it.
  const scale = Math.abs(wished - 1) < 1e-6 ? 1 : wished;
  const k = scale / camera.scale;
  return keepInView({ scale, x: at.x - (at.x - camera.x) * k, y: at.y - (at.y - camera.y) * k }, image, stage);
}

export function pan(camera: Camera, dx: number, dy: number, image: Size, stage: Size): Camera {
  return keepInView({ ...camera, x: camera.x + dx, y: camera.y + dy }, image, stage);
}

export function keepInView(camera: Camera, image: Size, stage: Size): Camera {
  const keepX = Math.min(KeepInViewPx, image.width * camera.scale);
  const keepY = Math.min(KeepInViewPx, image.height * camera.scale);
  return {
    scale: camera.scale,
    x: clamp(camera.x, keepX - image.width * camera.scale, stage.width - keepX),
    y: clamp(camera.y, keepY - image.height * camera.scale, stage.height - keepY),
  };
}

export function sameCamera(a: Camera, b: Camera): boolean {
  return a.scale === b.scale && a.x === b.x && a.y === b.y;
}
