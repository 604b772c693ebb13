import { distance, spanOf, type Rect } from '../geometry/math.js';
import { DragThresholdPx, type Pointer, type Tool, type ToolHost } from './tool.js';

/** Shows the part of the image that is dragged over as large as it can be; lent to the pointer while a key is held. */
export class ZoomAreaTool implements Tool {
  readonly id = 'zoomArea';
  private start: Pointer | null = null;

  constructor(private readonly host: Pick<ToolHost, 'selection' | 'setDraft'>, private readonly show: (area: Rect) => void) {}

  down(pointer: Pointer): void {
    this.start = pointer;
  }

  move(pointer: Pointer): void {
    this.host.selection.hover(null);
    if (this.start) {
      this.host.setDraft({ shapes: [], marquee: spanOf(this.start.image, pointer.image) });
    }
  }

  up(pointer: Pointer): void {
    const { start } = this;
    this.cancel();
    if (start && distance(start.screen, pointer.screen) >= DragThresholdPx) {
      this.show(spanOf(start.image, pointer.image));
    }
  }

  cancel(): boolean {
    const dragging = this.start !== null;
    this.start = null;
    this.host.setDraft(null);
    return dragging;
  }
}
