import { toImage, toScreen, type Camera } from '../camera.js';
import { clamp, type ImagePoint, type ScreenPoint } from '../geometry/math.js';
import type { Size } from '../model.js';
import type { Pointer, Tool } from '../tools/tool.js';

/** What the pointer that the keyboard leads needs of the canvas. */
export interface PointerGround {
  readonly tool: Tool;
  readonly camera: Camera;
  readonly image: Size;
  readonly stage: { readonly size: Size };
  panBy(dx: number, dy: number): void;
  pointerAt(screen: ScreenPoint, event: typeof NoModifiers): Pointer;
  touch(): void;
}

const NoModifiers = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
/** The pointer stays so far from the stage's edge; the view moves along instead. */
const EdgePx = 40;

/** A pointer that the arrow keys lead and the space bar presses: it works with every tool, because tools see no difference. */
export class KeyboardPointer {
  private at: ImagePoint | null = null;
  /** The tool that is held down, until the next press lets it go. */
  private held: Tool | null = null;

  constructor(private readonly ground: PointerGround) {}

  get active(): boolean {
    return this.at !== null;
  }

  /** On the stage, or null while the mouse leads. */
  get screen(): ScreenPoint | null {
    return this.at && toScreen(this.ground.camera, this.at);
  }

  /** From where the mouse is, or from the middle of what is in view. */
  start(from: ScreenPoint | null): void {
    const { width, height } = this.ground.stage.size;
    const point = toImage(this.ground.camera, from ?? { x: width / 2, y: height / 2 });
    this.place({ x: Math.round(point.x), y: Math.round(point.y) });
  }

  stop(): void {
    if (this.at) {
      this.letGo();
      this.at = null;
      this.ground.touch();
    }
  }

  /** The image or the view is another one: the pointer stays on its point, inside the image. */
  follow(): void {
    if (this.at) {
      this.place(this.at);
    }
  }

  /** Image pixels; where these are smaller than pixels of the screen, a step is one of the screen. */
  step(dx: number, dy: number): void {
    if (this.at) {
      const size = Math.max(1, Math.round(1 / this.ground.camera.scale));
      this.place({ x: this.at.x + dx * size, y: this.at.y + dy * size });
    }
  }

  /** A click; while something is held, its release. */
  press(): void {
    if (this.at && !this.letGo()) {
      const { tool } = this.ground;
      tool.down(this.pointer(this.at));
      tool.up(this.pointer(this.at));
      this.ground.touch();
    }
  }

  /** Holds down, so that the steps that follow drag, or lets go. */
  drag(): void {
    if (this.at && !this.letGo()) {
      this.held = this.ground.tool;
      this.held.down(this.pointer(this.at));
      this.ground.touch();
    }
  }

  private letGo(): boolean {
    const { held, at } = this;
    this.held = null;
    if (held && at) {
      held.up(this.pointer(at));
      this.ground.touch();
    }
    return held !== null;
  }

  private place(point: ImagePoint): void {
    const { ground } = this;
    this.at = { x: clamp(point.x, 0, ground.image.width), y: clamp(point.y, 0, ground.image.height) };
    const { width, height } = ground.stage.size;
    const screen = toScreen(ground.camera, this.at);
    ground.panBy(clamp(screen.x, EdgePx, width - EdgePx) - screen.x, clamp(screen.y, EdgePx, height - EdgePx) - screen.y);
    (this.held ?? ground.tool).move(this.pointer(this.at));
    ground.touch();
  }

  private pointer(point: ImagePoint): Pointer {
    const pointer = this.ground.pointerAt(toScreen(this.ground.camera, point), NoModifiers);
    // Exactly there, whatever the way over the screen did to the last digit.
    return { ...pointer, image: point, trail: [point] };
  }
}
