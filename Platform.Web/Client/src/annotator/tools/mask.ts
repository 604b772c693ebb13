import { fillRings } from '../geometry/fillRings.js';
import type { ImagePoint } from '../geometry/math.js';
import type { AnnotatorClass } from '../model.js';
import { MaskPreview } from '../render/maskPreview.js';
import { maskOpacity } from '../shapes/mask.js';
import { MaskArea } from './maskArea.js';
import type { MaskAnnotation } from './maskEdits.js';
import { maskOptions } from './maskOptions.js';
import { paintBrushTip, SmallestRingPx } from './maskPaint.js';
import { maskModes, MaskSettings, type MaskMode } from './maskSettings.js';
import { MaskStroke, sheetOf } from './maskStroke.js';
import { MaskWork } from './maskWork.js';
import type { ToolOption } from './options.js';
import type { OverlayView, Pointer, Tool, ToolHost } from './tool.js';

const StrokeFillOpacity = 0.2;

/** Paints masks, with a brush and an eraser or by drawing around areas. The selected mask is the one painted on; without one a new mask begins. */
export class MaskTool implements Tool {
  readonly id = 'mask';
  readonly withoutGrips = true;
  readonly settings = new MaskSettings();
  readonly area: MaskArea;
  private readonly work: MaskWork;
  private readonly preview = new MaskPreview();
  private stroke: MaskStroke | null = null;
  private newClass: AnnotatorClass | undefined;
  private pointer: Pointer | null = null;
  /** Where the last stroke of this work ended. */
  private lastEnd: ImagePoint | null = null;

  constructor(private readonly host: ToolHost) {
    this.area = new MaskArea(host);
    this.work = new MaskWork(host);
  }

  get drawing(): boolean {
    return this.stroke !== null || this.area.drawing || this.work.isOpen;
  }

  down(pointer: Pointer): void {
    const { host, settings, work: { target } } = this;
    // Alt turns the brush into the eraser and back, for one stroke.
    const erases = settings.erases !== (pointer.alt && !settings.isArea);
    if (!this.mayPaint(target, erases)) {
      return;
    }
    if (settings.isArea) {
      this.area.press(pointer, settings.mode === 'subtract' ? 'subtract' : 'add');
      return;
    }
    this.stroke = new MaskStroke(target, host.image, settings.brush(erases));
    // With Shift a straight line from where the last stroke ended.
    const from = pointer.shift && this.work.isOpen && this.lastEnd ? [this.lastEnd] : [];
    this.stroke.extend([...from, pointer.image]);
    host.setDraft({ shapes: [], hidden: target ? [target.id] : [] });
  }

  move(pointer: Pointer): void {
    const { host, settings } = this;
    this.pointer = pointer;
    host.selection.hover(null);
    host.setCursor(!settings.isArea && settings.sizePx * host.scale >= SmallestRingPx ? 'none' : 'crosshair');
    if (settings.isArea) {
      this.area.move(pointer);
    } else {
      this.stroke?.extend(pointer.trail);
    }
  }

  up(pointer: Pointer): void {
    this.stroke?.extend([pointer.image]);
    this.endStroke();
    if (this.settings.isArea && this.area.release(pointer)) {
      this.closeArea();
    }
    this.pointer = pointer.type === 'touch' ? null : pointer;
  }

  cancel(): boolean {
    const wasDrawing = this.stroke !== null || this.area.drawing;
    this.dropStroke();
    if (this.area.drawing) {
      this.area.clear();
    }
    return wasDrawing;
  }

  /** A second finger came down: only the press never happened. */
  release(): void {
    this.dropStroke();
    this.area.forgetPress();
  }

  finish(): boolean {
    if (this.area.drawing) {
      this.closeArea();
      return true;
    }
    const wasOpen = this.work.isOpen;
    this.endStroke();
    this.work.close();
    if (wasOpen) {
      this.host.selection.clear();
    }
    this.host.touch();
    return wasOpen;
  }

  doubleClick(): boolean {
    return this.settings.isArea && this.area.drawing && this.finish();
  }

  secondary(): boolean {
    return this.stepBack();
  }

  stepBack(): boolean {
    return this.area.back();
  }

  stepForward(): boolean {
    return this.area.forward();
  }

  /** A stroke under way counts as painted: the page was turned under the hand. */
  park(): void {
    this.endStroke();
    this.work.close();
    this.area.park();
    this.pointer = null;
    this.lastEnd = null;
  }

  resume(): void {
    const mode = this.host.readOnly ? undefined : this.area.resume();
    this.settings.mode = mode ?? this.settings.mode;
  }

  run(command: string): boolean {
    const [name, argument] = command.split(':');
    const { settings } = this;
    switch (name) {
      case 'cancel': return this.cancel() || this.work.takeBack();
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

  options(): readonly ToolOption[] {
    return maskOptions(this, this.host);
  }

  paint(context: CanvasRenderingContext2D, view: OverlayView): void {
    const { stroke, settings, pointer } = this;
    const subject = stroke?.target ?? this.work.target;
    const classId = subject?.classId ?? this.host.activeClass('mask')?.id;
    const color = subject ? view.palette.of(subject).color : classId === undefined ? view.accent : view.palette.look(classId).color;
    if (stroke) {
      this.preview.paint(context, view, stroke.sheet, color, maskOpacity(StrokeFillOpacity));
    }
    if (settings.isArea) {
      this.area.paint(context, view, settings.erases ? '#ffffff' : color);
    } else if (pointer && view.pointer && pointer.type !== 'touch') {
      paintBrushTip(context, view, stroke?.brush ?? settings.brush(settings.erases !== pointer.alt), pointer.image, color);
    }
  }

  /** An area under way goes on in the other way of the two: only what it will mean changes. */
  private setMode(mode: MaskMode): void {
    const wasArea = this.settings.isArea;
    this.settings.mode = mode;
    this.dropStroke();
    if (wasArea && !this.settings.isArea && this.area.drawing) {
      this.area.clear();
    }
  }

  private mayPaint(target: MaskAnnotation | undefined, erases: boolean): boolean {
    const { host } = this;
    this.newClass = host.activeClass('mask');
    if (host.readOnly || (!target && !this.newClass)) {
      host.notify(host.readOnly ? 'readOnly' : 'pickMaskClass');
    } else if (!target && erases) {
      host.notify('selectMaskToErase');
    } else if (target && host.marks.has('locked', target)) {
      host.notify('lockedRefused');
    } else {
      return true;
    }
    return false;
  }

  private endStroke(): void {
    const { stroke, settings } = this;
    this.dropStroke();
    if (stroke) {
      const target = this.work.current(stroke.target?.id);
      this.work.put(target, this.newClass, stroke.over(target), settings.removesUnderlying && !stroke.brush.erases);
      this.lastEnd = stroke.last ?? null;
    }
  }

  private dropStroke(): void {
    if (this.stroke) {
      this.stroke = null;
      this.host.setDraft(null);
    }
  }

  private closeArea(): void {
    const { host, settings, area, work: { target } } = this;
    if (!area.canClose) {
      host.notify('tooFewPoints', 3);
      return;
    }
    if (this.mayPaint(target, settings.erases)) {
      const sheet = sheetOf(target, host.image);
      fillRings(sheet, [area.take()], settings.erases);
      this.work.put(target, this.newClass, sheet.toMask(), settings.removesUnderlying && !settings.erases);
    }
  }
}
