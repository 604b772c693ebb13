import { isEmptyMask } from '../geometry/mask.js';
import type { ImagePoint } from '../geometry/math.js';
import { workKey } from '../history.js';
import { vouched, type AnnotatorClass, type MaskGeometry } from '../model.js';
import { MaskPreview } from '../render/maskPreview.js';
import { maskOpacity } from '../shapes/mask.js';
import { isMask, underlyingEdits, type MaskAnnotation } from './maskEdits.js';
import { maskOptions } from './maskOptions.js';
import { paintBrushTip, SmallestRingPx } from './maskPaint.js';
import { maskModes, MaskSettings, type MaskMode } from './maskSettings.js';
import { MaskStroke } from './maskStroke.js';
import type { ToolOption } from './options.js';
import type { OverlayView, Pointer, Tool, ToolHost } from './tool.js';

const SelectedOpacity = 0.2;

/**
 * Paints masks. Every stroke goes to the store at once, so that a crash costs at most the one under the hand; the strokes of one mask are
 * steps of one piece of work, which Enter closes into a single step and Escape takes back. The selected mask is the one painted on.
 */
export class MaskTool implements Tool {
  readonly id = 'mask';
  readonly withoutGrips = true;
  readonly settings = new MaskSettings();
  private readonly preview = new MaskPreview();
  private stroke: MaskStroke | null = null;
  private strokeClass: AnnotatorClass | undefined;
  private pointer: Pointer | null = null;
  /** The mask under work, and where its last stroke ended. */
  private workId: string | null = null;
  private lastEnd: ImagePoint | null = null;

  constructor(private readonly host: ToolHost) {}

  get drawing(): boolean {
    return this.stroke !== null || this.hasWork;
  }

  private get hasWork(): boolean {
    return this.workId !== null && this.host.selection.single() === this.workId;
  }

  down(pointer: Pointer): void {
    const { host, settings } = this;
    // Alt turns the brush into the eraser and back, for one stroke.
    const erases = settings.erases !== pointer.alt;
    const target = this.target();
    this.strokeClass = host.activeClass('mask');
    if (host.readOnly || (!target && !this.strokeClass)) {
      host.notify(host.readOnly ? 'readOnly' : 'pickMaskClass');
    } else if (!target && erases) {
      host.notify('selectMaskToErase');
    } else if (target && host.marks.has('locked', target)) {
      host.notify('lockedRefused');
    } else {
      this.stroke = new MaskStroke(target, host.image, settings.brush(erases));
      // With Shift a straight line from where the last stroke ended.
      const from = pointer.shift && this.hasWork && this.lastEnd ? [this.lastEnd] : [];
      this.stroke.extend([...from, pointer.image]);
      host.setDraft({ shapes: [], hidden: target ? [target.id] : [] });
    }
  }

  move(pointer: Pointer): void {
    this.pointer = pointer;
    this.host.selection.hover(null);
    this.host.setCursor(!this.settings.isArea && this.settings.sizePx * this.host.scale >= SmallestRingPx ? 'none' : 'crosshair');
    this.stroke?.extend(pointer.trail);
  }

  up(pointer: Pointer): void {
    this.stroke?.extend([pointer.image]);
    this.commitStroke();
    this.pointer = pointer.type === 'touch' ? null : pointer;
  }

  cancel(): boolean {
    const { stroke } = this;
    this.stroke = null;
    if (stroke) {
      this.host.setDraft(null);
    }
    return stroke !== null;
  }

  finish(): boolean {
    const { host, hasWork } = this;
    this.commitStroke();
    this.closeWork();
    if (hasWork) {
      host.selection.clear();
    }
    host.touch();
    return hasWork;
  }

  /** A stroke under way counts as painted: the page was turned under the hand. */
  park(): void {
    this.commitStroke();
    this.closeWork();
    this.pointer = null;
  }

  run(command: string): boolean {
    const [name, argument] = command.split(':');
    const { settings } = this;
    switch (name) {
      case 'cancel': return this.drop();
      case 'brushSmaller': settings.step(-1); break;
      case 'brushLarger': settings.step(1); break;
      case 'brushTip': settings.tip = settings.tip === 'round' ? 'square' : 'round'; break;
      case 'removeUnderlying': settings.removesUnderlying = !settings.removesUnderlying; break;
      case 'maskMode': this.setMode(maskModes.find(mode => mode === argument) ?? settings.mode); break;
      default: return false;
    }
    this.host.touch();
    return true;
  }

  setMode(mode: MaskMode): void {
    this.cancel();
    this.settings.mode = mode;
  }

  options(): readonly ToolOption[] {
    return maskOptions(this, this.host);
  }

  paint(context: CanvasRenderingContext2D, view: OverlayView): void {
    const { stroke, settings, pointer } = this;
    const classId = stroke?.target?.classId ?? this.target()?.classId ?? this.host.activeClass('mask')?.id;
    const color = classId === undefined ? view.accent : view.palette.look(classId).color;
    if (stroke) {
      this.preview.paint(context, view, stroke.sheet, color, maskOpacity(SelectedOpacity));
    }
    if (pointer && view.pointer && pointer.type !== 'touch' && !settings.isArea) {
      paintBrushTip(context, view, stroke?.brush ?? settings.brush(settings.erases !== pointer.alt), pointer.image, color);
    }
  }

  /** The selected mask: painting goes on in it. */
  private target(): MaskAnnotation | undefined {
    const selected = this.host.get(this.host.selection.single() ?? '');
    return selected && isMask(selected) ? selected : undefined;
  }

  private commitStroke(): void {
    const { stroke, host } = this;
    this.stroke = null;
    if (stroke) {
      host.setDraft(null);
      const current = stroke.target && host.get(stroke.target.id);
      const target = current && isMask(current) ? current : undefined;
      this.commit(target, stroke.over(target), stroke.brush.erases);
      this.lastEnd = stroke.last ?? null;
    }
  }

  private commit(target: MaskAnnotation | undefined, mask: MaskGeometry, erases: boolean): void {
    const { host } = this;
    if (isEmptyMask(mask)) {
      if (target) {
        host.notify('maskNeverEmpty');
      }
      return;
    }
    if (mask.counts === target?.geometry.counts || (!target && !this.strokeClass)) {
      return;
    }
    const painted = target ? vouched({ ...target, geometry: mask }) : host.newAnnotation('mask', mask, this.strokeClass!.id);
    const underlying = this.settings.removesUnderlying && !erases ? underlyingEdits(host, painted, mask) : [];
    if (this.workId !== painted.id) {
      this.closeWork();
      this.workId = painted.id;
    }
    host.edit([{ id: painted.id, after: painted }, ...underlying], workKey(painted.id));
    host.selection.replace([painted.id]);
    host.touch();
  }

  /** Escape: first the stroke under the hand, then all strokes of this mask; redo brings them back one by one. */
  private drop(): boolean {
    const { host, workId } = this;
    if (this.cancel()) {
      return true;
    }
    const dropped = this.hasWork && host.work.takeBack(workKey(workId!));
    this.workId = dropped ? null : workId;
    if (dropped) {
      host.touch();
    }
    return dropped;
  }

  private closeWork(): void {
    if (this.workId !== null) {
      this.host.work.join(workKey(this.workId));
    }
    this.workId = null;
    this.lastEnd = null;
  }
}
