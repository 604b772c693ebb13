import { distance } from '../geometry/math.js';
import { DragThresholdPx, type Pointer, type Tool, type ToolHost } from './tool.js';

/** A click says where; what is said there is typed into the box that opens. Pins themselves are elements over the picture. */
export class CommentTool implements Tool {
  readonly id = 'comment';
  private start: Pointer | null = null;
  private dragged = false;

  constructor(private readonly host: ToolHost) {}

  down(pointer: Pointer): void {
    this.start = pointer;
  }

  move(pointer: Pointer): void {
    if (this.start && (this.dragged || distance(pointer.screen, this.start.screen) >= DragThresholdPx)) {
      this.host.panBy(pointer.screen.x - this.start.screen.x, pointer.screen.y - this.start.screen.y);
      this.start = pointer;
      this.dragged = true;
    }
  }

  up(pointer: Pointer): void {
    const { image } = this.host;
    const inside = pointer.image.x >= 0 && pointer.image.y >= 0 && pointer.image.x <= image.width && pointer.image.y <= image.height;
    if (this.start && !this.dragged && inside) {
      this.host.run(`commentAt:${round(pointer.image.x)},${round(pointer.image.y)}`);
    }
    this.cancel();
  }

  cancel(): boolean {
    const pressed = this.start !== null;
    this.start = null;
    this.dragged = false;
    return pressed;
  }
}

/** Hundredths of a pixel, as all coordinates. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
