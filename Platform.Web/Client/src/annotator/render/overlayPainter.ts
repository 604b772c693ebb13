import { toScreen, type Camera } from '../camera.js';
import { Handles, handlePoint, type Handle } from '../geometry/box.js';
import { contains, type Rect, type ScreenPoint } from '../geometry/math.js';
import { isBox, type Annotation, type Size } from '../model.js';
import { boundsOfAnnotation, shapeOf } from '../shapes/registry.js';
import type { Draft } from '../tools/tool.js';
import { drawLabel } from './labels.js';
import type { Palette } from './palette.js';
import { scoreText } from './shapePainter.js';

export interface OverlayScene {
  readonly palette: Palette;
  readonly image: Size;
  readonly stage: Size;
  readonly draft: Draft | null;
  readonly hovered: Annotation | undefined;
  /** The one selected box, where handles make sense. */
  readonly handled: Annotation | undefined;
  /** Where the crosshair stands, or null for none. */
  readonly crosshair: ScreenPoint | null;
  /** `--pf-accent` as the theme has it. */
  readonly accent: string;
}

export const HandleSidePx = 8;
/** Below this side the middle handles would cover the corners. */
const MiddleHandlesFromPx = 30;
/** Each outline of the overlay has a dark and a light line: one of them shows on any picture. */
const Halo = 'rgba(0, 0, 0, 0.55)';

/** Nothing to draw: the frame loop then leaves the overlay alone, which spares clearing and compositing it while the view moves. */
export function isEmptyOverlay(scene: OverlayScene): boolean {
  return !scene.crosshair && !scene.draft && !scene.hovered && !scene.handled;
}

/** Everything that follows the pointer; redrawn whole, it is never much. */
export function paintOverlay(context: CanvasRenderingContext2D, camera: Camera, scene: OverlayScene): void {
  if (scene.crosshair) {
    paintCrosshair(context, camera, scene, scene.crosshair);
  }
  if (scene.draft) {
    paintDraft(context, camera, scene, scene.draft);
  } else {
    if (scene.hovered) {
      paintHover(context, camera, scene, scene.hovered);
    }
    if (scene.handled) {
      paintHandles(context, camera, scene.handled, scene.accent);
    }
  }
}

/** The handle of a box within reach (screen pixels) of a point. Corners first: on a small box they lie over the middle handles. */
export function handleAt(camera: Camera, box: Rect, point: ScreenPoint, reach: number): Handle | undefined {
  return [...Handles].sort((a, b) => b.length - a.length).find(handle => {
    const at = toScreen(camera, handlePoint(box, handle));
    return contains({ x: at.x, y: at.y, width: 0, height: 0 }, point.x, point.y, reach);
  });
}

function paintCrosshair(context: CanvasRenderingContext2D, camera: Camera, scene: OverlayScene, at: ScreenPoint): void {
  const x = Math.round(at.x) + 0.5;
  const y = Math.round(at.y) + 0.5;
  const left = Math.max(0, camera.x);
  const top = Math.max(0, camera.y);
  const right = Math.min(scene.stage.width, camera.x + scene.image.width * camera.scale);
  const bottom = Math.min(scene.stage.height, camera.y + scene.image.height * camera.scale);
  if (x < left || x > right || y < top || y > bottom) {
    return;
  }
  context.beginPath();
  context.moveTo(left, y);
  context.lineTo(right, y);
  context.moveTo(x, top);
  context.lineTo(x, bottom);
  strokeTwice(context, 1, 'rgba(255, 255, 255, 0.85)');
}

function paintDraft(context: CanvasRenderingContext2D, camera: Camera, scene: OverlayScene, draft: Draft): void {
  context.save();
  context.translate(camera.x, camera.y);
  context.scale(camera.scale, camera.scale);
  for (const annotation of draft.shapes) {
    const { color } = scene.palette.look(annotation.classId);
    context.fillStyle = color;
    context.strokeStyle = color;
    context.lineWidth = 2 / camera.scale;
    shapeOf(annotation)?.draw(context, annotation.geometry, { color, fillOpacity: 0.12, lineWidth: 2 / camera.scale, dash: [] });
  }
  context.restore();
  const only = draft.shapes.length === 1 ? draft.shapes[0] : undefined;
  if (only && isBox(only)) {
    paintSize(context, camera, only.geometry);
  }
  if (draft.marquee) {
    const frame = screenRect(camera, draft.marquee);
    context.fillStyle = scene.accent;
    context.globalAlpha = 0.12;
    context.fillRect(frame.x, frame.y, frame.width, frame.height);
    context.globalAlpha = 1;
    context.strokeStyle = scene.accent;
    context.lineWidth = 1;
    context.strokeRect(Math.round(frame.x) + 0.5, Math.round(frame.y) + 0.5, Math.round(frame.width), Math.round(frame.height));
  }
}

function paintHover(context: CanvasRenderingContext2D, camera: Camera, scene: OverlayScene, annotation: Annotation): void {
  const bounds = boundsOfAnnotation(annotation);
  if (!bounds) {
    return;
  }
  const look = scene.palette.look(annotation.classId);
  if (isBox(annotation)) {
    const frame = screenRect(camera, bounds);
    context.beginPath();
    context.rect(frame.x, frame.y, frame.width, frame.height);
    context.fillStyle = look.color;
    context.globalAlpha = 0.12;
    context.fill();
    context.globalAlpha = 1;
    strokeTwice(context, 2, look.color);
  }
  drawLabel(context, camera, bounds, look, scoreText(annotation));
}

function paintHandles(context: CanvasRenderingContext2D, camera: Camera, annotation: Annotation, accent: string): void {
  if (!isBox(annotation)) {
    return;
  }
  const frame = screenRect(camera, annotation.geometry);
  context.strokeStyle = 'rgba(255, 255, 255, 0.9)';
  context.lineWidth = 1;
  context.strokeRect(frame.x, frame.y, frame.width, frame.height);
  const half = HandleSidePx / 2;
  for (const handle of Handles) {
    const middle = handle.length === 1;
    const side = handle === 'n' || handle === 's' ? frame.width : frame.height;
    if (middle && side < MiddleHandlesFromPx) {
      continue;
    }
    const p = toScreen(camera, handlePoint(annotation.geometry, handle));
    context.beginPath();
    context.roundRect(Math.round(p.x) - half, Math.round(p.y) - half, HandleSidePx, HandleSidePx, 2);
    context.fillStyle = '#ffffff';
    context.fill();
    context.strokeStyle = accent;
    context.lineWidth = 1.5;
    context.stroke();
  }
}

/** `128 × 96` under the lower right corner while a box is being drawn or resized. */
function paintSize(context: CanvasRenderingContext2D, camera: Camera, box: Rect): void {
  const text = `${Math.round(box.width)} × ${Math.round(box.height)}`;
  const p = toScreen(camera, { x: box.x + box.width, y: box.y + box.height });
  context.font = '11px system-ui, sans-serif';
  const width = context.measureText(text).width + 10;
  context.fillStyle = 'rgba(16, 20, 24, 0.8)';
  context.beginPath();
  context.roundRect(p.x - width, p.y + 5, width, 17, 4);
  context.fill();
  context.fillStyle = '#ffffff';
  context.textBaseline = 'middle';
  context.fillText(text, p.x - width + 5, p.y + 14);
}

function strokeTwice(context: CanvasRenderingContext2D, width: number, color: string): void {
  context.strokeStyle = Halo;
  context.lineWidth = width + 2;
  context.globalAlpha = 0.45;
  context.stroke();
  context.globalAlpha = 1;
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke();
}

function screenRect(camera: Camera, rect: Rect): Rect {
  const { x, y } = toScreen(camera, { x: rect.x, y: rect.y });
  return { x, y, width: rect.width * camera.scale, height: rect.height * camera.scale };
}
