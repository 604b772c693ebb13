import type { Camera } from '../camera.js';
import type { Rect } from '../geometry/math.js';
import type { Size } from '../model.js';

/** From this magnification on, pixels are shown as squares: the labeller wants to see where one ends. */
const PixelatedFrom = 3;
/** Halved copies are made down to this side, so that a zoomed-out picture neither flickers nor costs its full size. */
const SmallestLevelSide = 512;

interface Level {
  readonly source: CanvasImageSource;
  /** Pixels of this level per pixel of the image. */
  readonly scale: number;
}

/** The picture and its reduced copies. */
export class ImagePainter {
  private levels: Level[] = [];
  private size: Size = { width: 0, height: 0 };
  private generation = 0;

  /** Levels arrive one after the other; `changed` is called after each. */
  async show(image: ImageBitmap | HTMLImageElement | null, size: Size, changed: () => void): Promise<void> {
    const generation = ++this.generation;
    this.release();
    this.size = size;
    if (!image) {
      changed();
      return;
    }
    this.levels = [{ source: image, scale: image.width / size.width }];
    changed();
    let { width, height } = image;
    for (let source: ImageBitmap | HTMLImageElement = image; Math.min(width, height) / 2 >= SmallestLevelSide;) {
      width = Math.round(width / 2);
      height = Math.round(height / 2);
      const reduced: ImageBitmap = await createImageBitmap(source, { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' });
      if (generation !== this.generation) {
        reduced.close();
        return;
      }
      this.levels.push({ source: reduced, scale: width / size.width });
      source = reduced;
      changed();
    }
  }

  paint(context: CanvasRenderingContext2D, camera: Camera, rect: Rect, ratio: number, smoothing: boolean): void {
    const { size } = this;
    context.fillStyle = 'rgba(127, 127, 127, 0.12)';
    context.fillRect(camera.x, camera.y, size.width * camera.scale, size.height * camera.scale);
    const wanted = camera.scale * ratio;
    const level = this.levels.findLast(candidate => candidate.scale >= wanted) ?? this.levels[0];
    if (!level) {
      return;
    }
    const x0 = Math.max(0, Math.floor(rect.x));
    const y0 = Math.max(0, Math.floor(rect.y));
    const x1 = Math.min(size.width, Math.ceil(rect.x + rect.width));
    const y1 = Math.min(size.height, Math.ceil(rect.y + rect.height));
    if (x1 <= x0 || y1 <= y0) {
      return;
    }
    context.imageSmoothingEnabled = smoothing && wanted < PixelatedFrom;
    context.imageSmoothingQuality = 'medium';
    const k = level.scale;
    context.drawImage(
      level.source, x0 * k, y0 * k, (x1 - x0) * k, (y1 - y0) * k,
      x0 * camera.scale + camera.x, y0 * camera.scale + camera.y, (x1 - x0) * camera.scale, (y1 - y0) * camera.scale);
  }

  release(): void {
    for (const { source } of this.levels) {
      if (source instanceof ImageBitmap) {
        source.close();
      }
    }
    this.levels = [];
  }
}
