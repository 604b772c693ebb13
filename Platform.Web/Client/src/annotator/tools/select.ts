import { distance, type Rect } from '../geometry/math.js';
import { GripGesture, TranslateGesture, type Gesture } from './gestures.js';
import { DragThresholdPx, type Pointer, type Tool, type ToolHost } from './tool.js';

type State =
  | { readonly name: 'idle' }
  /** Pressed on a shape; a drag moves it, a click selects it. */
  | { readonly name: 'pointing'; readonly start: Pointer; readonly hitId: string; readonly wasSelected: boolean }
  /** Pressed on nothing; a drag draws a selection frame, a click clears the selection. */
  | { readonly name: 'pointingEmpty'; readonly start: Pointer }
  | { readonly name: 'dragging'; readonly gesture: Gesture }
  | { readonly name: 'marquee'; readonly start: Pointer; readonly kept: readonly string[] }
  | { readonly name: 'panning'; readonly last: Pointer };

export class SelectTool implements Tool {
  readonly id = 'select';
  private state: State = { name: 'idle' };

  constructor(private readonly host: ToolHost) {}

  down(pointer: Pointer): void {
    const { host } = this;
    const grip = host.readOnly ? undefined : host.hitGrip(pointer.screen, pointer.type);
    if (grip) {
      this.state = { name: 'dragging', gesture: new GripGesture(host, grip, pointer.image) };
      return;
    }
    const hit = host.hitShape(pointer.image, pointer.type);
    if (!hit) {
      this.state = { name: 'pointingEmpty', start: pointer };
      return;
    }
    const wasSelected = host.selection.has(hit.id);
    if (pointer.shift || pointer.ctrl) {
      host.selection.toggle(hit.id);
    } else if (!wasSelected && pointer.type !== 'touch') {
      host.selection.replace([hit.id]);
    }
    this.state = { name: 'pointing', start: pointer, hitId: hit.id, wasSelected };
  }

  move(pointer: Pointer): void {
    const { host, state } = this;
    switch (state.name) {
      case 'idle':
        this.hover(pointer);
        break;
      case 'pointing':
        if (distance(pointer.screen, state.start.screen) >= DragThresholdPx) {
          this.beginDrag(state, pointer);
        }
        break;
      case 'pointingEmpty':
        if (distance(pointer.screen, state.start.screen) >= DragThresholdPx) {
          // A finger on empty ground means to look around; a mouse has the middle button for that.
          this.state = pointer.type === 'touch'
            ? { name: 'panning', last: state.start }
            : { name: 'marquee', start: state.start, kept: state.start.shift || state.start.ctrl ? host.selection.ids() : [] };
          this.move(pointer);
        }
        break;
      case 'dragging':
        state.gesture.move(pointer.image);
        break;
      case 'marquee': {
        const frame = spanned(state.start, pointer);
        host.setDraft({ shapes: [], marquee: frame });
        host.selection.replace([...state.kept, ...host.shapesIn(frame).map(annotation => annotation.id)]);
        break;
      }
      case 'panning':
        host.panBy(pointer.screen.x - state.last.screen.x, pointer.screen.y - state.last.screen.y);
        this.state = { name: 'panning', last: pointer };
        break;
    }
  }

  up(pointer: Pointer): void {
    const { host, state } = this;
    this.state = { name: 'idle' };
    switch (state.name) {
      case 'pointing':
        // On a group, a plain click that did not become a drag picks the one under the pointer.
        if (!state.start.shift && !state.start.ctrl && (host.selection.size > 1 || !host.selection.has(state.hitId))) {
          host.selection.replace([state.hitId]);
        }
        break;
      case 'pointingEmpty':
        if (!pointer.shift && !pointer.ctrl) {
          host.selection.clear();
        }
        break;
      case 'dragging':
        state.gesture.complete();
        break;
      case 'marquee':
        host.setDraft(null);
        break;
    }
    this.hover(pointer);
  }

  cancel(): boolean {
    const { state } = this;
    this.state = { name: 'idle' };
    if (state.name === 'dragging') {
      state.gesture.cancel();
    } else if (state.name === 'marquee') {
      this.host.setDraft(null);
      this.host.selection.replace(state.kept);
    }
    return state.name !== 'idle';
  }

  private beginDrag(state: State & { name: 'pointing' }, pointer: Pointer): void {
    const { host } = this;
    // A finger must select before it moves, or looking around would displace what it lands on.
    const movable = !host.readOnly && host.selection.has(state.hitId) && (pointer.type !== 'touch' || state.wasSelected);
    if (!movable) {
      this.state = { name: 'panning', last: state.start };
      this.move(pointer);
      return;
    }
    const gesture = new TranslateGesture(host, state.start.image);
    gesture.move(pointer.image);
    this.state = { name: 'dragging', gesture };
  }

  private hover(pointer: Pointer): void {
    const { host } = this;
    if (pointer.type === 'touch') {
      host.selection.hover(null);
      return;
    }
    const grip = host.readOnly ? undefined : host.hitGrip(pointer.screen, pointer.type);
    const hit = grip ? grip.annotation : host.hitShape(pointer.image, pointer.type);
    host.selection.hover(hit?.id ?? null);
    host.setCursor(grip ? grip.grip.cursor : hit ? (host.selection.has(hit.id) && !host.readOnly ? 'move' : 'pointer') : 'default');
  }
}

function spanned(start: Pointer, end: Pointer): Rect {
  return {
    x: Math.min(start.image.x, end.image.x),
    y: Math.min(start.image.y, end.image.y),
    width: Math.abs(end.image.x - start.image.x),
    height: Math.abs(end.image.y - start.image.y),
  };
}
