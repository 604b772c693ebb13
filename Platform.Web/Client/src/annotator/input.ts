import { distance, type ScreenPoint } from './geometry/math.js';
import type { Command, When } from './keys/chords.js';
import type { Keymap } from './keys/keymap.js';
import type { Pointer, Tool } from './tools/tool.js';

/** What of a browser's event a tool is told. */
export interface PointerInput {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly pointerType?: string;
}

/** What the input layer drives. */
export interface InputTarget {
  readonly tool: Tool;
  /** A tool lent to the pointer while its key is held. */
  held(id: string): Tool;
  /** A double click that no tool has a use for. */
  doubleClicked(pointer: Pointer): void;
  /** A secondary click that no tool has a use for; null from the keyboard. */
  menuAsked(pointer: Pointer | null): void;
  readonly keymap: Keymap;
  holds(when: When): boolean;
  pointerAt(screen: ScreenPoint, event: PointerInput, trail?: readonly ScreenPoint[]): Pointer;
  zoomAt(at: ScreenPoint, factor: number): void;
  panBy(dx: number, dy: number): void;
  pointerMoved(at: ScreenPoint | null): void;
  run(command: Command): void;
  requestFrame(): void;
}

const MiddleButton = 1;
const PrimaryButton = 0;
const ZoomPerPixel = 0.0016;
const TextFields = 'input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable=""], [contenteditable=true]';
const Controls = 'a[href], button, input, select, textarea, summary, [role=button], [role=menuitem], [role=option], [tabindex]:not([tabindex="-1"])';
/** Lines and pages of wheels that do not report pixels. */
const WheelUnitPx = [1, 18, 400];

/** A held key and the tool that it lends; let go without a move, it means `tap`: what the key means otherwise. */
interface Holding {
  readonly code: string;
  readonly tool: Tool;
  readonly tap: Command | undefined;
  moved: boolean;
}

/** Browser events in, tool calls out. Moves are merged to one a frame; every press is answered by a release or a cancel. */
export class Input {
  private readonly abort = new AbortController();
  private readonly touches = new Map<number, ScreenPoint>();
  private pendingMove: PointerEvent | null = null;
  /** Positions since the last flush. */
  private trail: ScreenPoint[] = [];
  /** The pointer that a tool is following, with the tool that it began with. */
  private active: { readonly id: number; readonly tool: Tool } | null = null;
  private lastAt: ScreenPoint | null = null;
  private pinching = false;
  /** The key that is held, and the tool that it lends. */
  private holding: Holding | null = null;

  constructor(private readonly stage: HTMLElement, private readonly host: HTMLElement, private readonly target: InputTarget) {
    const { signal } = this.abort;
    stage.addEventListener('pointerdown', event => this.down(event), { signal });
    stage.addEventListener('pointermove', event => this.moved(event), { signal });
    stage.addEventListener('pointerup', event => this.up(event), { signal });
    stage.addEventListener('pointercancel', event => this.lost(event), { signal });
    stage.addEventListener('pointerleave', () => this.left(), { signal });
    stage.addEventListener('wheel', event => this.wheel(event), { signal, passive: false });
    stage.addEventListener('contextmenu', event => this.secondary(event), { signal });
    stage.addEventListener('dblclick', event => this.doubleClick(event), { signal });
    // The middle button would start the browser's own scrolling.
    stage.addEventListener('mousedown', event => event.button === MiddleButton && event.preventDefault(), { signal });
    document.addEventListener('keydown', event => this.keyDown(event), { signal });
    document.addEventListener('keyup', event => this.keyUp(event), { signal });
    window.addEventListener('blur', () => this.letGo(), { signal });
  }

  /** Whether a button or finger is down and a tool follows it. */
  get dragging(): boolean {
    return this.active !== null;
  }

  /** Called at the start of each frame: the last position of the frame stands for all before it. */
  flush(): void {
    const event = this.pendingMove;
    const trail = this.trail;
    this.pendingMove = null;
    this.trail = [];
    if (!event) {
      return;
    }
    const at = this.screen(event);
    const last = this.lastAt ?? at;
    this.lastAt = at;
    const pan = this.target.held('pan');
    if (this.holding?.tool === pan && this.active && this.active.tool !== pan) {
      // The key that lends the hand moves the view in the middle of a drag; the drag goes on where the pointer then is.
      this.target.panBy(at.x - last.x, at.y - last.y);
      return;
    }
    if (this.holding) {
      this.holding.moved = true;
    }
    (this.active?.tool ?? this.idleTool).move(this.target.pointerAt(at, event, trail));
  }

  dispose(): void {
    this.abort.abort();
  }

  private get idleTool(): Tool {
    return this.holding?.tool ?? this.target.tool;
  }

  private down(event: PointerEvent): void {
    this.flush();
    this.stage.focus({ preventScroll: true });
    if (event.pointerType === 'touch') {
      this.touches.set(event.pointerId, this.screen(event));
      if (this.touches.size === 2) {
        this.takeAway();
        this.pinching = true;
      }
    }
    const buttonFits = event.button === PrimaryButton || event.button === MiddleButton;
    if (this.active || this.pinching || !buttonFits) {
      return;
    }
    this.stage.setPointerCapture(event.pointerId);
    const tool = event.button === MiddleButton ? this.target.held('pan') : this.idleTool;
    this.active = { id: event.pointerId, tool };
    tool.down(this.target.pointerAt(this.screen(event), event));
    this.target.requestFrame();
  }

  private moved(event: PointerEvent): void {
    const at = this.screen(event);
    if (this.pinching) {
      this.pinch(event.pointerId, at);
      return;
    }
    if (this.touches.has(event.pointerId)) {
      this.touches.set(event.pointerId, at);
    }
    if (this.active && this.active.id !== event.pointerId) {
      return;
    }
    this.pendingMove = event;
    const merged = event.getCoalescedEvents?.() ?? [];
    this.trail.push(...(merged.length > 0 ? merged : [event]).map(each => this.screen(each)));
    this.target.pointerMoved(event.pointerType === 'touch' && !this.active ? null : at);
    this.target.requestFrame();
  }

  private up(event: PointerEvent): void {
    this.flush();
    this.touches.delete(event.pointerId);
    if (this.pinching) {
      this.pinching = this.touches.size > 0;
    } else if (this.active?.id === event.pointerId) {
      const { tool } = this.active;
      this.active = null;
      tool.up(this.target.pointerAt(this.screen(event), event));
    }
    if (event.pointerType === 'touch') {
      this.target.pointerMoved(null);
    }
    this.target.requestFrame();
  }

  private lost(event: PointerEvent): void {
    this.pendingMove = null;
    this.touches.delete(event.pointerId);
    this.pinching &&= this.touches.size > 0;
    if (this.active?.id === event.pointerId) {
      this.takeAway();
    }
    this.target.requestFrame();
  }

  private takeAway(): void {
    const tool = this.active?.tool;
    this.active = null;
    if (tool?.release) {
      tool.release();
    } else {
      tool?.cancel();
    }
  }

  private secondary(event: MouseEvent): void {
    event.preventDefault();
    this.flush();
    if (this.active) {
      return;
    }
    // The menu key has no place; Chromium reports it with the primary button.
    const pointer = event.button === PrimaryButton && !this.touches.size ? null : this.target.pointerAt(this.screen(event), event);
    if (!pointer || !this.target.tool.secondary?.(pointer)) {
      this.target.menuAsked(pointer);
    }
    this.target.requestFrame();
  }

  private doubleClick(event: MouseEvent): void {
    this.flush();
    const pointer = this.target.pointerAt(this.screen(event), event);
    if (!this.target.tool.doubleClick?.(pointer)) {
      this.target.doubleClicked(pointer);
    }
    this.target.requestFrame();
  }

  private left(): void {
    if (!this.active) {
      this.pendingMove = null;
      this.target.pointerMoved(null);
      this.target.requestFrame();
    }
  }

  private pinch(id: number, at: ScreenPoint): void {
    const before = [...this.touches.values()];
    if (!this.touches.has(id)) {
      return;
    }
    this.touches.set(id, at);
    const after = [...this.touches.values()];
    const [a0, b0] = before;
    const [a1, b1] = after;
    if (a0 && b0 && a1 && b1) {
      const middle = { x: (a1.x + b1.x) / 2, y: (a1.y + b1.y) / 2 };
      this.target.panBy(middle.x - (a0.x + b0.x) / 2, middle.y - (a0.y + b0.y) / 2);
      this.target.zoomAt(middle, distance(a1, b1) / Math.max(1, distance(a0, b0)));
    }
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = WheelUnitPx[event.deltaMode] ?? 1;
    if (event.shiftKey) {
      this.target.panBy(-(event.deltaX || event.deltaY) * unit, 0);
      return;
    }
    // Trackpad pinches arrive as wheel events with Ctrl and small steps.
    const speed = event.ctrlKey ? ZoomPerPixel * 6 : ZoomPerPixel;
    const step = Math.max(-0.5, Math.min(0.5, -event.deltaY * unit * speed));
    this.target.zoomAt(this.screen(event), Math.exp(step));
  }

  private keyDown(event: KeyboardEvent): void {
    // What an input method is composing belongs to it, wherever the focus is.
    if (event.defaultPrevented || event.isComposing || this.belongsElsewhere(event.target) || isOwnKey(event)) {
      return;
    }
    if (event.repeat && event.code === this.holding?.code) {
      event.preventDefault();
      return;
    }
    const command = this.target.keymap.commandFor(event, when => this.target.holds(when));
    if (this.target.keymap.waiting) {
      event.preventDefault();
      return;
    }
    // Outside the picture, Tab stays what it is everywhere: the way out by keyboard.
    if (!command || (command.startsWith('cycle') && event.target !== this.stage)) {
      return;
    }
    event.preventDefault();
    if (command.startsWith('hold:')) {
      const tap = command.startsWith('hold:corner') ? this.target.keymap.commandFor(event, when => when !== 'box' && this.target.holds(when)) : undefined;
      this.hold({ code: event.code, tool: this.target.held(command.slice('hold:'.length)), tap, moved: false });
      return;
    }
    this.flush();
    this.target.run(command);
    this.target.requestFrame();
  }

  private keyUp(event: KeyboardEvent): void {
    const { holding } = this;
    if (event.code !== holding?.code) {
      return;
    }
    this.flush();
    this.letGo();
    if (holding.moved) {
      this.target.keymap.forget();
    } else if (holding.tap !== undefined) {
      this.target.run(holding.tap);
    }
    this.target.requestFrame();
  }

  private hold(holding: Holding): void {
    this.holding = holding;
    this.stage.dataset['held'] = holding.tool.id;
  }

  private letGo(): void {
    const tool = this.holding?.tool;
    this.holding = null;
    tool?.leave?.();
    delete this.stage.dataset['held'];
  }

  /** Text fields, open dialogs and controls outside the canvas keep their keys; a focused heading or the bare page does not need them. */
  private belongsElsewhere(target: EventTarget | null): boolean {
    if (!(target instanceof Element)) {
      return false;
    }
    const dialog = document.querySelector('[role=dialog]:not([hidden]), dialog[open], .rz-dialog');
    return target.closest(TextFields) !== null
      || (dialog !== null && !this.host.contains(dialog))
      || (!this.host.contains(target) && target.closest(Controls) !== null);
  }

  private screen(event: MouseEvent): ScreenPoint {
    const bounds = this.stage.getBoundingClientRect();
    return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
  }
}

/** A focused button is pressed, a slider moved and a box ticked by keys of their own. */
function isOwnKey({ target, code, key }: KeyboardEvent): boolean {
  const isInput = target instanceof HTMLInputElement;
  return (code === 'Space' && (isInput || target instanceof HTMLButtonElement))
    || (key === 'Enter' && target instanceof HTMLButtonElement)
    || (isInput && target.type === 'range' && /^(Arrow|Home|End|Page)/.test(key));
}
