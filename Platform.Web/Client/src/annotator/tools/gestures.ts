import { limitMove } from '../geometry/box.js';
import type { ImagePoint } from '../geometry/math.js';
import { vouched, type Annotation } from '../model.js';
import { boundsOfAnnotation, shapeOf } from '../shapes/registry.js';
import { vertexOf } from '../shapes/vertices.js';
import { snapAt, type Snap } from './snap.js';
import type { GripHit, Pointer, ToolHost } from './tool.js';

/** What is held while dragging; absent where it makes no difference. */
export type Held = Pick<Pointer, 'shift' | 'ctrl' | 'type'>;

/** One drag that changes shapes: snapshot at the start, recomputed from it at every move, so nothing drifts and cancelling is free. */
export interface Gesture {
  move(to: ImagePoint, held?: Held): void;
  complete(): void;
  cancel(): void;
}

export abstract class DraftGesture implements Gesture {
  private latest: readonly Annotation[] = [];
  protected snap: Snap | undefined;

  constructor(protected readonly host: ToolHost) {}

  /** Undefined: there is no way to follow; the shapes stay where they last were. */
  protected abstract at(to: ImagePoint, held: Held | undefined): readonly Annotation[] | undefined;

  move(to: ImagePoint, held?: Held): void {
    this.latest = this.at(to, held) ?? this.latest;
    this.host.setDraft({ shapes: this.latest, snap: this.snap });
  }

  complete(): void {
    this.host.setDraft(null);
    if (this.latest.length > 0) {
      this.host.edit(this.latest.map(annotation => ({ id: annotation.id, after: vouched(annotation) })));
    }
  }

  cancel(): void {
    this.host.setDraft(null);
  }
}

export class TranslateGesture extends DraftGesture {
  private readonly originals: readonly Annotation[];

  constructor(host: ToolHost, private readonly from: ImagePoint) {
    super(host);
    this.originals = host.selection.ids().map(id => host.get(id)).filter(annotation => annotation !== undefined && canMove(host, annotation)) as Annotation[];
  }

  protected at(to: ImagePoint): readonly Annotation[] {
    const bounds = this.originals.map(annotation => boundsOfAnnotation(annotation)!);
    const { dx, dy } = limitMove(bounds, to.x - this.from.x, to.y - this.from.y, this.host.image);
    return this.originals.map(annotation => ({ ...annotation, geometry: shapeOf(annotation)!.move!(annotation.geometry, dx, dy, this.host.image) }));
  }
}

/** Locked and pinned members of a group stay put while the others go. */
function canMove({ marks }: ToolHost, annotation: Annotation): boolean {
  return shapeOf(annotation)?.move !== undefined && !marks.has('locked', annotation) && !marks.has('pinned', annotation);
}

export class GripGesture extends DraftGesture {
  private readonly offset: { readonly dx: number; readonly dy: number };

  /** The distance between pointer and grip at the start is kept: grabbing a handle beside its centre moves nothing. */
  constructor(host: ToolHost, private readonly hit: GripHit, from: ImagePoint) {
    super(host);
    this.offset = { dx: hit.grip.at.x - from.x, dy: hit.grip.at.y - from.y };
  }

  protected at(to: ImagePoint, held?: Held): readonly Annotation[] {
    const { annotation, grip } = this.hit;
    const pulled = { x: to.x + this.offset.dx, y: to.y + this.offset.dy };
    // A vertex sticks to its neighbours; other grips go where they are pulled.
    this.snap = held && vertexOf(grip.id) ? snapAt(this.host, pulled, held, annotation.id) : undefined;
    const point = this.snap?.at ?? pulled;
    return [{ ...annotation, geometry: shapeOf(annotation)!.dragGrip!(annotation.geometry, grip.id, point, this.host.image) }];
  }
}
