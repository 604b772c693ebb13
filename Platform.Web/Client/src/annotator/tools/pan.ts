import type { Pointer, Tool, ToolHost } from './tool.js';

/** Moves the view; also what the middle button and the space bar borrow for the length of a drag. */
export class PanTool implements Tool {
  readonly id = 'pan';
  private last: Pointer | null = null;

  constructor(private readonly host: ToolHost) {}

  down(pointer: Pointer): void {
    this.last = pointer;
    this.host.setCursor('grabbing');
  }

  move(pointer: Pointer): void {
    if (this.last) {
      this.host.panBy(pointer.screen.x - this.last.screen.x, pointer.screen.y - this.last.screen.y);
      this.last = pointer;
    } else {
      this.host.setCursor('grab');
    }
  }

  up(): void {
    this.last = null;
    this.host.setCursor('grab');
  }

  cancel(): boolean {
    const panning = this.last !== null;
    this.last = null;
    return panning;
  }
}
