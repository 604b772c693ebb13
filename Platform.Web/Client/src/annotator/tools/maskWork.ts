import { isEmptyMask } from '../geometry/mask.js';
import { workKey } from '../history.js';
import { vouched, type AnnotatorClass, type MaskGeometry } from '../model.js';
import { isMask, underlyingEdits, type MaskAnnotation } from './maskEdits.js';
import type { ToolHost } from './tool.js';

/**
 * The mask being painted. Every stroke goes to the store, and so to the journal and the server, at once: a crash costs at most the one under
 * the hand. The strokes are steps of one piece of work, which closing makes a single step of history.
 */
export class MaskWork {
  private id: string | null = null;

  constructor(private readonly host: ToolHost) {}

  /** Whether strokes were made on the mask that is selected. */
  get isOpen(): boolean {
    return this.id !== null && this.host.selection.single() === this.id;
  }

  /** The selected mask: painting goes on in it. */
  get target(): MaskAnnotation | undefined {
    return this.current(this.host.selection.single());
  }

  current(id: string | undefined): MaskAnnotation | undefined {
    const annotation = id === undefined ? undefined : this.host.get(id);
    return annotation && isMask(annotation) ? annotation : undefined;
  }

  /** One more stroke of this mask, or the first of a new one. What would leave an empty mask is refused. */
  put(target: MaskAnnotation | undefined, newClass: AnnotatorClass | undefined, mask: MaskGeometry, takesUnderlying: boolean): void {
    const { host } = this;
    if (isEmptyMask(mask)) {
      if (target) {
        host.notify('maskNeverEmpty');
      }
      return;
    }
    if (mask.counts === target?.geometry.counts || (!target && !newClass)) {
      return;
    }
    const painted = target ? vouched({ ...target, geometry: mask }) : host.newAnnotation('mask', mask, newClass!.id);
    const underlying = takesUnderlying ? underlyingEdits(host, painted, mask) : [];
    if (this.id !== painted.id) {
      this.close();
      this.id = painted.id;
    }
    host.edit([{ id: painted.id, after: painted }, ...underlying], workKey(painted.id));
    host.selection.replace([painted.id]);
    host.touch();
  }

  /** Drops all strokes since the work began; redo brings them back one by one. */
  takeBack(): boolean {
    const dropped = this.isOpen && this.host.work.takeBack(workKey(this.id!));
    if (dropped) {
      this.id = null;
      this.host.touch();
    }
    return dropped;
  }

  close(): void {
    if (this.id !== null) {
      this.host.work.join(workKey(this.id));
    }
    this.id = null;
  }
}
