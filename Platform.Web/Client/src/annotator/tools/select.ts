import { covers, distance, spanOf, type Rect } from '../geometry/math.js';
import type { Annotation } from '../model.js';
import { boundsOfAnnotation, shapeOf } from '../shapes/registry.js';
import { GripGesture, TranslateGesture, type Gesture } from './gestures.js';
import { DragThresholdPx, type Pointer, type Tool, type ToolHost } from './tool.js';

type State =
  | { readonly name: 'idle' }
  /** Pressed on a shape; a drag moves it, a click selects it, with Shift or Ctrl it only changes sides at the release. */
  | { readonly name: 'pointing'; readonly start: Pointer; readonly hit: Annotation; readonly wasSelected: boolean }
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
    const hit = this.shapeUnder(pointer);
    if (!hit) {
      this.state = { name: 'pointingEmpty', start: pointer };
      return;
    }
    const wasSelected = host.selection.has(hit.id);
    if (!pointer.shift && !pointer.ctrl && !wasSelected && pointer.type !== 'touch') {
      host.selection.replace([hit.id]);
    }
    this.state = { name: 'pointing', start: pointer, hit, wasSelected };
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
          this.beginFrame(state.start, pointer);
        }
        break;
      case 'dragging':
        state.gesture.move(pointer.image, pointer);
        break;
      case 'marquee': {
        const frame = spanOf(state.start.image, pointer.image);
        const taken = host.shapesIn(frame).filter(annotation => pointer.alt || isInside(annotation, frame));
        host.setDraft({ shapes: [], marquee: frame });
        host.selection.replace([...state.kept, ...taken.map(annotation => annotation.id)]);
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
        if (state.start.shift || state.start.ctrl) {
          host.selection.toggle(state.hit.id);
        } else if (host.selection.size > 1 || !host.selection.has(state.hit.id)) {
          // On a group, a plain click that did not become a drag picks the one under the pointer.
          host.selection.replace([state.hit.id]);
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
    // A locked shape is ground to stand on: a frame can be drawn over it.
    if (pointer.type !== 'touch' && (state.start.shift || host.marks.has('locked', state.hit))) {
      this.beginFrame(state.start, pointer);
      return;
    }
    if (state.start.ctrl) {
      host.selection.add([state.hit.id]);
    }
    // A finger must select before it moves, or looking around would displace what it lands on.
    const movable = !host.readOnly && host.selection.has(state.hit.id) && (pointer.type !== 'touch' || state.wasSelected);
    if (!movable) {
      this.state = { name: 'panning', last: state.start };
      this.move(pointer);
      return;
    }
    const gesture = new TranslateGesture(host, state.start.image);
    gesture.move(pointer.image);
    this.state = { name: 'dragging', gesture };
  }

  /** A finger on empty ground means to look around; a mouse has the middle button for that. */
  private beginFrame(start: Pointer, pointer: Pointer): void {
    this.state = pointer.type === 'touch'
      ? { name: 'panning', last: start }
      : { name: 'marquee', start, kept: start.shift || start.ctrl ? this.host.selection.ids() : [] };
    this.move(pointer);
  }

  /** Ctrl keeps hold of the hovered shape as long as the pointer is on it, so that one among others can be reached. */
  private shapeUnder(pointer: Pointer): Annotation | undefined {
    const { host } = this;
    const held = pointer.ctrl && host.selection.hovered !== null ? host.get(host.selection.hovered) : undefined;
    const isOver = held && shapeOf(held)?.hit(held.geometry, pointer.image, DragThresholdPx / host.scale, host.classSet.get(held.classId)?.keypoints);
    return isOver ? held : host.hitShape(pointer.image, pointer.type);
  }

  private hover(pointer: Pointer): void {
    const { host } = this;
    if (pointer.type === 'touch') {
      host.selection.hover(null);
      return;
    }
    const grip = host.readOnly ? undefined : host.hitGrip(pointer.screen, pointer.type);
    const hit = grip ? grip.annotation : this.shapeUnder(pointer);
    host.selection.hover(hit?.id ?? null);
    host.setCursor(grip ? grip.grip.cursor : hit ? (host.selection.has(hit.id) && !host.readOnly ? 'move' : 'pointer') : 'default');
  }
}

function isInside(annotation: Annotation, frame: Rect): boolean {
  const bounds = boundsOfAnnotation(annotation);
  return bounds !== undefined && covers(frame, bounds);
}
