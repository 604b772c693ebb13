import { boxFromCorners, handlePoint, isDrawable, type Handle } from '../geometry/box.js';
import type { ImagePoint } from '../geometry/math.js';
import { isBox, vouched, type BoxAnnotation } from '../model.js';
import type { Pointer, Tool, ToolHost } from './tool.js';

const opposite = { nw: 'se', se: 'nw' } as const satisfies Partial<Record<Handle, Handle>>;

/** While its key is held, a corner of the selected box follows the pointer without a press; letting go of the key is one edit. */
export class HoldCornerTool implements Tool {
  private box: BoxAnnotation | null = null;
  private resized: BoxAnnotation | null = null;

  constructor(readonly id: string, private readonly host: Pick<ToolHost, 'selection' | 'get' | 'image' | 'edit' | 'setDraft' | 'marks' | 'notify'>, private readonly corner: keyof typeof opposite) {}

  down(): void { /* The corner follows without a press. */ }

  move(pointer: Pointer): void {
    this.box ??= this.subject();
    if (this.box) {
      this.resized = this.withCornerAt(this.box, pointer.image);
      this.host.setDraft({ shapes: [this.resized], hidden: [this.box.id] });
    }
  }

  up(): void { /* As above. */ }

  cancel(): boolean {
    const held = this.box !== null;
    this.box = this.resized = null;
    this.host.setDraft(null);
    return held;
  }

  /** The key is let go. */
  leave(): void {
    const { box, resized } = this;
    this.cancel();
    if (box && resized && isDrawable(resized.geometry)) {
      this.host.edit([{ id: box.id, after: vouched(resized) }]);
    }
  }

  private subject(): BoxAnnotation | null {
    const { host } = this;
    const annotation = host.get(host.selection.single() ?? '');
    if (annotation && host.marks.has('locked', annotation)) {
      return null;
    }
    return annotation && isBox(annotation) ? annotation : null;
  }

  /** The corner keeps its name: it stops at the opposite one instead of turning the box inside out. */
  private withCornerAt(box: BoxAnnotation, at: ImagePoint): BoxAnnotation {
    const fixed = handlePoint(box.geometry, opposite[this.corner]);
    const [x, y] = this.corner === 'nw' ? [Math.min(at.x, fixed.x - 1), Math.min(at.y, fixed.y - 1)] : [Math.max(at.x, fixed.x + 1), Math.max(at.y, fixed.y + 1)];
    return { ...box, geometry: boxFromCorners({ x, y }, fixed, this.host.image) };
  }
}
