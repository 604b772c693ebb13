import { toScreen } from '../camera.js';
import { clampPoint, handlePoint, Handles, stepInside, type Handle } from '../geometry/box.js';
import { contains, covers, distance, expand, union, type ImagePoint, type Rect } from '../geometry/math.js';
import { rotation, scaling, type Matrix } from '../geometry/transform.js';
import type { Annotation } from '../model.js';
import { boundsOfAnnotation, shapeOf } from '../shapes/registry.js';
import { DraftGesture, TranslateGesture, type Gesture, type Held } from './gestures.js';
import type { ToolOption } from './options.js';
import type { OverlayView, Pointer, Tool, ToolHost } from './tool.js';

type Part = Handle | 'rotate' | 'inside';

const HandlePx = 9;
const ReachPx = { mouse: 9, pen: 12, touch: 20 } as const;
/** The round handle stands this far above the box, in screen pixels. */
const RotateAbovePx = 26;
const RotationStep = Math.PI / 12;
const cursors: Readonly<Record<Part, string>> = {
  nw: 'nwse-resize', se: 'nwse-resize', ne: 'nesw-resize', sw: 'nesw-resize', n: 'ns-resize', s: 'ns-resize', e: 'ew-resize', w: 'ew-resize', rotate: 'grab', inside: 'move',
};

/** A box around the selected shapes: its corners and sides scale them, the round handle turns them (with Shift by 15°), the inside moves them. */
export class TransformTool implements Tool {
  readonly id = 'transform';
  readonly withoutGrips = true;
  private gesture: Gesture | null = null;

  constructor(private readonly host: ToolHost) {}

  down(pointer: Pointer): void {
    const { host } = this;
    const part = this.partAt(pointer);
    if (!part) {
      host.setTool('select');
      return;
    }
    const subjects = this.subjects;
    this.gesture = part === 'inside' ? new TranslateGesture(host, pointer.image) : new TransformGesture(host, subjects, boundsAround(subjects)!, part, pointer.image);
  }

  move(pointer: Pointer): void {
    if (this.gesture) {
      this.gesture.move(pointer.image, pointer);
    } else {
      const part = this.partAt(pointer);
      this.host.setCursor(part ? cursors[part] : 'default');
    }
    this.host.touch();
  }

  up(): void {
    this.gesture?.complete();
    this.gesture = null;
    this.host.touch();
  }

  cancel(): boolean {
    const { gesture } = this;
    this.gesture = null;
    gesture?.cancel();
    return gesture !== null;
  }

  run(command: string): boolean {
    const ends = command === 'transform' || command === 'finish' || (command === 'cancel' && !this.gesture);
    if (ends) {
      this.host.setTool('select');
    }
    return ends;
  }

  options(): readonly ToolOption[] {
    return [
      { kind: 'note', id: 'hint', text: this.canTurn ? 'transformHint' : 'scaleHint', values: [] },
      { kind: 'button', id: 'done', text: 'done', icon: 'check', command: 'transform', primary: true, press: () => this.host.setTool('select') },
    ];
  }

  paint(context: CanvasRenderingContext2D, { camera, accent }: OverlayView): void {
    const bounds = this.gesture ? undefined : boundsAround(this.subjects);
    if (!bounds) {
      return;
    }
    const corner = toScreen(camera, bounds);
    context.strokeStyle = accent;
    context.lineWidth = 1.5;
    context.setLineDash([4, 3]);
    context.strokeRect(corner.x, corner.y, bounds.width * camera.scale, bounds.height * camera.scale);
    context.setLineDash([]);
    context.fillStyle = '#ffffff';
    for (const handle of this.canTurn ? [...Handles, 'rotate' as const] : Handles) {
      const { x, y } = toScreen(camera, placeOf(bounds, handle, camera.scale));
      context.beginPath();
      if (handle === 'rotate') {
        context.arc(x, y, HandlePx / 2 + 1, 0, Math.PI * 2);
      } else {
        context.roundRect(x - HandlePx / 2, y - HandlePx / 2, HandlePx, HandlePx, 2);
      }
      context.fill();
      context.stroke();
    }
  }

  private get subjects(): Annotation[] {
    const { host } = this;
    return host.selection.ids().map(id => host.get(id)).filter(annotation => annotation !== undefined && shapeOf(annotation)?.transform !== undefined && !host.marks.has('locked', annotation)) as Annotation[];
  }

  /** A box along the axes cannot be turned; then nothing in the selection is. */
  private get canTurn(): boolean {
    return this.subjects.every(annotation => shapeOf(annotation)!.transform!(annotation.geometry, rotation({ x: 0, y: 0 }, 1)) !== undefined);
  }

  private partAt(pointer: Pointer): Part | undefined {
    const { scale } = this.host;
    const bounds = boundsAround(this.subjects);
    if (!bounds) {
      return undefined;
    }
    const reach = ReachPx[pointer.type] / scale;
    const parts = this.canTurn ? [...Handles, 'rotate' as const] : Handles;
    const near = parts.map(part => ({ part, away: distance(placeOf(bounds, part, scale), pointer.image) })).sort((a, b) => a.away - b.away)[0]!;
    return near.away <= reach ? near.part : contains(bounds, pointer.image.x, pointer.image.y) ? 'inside' : undefined;
  }
}

class TransformGesture extends DraftGesture {
  private readonly centre: ImagePoint;

  constructor(host: ToolHost, private readonly subjects: readonly Annotation[], private readonly bounds: Rect, private readonly part: Handle | 'rotate', private readonly from: ImagePoint) {
    super(host);
    this.centre = { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 };
  }

  /** Shift keeps the proportions, or turns by steps. */
  protected at(to: ImagePoint, held?: Held): readonly Annotation[] | undefined {
    const even = held?.shift ?? false;
    const matrix = this.part === 'rotate' ? this.turned(to, even) : this.scaled(this.part, clampPoint(to, this.host.image), even);
    const changed = this.subjects.map(annotation => ({ ...annotation, geometry: shapeOf(annotation)!.transform!(annotation.geometry, matrix) ?? annotation.geometry }));
    const frame = { x: 0, y: 0, ...this.host.image };
    const bounds = boundsAround(changed)!;
    if (covers(expand(frame, 0.01), bounds)) {
      return changed;
    }
    // What turns out of the image is pushed back in, unless it has no room there.
    const { dx, dy } = stepInside(bounds, 0, 0, this.host.image);
    return bounds.width > frame.width || bounds.height > frame.height ? undefined
      : changed.map(annotation => ({ ...annotation, geometry: shapeOf(annotation)!.move!(annotation.geometry, dx, dy, this.host.image) }));
  }

  private turned(to: ImagePoint, inSteps: boolean): Matrix {
    const { centre, from } = this;
    const angle = Math.atan2(to.y - centre.y, to.x - centre.x) - Math.atan2(from.y - centre.y, from.x - centre.x);
    return rotation(centre, inSteps ? Math.round(angle / RotationStep) * RotationStep : angle);
  }

  private scaled(handle: Handle, to: ImagePoint, evenly: boolean): Matrix {
    const { bounds } = this;
    const opposite = { n: 's', s: 'n', e: 'w', w: 'e', nw: 'se', ne: 'sw', se: 'nw', sw: 'ne' } as const;
    const fixed = handlePoint(bounds, opposite[handle]);
    const grabbed = handlePoint(bounds, handle);
    const factor = (value: number, start: number, about: number): number => (start === about ? 1 : (value - about) / (start - about));
    const sx = handle === 'n' || handle === 's' ? 1 : nonZero(factor(to.x, grabbed.x, fixed.x), bounds.width);
    const sy = handle === 'e' || handle === 'w' ? 1 : nonZero(factor(to.y, grabbed.y, fixed.y), bounds.height);
    const both = Math.max(Math.abs(sx), Math.abs(sy));
    return evenly && handle.length > 1 ? scaling(fixed, Math.sign(sx) * both, Math.sign(sy) * both) : scaling(fixed, sx, sy);
  }
}

/** Never thinner than a pixel: a shape scaled to nothing could not be scaled back. */
function nonZero(factor: number, sidePx: number): number {
  const least = 1 / Math.max(1, sidePx);
  return Math.abs(factor) < least ? (factor < 0 ? -least : least) : factor;
}

function placeOf(bounds: Rect, part: Handle | 'rotate', scale: number): ImagePoint {
  return part === 'rotate' ? { x: bounds.x + bounds.width / 2, y: bounds.y - RotateAbovePx / scale } : handlePoint(bounds, part);
}

function boundsAround(annotations: readonly Annotation[]): Rect | undefined {
  const all = annotations.map(annotation => boundsOfAnnotation(annotation)!);
  return all.length === 0 ? undefined : all.reduce(union);
}
