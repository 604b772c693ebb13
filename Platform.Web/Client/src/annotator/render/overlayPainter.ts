import { imageRect, toScreen, type Camera } from '../camera.js';
import type { Rect, ScreenPoint } from '../geometry/math.js';
import { isBox, type Annotation, type Size } from '../model.js';
import { boundsOfAnnotation, shapeOf } from '../shapes/registry.js';
import type { Grip } from '../shapes/shape.js';
import type { Settings } from '../settings.js';
import { paintSnap } from '../tools/linePaint.js';
import type { Draft, OverlayView, Tool } from '../tools/tool.js';
import { paintGrid } from './gridPainter.js';
import { drawLabel, labelText } from './labels.js';
import type { ClassLook } from './palette.js';
import { paintCaption, paintSkeletonFrame } from './skeletonPainter.js';
import { paintMarkings, type Marking } from './markings.js';

export interface OverlayScene extends OverlayView {
  readonly settings: Settings;
  readonly draft: Draft | null;
  readonly hovered: Annotation | undefined;
  readonly markings: readonly Marking[];
  /** The one selected shape, where it can be taken by its grips. */
  readonly gripped: Annotation | undefined;
  /** The tool in use, where it draws something of its own. */
  readonly tool: Tool | null;
}

const GripSidePx = 8;
const PointReachPx = 6;
/** Each outline of the overlay has a dark and a light line: one of them shows on any picture. */
const Halo = 'rgba(0, 0, 0, 0.55)';

/** Nothing to draw: the frame loop then leaves the overlay alone, which spares clearing and compositing it while the view moves. */
export function isEmptyOverlay(scene: OverlayScene): boolean {
  return !scene.settings.grid && !scene.draft && !scene.hovered && !scene.gripped && !scene.tool && scene.markings.length === 0;
}

/** Everything that follows the pointer; redrawn whole, it is never much. */
export function paintOverlay(context: CanvasRenderingContext2D, scene: OverlayScene): void {
  const { camera } = scene;
  if (scene.settings.grid) {
    paintGrid(context, camera, scene.image, scene.stage, scene.settings);
  }
  const inHand = scene.gripped ?? scene.hovered;
  if (inHand?.type === 'keypoints') {
    paintSkeletonFrame(context, scene, boundsOfAnnotation(inHand)!, scene.palette.of(inHand).color);
  }
  if (scene.draft) {
    paintDraft(context, camera, scene, scene.draft);
  } else {
    if (scene.hovered) {
      paintHover(context, camera, scene, scene.hovered);
    }
    if (scene.gripped) {
      paintGrips(context, scene, scene.gripped);
    }
  }
  paintMarkings(context, scene, scene.markings);
  scene.tool?.paint?.(context, scene);
  if (!scene.draft) {
    paintPointName(context, scene, scene.gripped ?? scene.hovered);
  }
}

/** The name of the skeleton's point under the pointer. */
function paintPointName(context: CanvasRenderingContext2D, scene: OverlayScene, annotation: Annotation | undefined): void {
  const grip = scene.pointer && annotation?.type === 'keypoints' ? gripAt(scene.camera, annotation, scene.pointer, PointReachPx, scene.stage) : undefined;
  const name = grip?.kind === 'point' ? scene.palette.look(annotation!.classId).template?.names[Number(grip.id)] : undefined;
  if (name) {
    paintCaption(context, scene, toScreen(scene.camera, grip!.at), name);
  }
}

/** The grip of a shape nearest to a point, within reach (screen pixels). */
export function gripAt(camera: Camera, annotation: Annotation, point: ScreenPoint, reachPx: number, stage: Size): Grip | undefined {
  const reach = GripSidePx / 2 + reachPx / 2;
  let nearest: Grip | undefined;
  let best = Infinity;
  for (const grip of gripsOf(camera, annotation, stage)) {
    const at = toScreen(camera, grip.at);
    const distance = Math.max(Math.abs(at.x - point.x), Math.abs(at.y - point.y));
    if (distance <= reach && distance < best) {
      best = distance;
      nearest = grip;
    }
  }
  return nearest;
}

function gripsOf(camera: Camera, annotation: Annotation, stage: Size): readonly Grip[] {
  const visible = imageRect(camera, { x: 0, y: 0, ...stage });
  return shapeOf(annotation)?.grips?.(annotation.geometry, { scale: camera.scale, visible }) ?? [];
}

function paintDraft(context: CanvasRenderingContext2D, camera: Camera, scene: OverlayScene, draft: Draft): void {
  draft.shapes.forEach(annotation => paintLifted(context, camera, annotation, scene.palette.of(annotation), 0.12));
  const only = draft.shapes.length === 1 ? draft.shapes[0] : undefined;
  if (only && isBox(only)) {
    paintSize(context, camera, only.geometry);
  }
  if (draft.snap) {
    paintSnap(context, scene, draft.snap);
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

/** A shape by its own painter, with a line of two screen pixels. */
function paintLifted(context: CanvasRenderingContext2D, camera: Camera, annotation: Annotation, { color, template }: ClassLook, fillOpacity: number): void {
  context.save();
  context.translate(camera.x, camera.y);
  context.scale(camera.scale, camera.scale);
  context.fillStyle = color;
  context.strokeStyle = color;
  context.lineWidth = 2 / camera.scale;
  shapeOf(annotation)?.draw(context, annotation.geometry, { color, fillOpacity, lineWidth: 2 / camera.scale, dash: [], template });
  context.restore();
}

function paintHover(context: CanvasRenderingContext2D, camera: Camera, scene: OverlayScene, annotation: Annotation): void {
  const bounds = boundsOfAnnotation(annotation);
  if (!bounds) {
    return;
  }
  const look = scene.palette.of(annotation);
  if (isBox(annotation)) {
    const frame = screenRect(camera, bounds);
    context.beginPath();
    context.rect(frame.x, frame.y, frame.width, frame.height);
    context.fillStyle = look.color;
    context.globalAlpha = 0.12;
    context.fill();
    context.globalAlpha = 1;
    strokeTwice(context, 2, look.color);
  } else {
    paintLifted(context, camera, annotation, look, 0.16);
  }
  drawLabel(context, camera, bounds, look, labelText(annotation, look, scene.settings));
}

function paintGrips(context: CanvasRenderingContext2D, scene: OverlayScene, annotation: Annotation): void {
  const { camera, accent, stage } = scene;
  if (isBox(annotation)) {
    const frame = screenRect(camera, annotation.geometry);
    context.strokeStyle = 'rgba(255, 255, 255, 0.9)';
    context.lineWidth = 1;
    context.strokeRect(frame.x, frame.y, frame.width, frame.height);
  }
  const half = GripSidePx / 2;
  for (const grip of gripsOf(camera, annotation, stage)) {
    const p = toScreen(camera, grip.at);
    const faint = grip.kind === 'insert';
    context.globalAlpha = faint ? 0.6 : 1;
    context.beginPath();
    if (grip.kind === 'corner' || grip.kind === 'side') {
      context.roundRect(Math.round(p.x) - half, Math.round(p.y) - half, GripSidePx, GripSidePx, 2);
    } else {
      context.arc(p.x, p.y, faint ? half - 1 : grip.kind === 'point' ? half + 3 : half, 0, Math.PI * 2);
    }
    // Points of a skeleton show their side and visibility, so their grips are rings.
    if (grip.kind !== 'point') {
      context.fillStyle = '#ffffff';
      context.fill();
    }
    context.strokeStyle = accent;
    context.lineWidth = 1.5;
    context.stroke();
    if (grip.heading !== undefined) {
      paintHeading(context, p, grip.heading, accent);
    }
  }
  context.globalAlpha = 1;
}

/** The first vertex is filled, and a small arrow beside it points the way round. */
function paintHeading(context: CanvasRenderingContext2D, at: ScreenPoint, heading: number, accent: string): void {
  context.fillStyle = accent;
  context.fill();
  const tip = { x: at.x + Math.cos(heading) * 17, y: at.y + Math.sin(heading) * 17 };
  context.beginPath();
  context.moveTo(tip.x, tip.y);
  for (const side of [2.6, -2.6]) {
    context.lineTo(tip.x + Math.cos(heading + side) * 9, tip.y + Math.sin(heading + side) * 9);
  }
  context.closePath();
  context.fill();
  context.strokeStyle = '#ffffff';
  context.lineWidth = 1;
  context.stroke();
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
