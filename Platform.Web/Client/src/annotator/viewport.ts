import * as cameras from './camera.js';
import type { ImagePoint, Rect, ScreenPoint } from './geometry/math.js';
import type { PointerInput } from './input.js';
import type { Size } from './model.js';
import type { Pointer } from './tools/tool.js';

/** Where the image stands on the stage, and every way of moving it. */
export class Viewport {
  image: Size = { width: 1, height: 1 };
  private current: cameras.Camera = { scale: 1, x: 0, y: 0 };
  /** Where the view stood before it was fitted, for the way back. */
  private before: cameras.Camera | null = null;

  constructor(private readonly stage: () => Size, private readonly changed: () => void) {}

  get camera(): cameras.Camera {
    return this.current;
  }

  set(camera: cameras.Camera): void {
    this.current = camera;
    this.changed();
  }

  fit(): void {
    this.before = null;
    this.set(cameras.fit(this.image, this.stage()));
  }

  /** Fits the image, or goes back to exactly where the view was before. */
  toggleFit(): void {
    const { before, current } = this;
    const fitted = cameras.fit(this.image, this.stage());
    const isFitted = current.scale === fitted.scale && current.x === fitted.x && current.y === fitted.y;
    this.before = isFitted ? null : current;
    this.set(isFitted && before ? before : fitted);
  }

  /** A part of the image as large as the stage allows. */
  showArea(area: Rect): void {
    this.set(cameras.around(area, this.image, this.stage()));
  }

  centreOn(point: ImagePoint): void {
    const { width, height } = this.stage();
    const { scale, x, y } = this.current;
    this.panBy(width / 2 - (point.x * scale + x), height / 2 - (point.y * scale + y));
  }

  panBy(dx: number, dy: number): void {
    this.set(cameras.pan(this.current, dx, dy, this.image, this.stage()));
  }

  zoomAt(at: ScreenPoint, factor: number): void {
    this.set(cameras.zoomAt(this.current, at, factor, this.image, this.stage()));
  }

  /** A fitted image stays fitted; otherwise what stood in the middle goes on standing there. */
  resized(stage: Size, before: Size): void {
    const wasFitted = before.width === 0 || Math.abs(this.current.scale - cameras.fitScale(this.image, before)) < 1e-6;
    this.set(wasFitted
      ? cameras.fit(this.image, stage)
      : cameras.pan(this.current, (stage.width - before.width) / 2, (stage.height - before.height) / 2, this.image, stage));
  }

  pointerAt(screen: ScreenPoint, event: PointerInput, trail: readonly ScreenPoint[]): Pointer {
    const type = event.pointerType === 'touch' || event.pointerType === 'pen' ? event.pointerType : 'mouse';
    return {
      screen,
      image: cameras.toImage(this.current, screen),
      trail: trail.map(point => cameras.toImage(this.current, point)),
      shift: event.shiftKey,
      ctrl: event.ctrlKey || event.metaKey,
      alt: event.altKey,
      type,
    };
  }
}
