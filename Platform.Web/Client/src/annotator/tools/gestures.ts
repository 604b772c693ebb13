import { limitMove, type Handle } from '../geometry/box.js';
import type { ImagePoint } from '../geometry/math.js';
import { isBox, vouched, type Annotation, type BoxAnnotation } from '../model.js';
import { shapeOf } from '../shapes/registry.js';
import type { ToolHost } from './tool.js';

/** One drag that changes shapes: snapshot at the start, recomputed from it at every move, so nothing drifts and cancelling is free. */
export interface Gesture {
  move(to: ImagePoint): void;
  complete(): void;
  cancel(): void;
}

abstract class DraftGesture implements Gesture {
  private latest: readonly Annotation[] = [];

  constructor(protected readonly host: ToolHost) {}

  protected abstract at(to: ImagePoint): readonly Annotation[];

  move(to: ImagePoint): void {
    this.latest = this.at(to);
    this.host.setDraft({ shapes: this.latest });
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
  private readonly originals: readonly BoxAnnotation[];

  constructor(host: ToolHost, private readonly from: ImagePoint) {
    super(host);
    this.originals = host.selection.ids().map(id => host.get(id)).filter(annotation => annotation !== undefined).filter(isBox);
  }

  protected at(to: ImagePoint): readonly Annotation[] {
    const boxes = this.originals.map(annotation => annotation.geometry);
    const { dx, dy } = limitMove(boxes, to.x - this.from.x, to.y - this.from.y, this.host.image);
    return this.originals.map(annotation => ({ ...annotation, geometry: shapeOf(annotation)!.move!(annotation.geometry, dx, dy, this.host.image) }));
  }
}

export class ResizeGesture extends DraftGesture {
  private readonly offset: { readonly dx: number; readonly dy: number };

  /** The distance between pointer and edge at the start is kept: grabbing a handle beside its centre moves nothing. */
  constructor(host: ToolHost, private readonly box: BoxAnnotation, private readonly handle: Handle, from: ImagePoint, handleAt: ImagePoint) {
    super(host);
    this.offset = { dx: handleAt.x - from.x, dy: handleAt.y - from.y };
  }

  protected at(to: ImagePoint): readonly Annotation[] {
    const point = { x: to.x + this.offset.dx, y: to.y + this.offset.dy };
    return [{ ...this.box, geometry: shapeOf(this.box)!.resize!(this.box.geometry, this.handle, point, this.host.image) }];
  }
}
