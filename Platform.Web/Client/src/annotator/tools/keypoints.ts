import { boxFromCorners } from '../geometry/box.js';
import { distance } from '../geometry/math.js';
import { SinglePoint, skeletonIn } from '../geometry/skeleton.js';
import type { Annotation, AnnotatorClass, KeypointsGeometry, KeypointTemplate } from '../model.js';
import { GripGesture, type Gesture } from './gestures.js';
import { keypointOptions } from './keypointOptions.js';
import { paintGhost } from './keypointPaint.js';
import type { ToolOption } from './options.js';
import { withoutPoint } from './pointEdits.js';
import { SkeletonWork } from './skeletonWork.js';
import { DragThresholdPx, type OverlayView, type Pointer, type Tool, type ToolHost } from './tool.js';

type State =
  | { readonly name: 'idle' }
  | { readonly name: 'pressed'; readonly start: Pointer }
  /** Dragging a frame for the whole template. */
  | { readonly name: 'framing'; readonly start: Pointer; readonly annotation: Annotation | null }
  | { readonly name: 'moving'; readonly gesture: Gesture };

/** Places skeletons: point after point by clicks, or the whole template in a dragged frame; points of the selected one can be moved at once. */
export class KeypointsTool implements Tool {
  readonly id = 'keypoints';
  readonly work: SkeletonWork;
  /** Whether the next point will be marked as occluded. */
  occludedNext = false;
  private state: State = { name: 'idle' };
  private pointer: Pointer | null = null;

  constructor(private readonly host: ToolHost) {
    this.work = new SkeletonWork(host);
  }

  get drawing(): boolean {
    return this.work.next !== undefined;
  }

  /** Points may lie close together: while some are being placed, none is grabbed by mistake. */
  get withoutGrips(): boolean {
    return this.drawing;
  }

  down(pointer: Pointer): void {
    const { host } = this;
    const grip = this.drawing || host.readOnly ? undefined : host.hitGrip(pointer.screen, pointer.type);
    if (grip && pointer.alt && grip.grip.kind === 'point') {
      withoutPoint(host, grip);
    } else if (grip) {
      this.state = { name: 'moving', gesture: new GripGesture(host, grip, pointer.image) };
    } else if (host.readOnly || (!this.drawing && !host.activeClass('keypoints'))) {
      host.notify(host.readOnly ? 'readOnly' : 'pickKeypointsClass');
    } else {
      this.state = { name: 'pressed', start: pointer };
    }
  }

  move(pointer: Pointer): void {
    const { host, state } = this;
    this.pointer = pointer;
    host.selection.hover(null);
    switch (state.name) {
      case 'idle':
        host.setCursor(this.drawing ? 'crosshair' : host.hitGrip(pointer.screen, pointer.type)?.grip.cursor ?? 'crosshair');
        break;
      case 'pressed':
        if (!this.drawing && distance(pointer.screen, state.start.screen) >= DragThresholdPx) {
          this.state = { name: 'framing', start: state.start, annotation: null };
          this.move(pointer);
        }
        break;
      case 'framing':
        this.frame(state.start, pointer);
        break;
      case 'moving':
        state.gesture.move(pointer.image, pointer);
        break;
    }
  }

  up(pointer: Pointer): void {
    const { host, state } = this;
    this.state = { name: 'idle' };
    if (state.name === 'pressed' && pointer.alt) {
      this.skip();
    } else if (state.name === 'pressed') {
      this.work.place(pointer.image, this.occludedNext, host.activeClass('keypoints'));
      this.occludedNext = false;
    } else if (state.name === 'framing' && state.annotation) {
      host.setDraft(null);
      this.work.close();
      host.edit([{ id: state.annotation.id, after: state.annotation }]);
      host.selection.replace([state.annotation.id]);
    } else if (state.name === 'moving') {
      state.gesture.complete();
    }
    this.pointer = pointer.type === 'touch' ? null : pointer;
    host.touch();
  }

  cancel(): boolean {
    const { state } = this;
    this.state = { name: 'idle' };
    if (state.name === 'moving') {
      state.gesture.cancel();
    } else if (state.name === 'framing') {
      this.host.setDraft(null);
    }
    return state.name !== 'idle';
  }

  /** What is not placed yet is not on the image. */
  finish(): boolean {
    const { drawing } = this;
    this.work.close();
    return drawing;
  }

  doubleClick(): boolean {
    return this.drawing;
  }

  secondary(): boolean {
    const { drawing } = this;
    if (drawing) {
      this.host.run('undo');
    }
    return drawing;
  }

  stepBack(): boolean {
    return this.work.unskip();
  }

  park(): void {
    this.cancel();
    this.work.close();
    this.pointer = null;
    this.occludedNext = false;
  }

  run(command: string): boolean {
    switch (command) {
      case 'cancel': return this.cancel() || this.work.takeBack();
      case 'pointOccluded':
        this.occludedNext = this.drawing && !this.occludedNext;
        this.host.touch();
        return this.drawing;
      case 'pointAbsent': return this.skip();
      case 'placeAbsent': return this.placeAbsent();
      default: return false;
    }
  }

  /** The selected skeleton, where points of it are absent that could be placed. */
  incomplete(): Annotation | undefined {
    const { host } = this;
    const selected = host.get(host.selection.single() ?? '');
    const { points } = (selected?.type === 'keypoints' ? selected.geometry : { points: [] }) as KeypointsGeometry;
    return selected && !host.readOnly && !host.marks.has('locked', selected) && points.some((value, i) => i % 3 === 2 && value === 0) ? selected : undefined;
  }

  options(): readonly ToolOption[] {
    return keypointOptions(this);
  }

  paint(context: CanvasRenderingContext2D, view: OverlayView): void {
    const { host, pointer, work } = this;
    const subject = work.annotation;
    const target = subject && this.drawing ? host.classSet.get(subject.classId) : host.activeClass('keypoints');
    const overGrip = !this.drawing && pointer !== null && host.hitGrip(pointer.screen, pointer.type) !== undefined;
    if (pointer && view.pointer && target && !overGrip && !host.readOnly && (this.state.name === 'idle' || this.state.name === 'pressed')) {
      const next = work.next ?? 0;
      const template = templateOf(target);
      const caption = template.names[next]
        ? host.text(this.occludedNext ? 'pointNextOccluded' : 'pointNext', template.names[next]!, next + 1, template.names.length) : '';
      paintGhost(context, view, { template, placed: this.drawing ? work.points : [], next, at: pointer.image, color: view.palette.look(target.id).color, caption });
    }
  }

  private skip(): boolean {
    this.occludedNext = false;
    return this.work.skip();
  }

  private placeAbsent(): boolean {
    const annotation = this.incomplete();
    const target = annotation && this.host.classSet.get(annotation.classId);
    if (annotation && target) {
      this.work.complete(annotation, templateOf(target));
      this.host.touch();
    }
    return true;
  }

  private frame(start: Pointer, pointer: Pointer): void {
    const { host } = this;
    const target: AnnotatorClass = host.activeClass('keypoints')!;
    const frame = boxFromCorners(start.image, pointer.image, host.image);
    const annotation = host.newAnnotation('keypoints', { points: skeletonIn(templateOf(target), frame) }, target.id);
    host.setDraft({ shapes: [annotation], marquee: frame });
    this.state = { name: 'framing', start, annotation };
  }
}

function templateOf(target: AnnotatorClass): KeypointTemplate {
  return target.keypoints ?? SinglePoint;
}
