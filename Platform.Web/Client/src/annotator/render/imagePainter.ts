import type { Camera } from '../camera.js';
import { clamp, type Rect } from '../geometry/math.js';
import type { Size } from '../model.js';
import type { TileFetch } from '../tiles/tileCache.js';
import type { TileLayout } from '../tiles/tileLayout.js';
import { TilePicture } from '../tiles/tilePicture.js';
import { runToEnd, type Painting } from './painting.js';

/** From this magnification on, pixels are shown as squares: the labeller wants to see where one ends. */
const PixelatedFrom = 3;
/** Halved copies are made down to this side, so that a zoomed-out picture neither flickers nor costs its full size. */
const SmallestLevelSide = 512;

const BandPx = 128;
const Backing = 'rgba(127, 127, 127, 0.12)';

interface Level {
  readonly source: CanvasImageSource;
  /** Pixels of this level per pixel of the image. */
  readonly scale: number;
  readonly borrowed?: boolean;
}

/** The picture and its reduced copies. */
export class ImagePainter {
  private levels: Level[] = [];
  private size: Size = { width: 0, height: 0 };
  private tiles: TilePicture | null = null;
  private generation = 0;
  /** Grows whenever there is more of the picture to show. */
  version = 0;

  /** `told` is called when there is something to show. */
  async show(image: ImageBitmap | HTMLImageElement | null, size: Size, told: () => void): Promise<void> {
    const generation = ++this.generation;
    const changed = (): void => {
      this.version++;
      told();
    };
    this.release();
    this.size = size;
    if (!image) {
      changed();
      return;
    }
    const levels: Level[] = [{ source: image, scale: image.width / size.width }];
    let { width, height } = image;
    // The reduced copies first: drawing the whole picture small would take longer than making them, once more for every band.
    for (let source: ImageBitmap | HTMLImageElement = image; Math.min(width, height) / 2 >= SmallestLevelSide;) {
      width = Math.round(width / 2);
      height = Math.round(height / 2);
      // Exactly halved, the simplest filter is the mean of four pixels already; better ones take four times as long.
      const reduced: ImageBitmap = await createImageBitmap(source, { resizeWidth: width, resizeHeight: height, resizeQuality: 'low' });
      levels.push({ source: reduced, scale: width / size.width });
      source = reduced;
      if (generation !== this.generation) {
        close(levels);
        return;
      }
    }
    this.levels = levels;
    changed();
  }

  /** A picture that belongs to somebody else and may be replaced many times a second: no reduced copies, and it is not closed here. */
  showBorrowed(image: ImageBitmap | null, size: Size): void {
    this.generation++;
    this.release();
    this.size = size;
    this.levels = image ? [{ source: image, scale: image.width / size.width, borrowed: true }] : [];
    this.version++;
  }

  /** Instead of one picture its tiles, as they come into view; `told` learns where there is more to see. */
  showTiles(layout: TileLayout, fetchTile: TileFetch<ImageBitmap>, told: (part: Rect) => void): void {
    this.generation++;
    this.release();
    this.size = { width: layout.width, height: layout.height };
    this.tiles = new TilePicture(layout, fetchTile, part => {
      this.version++;
      told(part);
    });
  }

  /** More of the picture is on its way. */
  get isWaiting(): boolean {
    return this.tiles?.isWaiting ?? false;
  }

  /** Painted in bands, because bringing twelve megapixels to the screen takes longer than a frame without a graphics processor. */
  painting(camera: Camera, region: Rect, ratio: number, smoothing: boolean): Painting<never> {
    if (this.tiles) {
      return this.tiles.painting(camera, region, ratio, smoothing && camera.scale * ratio < PixelatedFrom);
    }
    const megapixelsOf = ({ width, height }: Rect): number => (width * height * (camera.scale * ratio) ** 2) / 1e6;
    return {
      effort: part => megapixelsOf(this.inside(part ?? region)),
      paint: (context, part) => this.paintBands(context, camera, this.inside(part ?? region), ratio, smoothing),
      paintOver: () => undefined,
    };
  }

  /** All of it, small. */
  paintOverview(context: CanvasRenderingContext2D, scale: number, ratio: number): void {
    if (this.tiles) {
      this.tiles.paintOverview(context, scale);
      return;
    }
    const everything = { x: 0, y: 0, ...this.size };
    runToEnd(this.paintBands(context, { scale, x: 0, y: 0 }, everything, ratio, true));
  }

  private *paintBands(context: CanvasRenderingContext2D, camera: Camera, part: Rect, ratio: number, smoothing: boolean): Iterable<number> {
    const { scale } = camera;
    const place = { x: part.x * scale + camera.x, y: part.y * scale + camera.y, width: part.width * scale, height: part.height * scale };
    context.fillStyle = Backing;
    context.fillRect(place.x, place.y, place.width, place.height);
    const level = this.levels.findLast(candidate => candidate.scale >= scale * ratio) ?? this.levels[0];
    if (!level || part.width === 0 || part.height === 0) {
      return;
    }
    context.imageSmoothingEnabled = smoothing && scale * ratio < PixelatedFrom;
    // Up to half the size each pixel of the result is made of all those under it; the better filter, four times as dear, is for what is reduced more.
    context.imageSmoothingQuality = level.scale <= 2 * scale * ratio ? 'low' : 'medium';
    const k = level.scale;
    for (let top = Math.floor(place.y); top < place.y + place.height; top += BandPx) {
      context.save();
      context.beginPath();
      // A pixel of overlap: edges that do not fall on device pixels would leave a seam.
      context.rect(place.x - 1, top, place.width + 2, BandPx + 1);
      context.clip();
      context.drawImage(level.source, part.x * k, part.y * k, part.width * k, part.height * k, place.x, place.y, place.width, place.height);
      context.restore();
      yield (place.width * BandPx * ratio ** 2) / 1e6;
    }
  }

  /** The part of the picture that a rectangle of the image covers, in whole pixels of it. */
  private inside({ x, y, width, height }: Rect): Rect {
    const left = clamp(Math.floor(x), 0, this.size.width);
    const top = clamp(Math.floor(y), 0, this.size.height);
    const right = clamp(Math.ceil(x + width), left, this.size.width);
    const bottom = clamp(Math.ceil(y + height), top, this.size.height);
    return { x: left, y: top, width: right - left, height: bottom - top };
  }

  release(): void {
    close(this.levels);
    this.levels = [];
    this.tiles?.close();
    this.tiles = null;
  }
}

function close(levels: readonly Level[]): void {
  for (const { source, borrowed } of levels) {
    if (source instanceof ImageBitmap && !borrowed) {
      source.close();
    }
  }
}
