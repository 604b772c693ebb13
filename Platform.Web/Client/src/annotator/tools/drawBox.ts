import { boxFromCorners, isDrawable } from '../geometry/box.js';
import { distance, type ImagePoint, type ScreenPoint } from '../geometry/math.js';
import type { AnnotatorClass } from '../model.js';
import { GripGesture, type Gesture } from './gestures.js';
import { DragThresholdPx, type Pointer, type Tool, type ToolHost } from './tool.js';

type State =
  | { readonly name: 'idle' }
  /** Button held since the first corner. */
  | { readonly name: 'pressed'; readonly corner: ImagePoint; readonly at: ScreenPoint; readonly boxClass: AnnotatorClass }
  /** First corner clicked, waiting for the click on the second. */
  | { readonly name: 'cornered'; readonly corner: ImagePoint; readonly at: ScreenPoint; readonly boxClass: AnnotatorClass }
  | { readonly name: 'resizing'; readonly gesture: Gesture };

const DraftId = 'draft';

/** Draws boxes, by one drag or by two clicks; the handles of the box just drawn work without leaving the tool. */
export class DrawBoxTool implements Tool {
  readonly id = 'bbox';
  private state: State = { name: 'idle' };

  constructor(private readonly host: ToolHost) {}

  down(pointer: Pointer): void {
    const { host, state } = this;
    if (state.name === 'cornered') {
      return;
    }
    const grip = host.hitGrip(pointer.screen, pointer.type);
    if (grip && !host.readOnly) {
      this.state = { name: 'resizing', gesture: new GripGesture(host, grip, pointer.image) };
      return;
    }
    const boxClass = host.activeClass('bbox');
    if (host.readOnly || !boxClass) {
      host.notify(host.readOnly ? 'readOnly' : 'pickClass');
      return;
    }
    this.state = { name: 'pressed', corner: pointer.image, at: pointer.screen, boxClass };
  }

  move(pointer: Pointer): void {
    const { host, state } = this;
    switch (state.name) {
      case 'idle': {
        host.selection.hover(null);
        const grip = host.readOnly ? undefined : host.hitGrip(pointer.screen, pointer.type);
        host.setCursor(grip ? grip.grip.cursor : 'crosshair');
        break;
      }
      case 'resizing':
        state.gesture.move(pointer.image, pointer);
        break;
      default:
        this.preview(state, pointer);
        break;
    }
  }

  up(pointer: Pointer): void {
    const { state } = this;
    switch (state.name) {
      case 'pressed':
        if (distance(pointer.screen, state.at) >= DragThresholdPx) {
          this.add(state, pointer);
        } else {
          this.state = { ...state, name: 'cornered' };
        }
        break;
      case 'cornered':
        // A second click on the same spot is a double click, not a box.
        if (distance(pointer.screen, state.at) >= DragThresholdPx) {
          this.add(state, pointer);
        } else {
          this.cancel();
        }
        break;
      case 'resizing':
        this.state = { name: 'idle' };
        state.gesture.complete();
        break;
    }
  }

  get drawing(): boolean {
    return this.state.name === 'pressed' || this.state.name === 'cornered';
  }

  cancel(): boolean {
    const { state } = this;
    this.state = { name: 'idle' };
    if (state.name === 'resizing') {
      state.gesture.cancel();
    } else {
      this.host.setDraft(null);
    }
    return state.name !== 'idle';
  }

  private preview(state: State & { name: 'pressed' | 'cornered' }, pointer: Pointer): void {
    const box = boxFromCorners(state.corner, pointer.image, this.host.image);
    this.host.setDraft({ shapes: [{ ...this.host.newAnnotation('bbox', box, state.boxClass.id), id: DraftId }] });
  }

  private add(state: State & { name: 'pressed' | 'cornered' }, pointer: Pointer): void {
    const { host } = this;
    this.state = { name: 'idle' };
    host.setDraft(null);
    const box = boxFromCorners(state.corner, pointer.image, host.image);
    if (!isDrawable(box)) {
      return;
    }
    const annotation = host.newAnnotation('bbox', box, state.boxClass.id);
    host.edit([{ id: annotation.id, after: annotation }]);
    host.selection.replace([annotation.id]);
  }
}
