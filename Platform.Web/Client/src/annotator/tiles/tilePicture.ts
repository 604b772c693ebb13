import type { Camera } from '../camera.js';
import type { Rect } from '../geometry/math.js';
import type { Painting } from '../render/painting.js';
import { TileCache, type TileFetch } from './tileCache.js';
import { keyOf, levelFor, parentOf, rectOf, scaleOf, tilesIn, type TileAddress, type TileLayout } from './tileLayout.js';

/** At 512 × 512 pixels and four bytes each 200 MB; a window of 4K shows about fifty tiles. */
const MostTiles = 200;

/** A picture too large to be decoded whole: the tiles in view, and until they are there the coarser ones that are. */
export class TilePicture {
  private readonly cache: TileCache<ImageBitmap>;
  /** The smallest level, never let go: something is always there to show. */
  private readonly ground: TileCache<ImageBitmap>;

  constructor(private readonly layout: TileLayout, fetchTile: TileFetch<ImageBitmap>, changed: (part: Rect) => void) {
    const arrived = (tile: TileAddress): void => changed(rectOf(layout, tile));
    this.cache = new TileCache(fetchTile, MostTiles, arrived);
    this.ground = new TileCache(fetchTile, MostTiles, arrived);
    this.ground.want(tilesIn(layout, this.coarsest, { x: 0, y: 0, width: layout.width, height: layout.height }));
  }

  get isWaiting(): boolean {
    return this.cache.isWaiting || this.ground.isWaiting;
  }

  close(): void {
    this.cache.close();
    this.ground.close();
  }

  painting(camera: Camera, region: Rect, ratio: number, smooth: boolean): Painting<never> {
    const level = levelFor(this.layout, camera.scale * ratio);
    this.want(level, region);
    // A tile is about a quarter of a megapixel; that is the unit in which whole pictures are measured too.
    const effortOfOne = (this.layout.tileSize * camera.scale * ratio / scaleOf(this.layout, level)) ** 2 / 1e6;
    return {
      effort: part => tilesIn(this.layout, level, part ?? region).length * effortOfOne,
      paint: (context, part) => this.paint(context, camera, tilesIn(this.layout, level, part ?? region), smooth, effortOfOne),
      paintOver: () => undefined,
    };
  }

  /** Everything, small, from what is there. */
  paintOverview(context: CanvasRenderingContext2D, scale: number): void {
    const { layout, coarsest } = this;
    for (const tile of tilesIn(layout, coarsest, { x: 0, y: 0, width: layout.width, height: layout.height })) {
      this.paintTile(context, { scale, x: 0, y: 0 }, tile);
    }
  }

  private get coarsest(): number {
    return this.layout.levels.length - 1;
  }

  /** Those in view, after a coarse impression of the same part, which comes with a sixteenth of the requests. */
  private want(level: number, region: Rect): void {
    const rough = Math.min(this.coarsest, level + 2);
    const missing = (tile: TileAddress): boolean => !this.find(tile);
    this.cache.want([...(rough > level ? tilesIn(this.layout, rough, region).filter(missing) : []), ...tilesIn(this.layout, level, region).filter(missing)]);
  }

  private *paint(context: CanvasRenderingContext2D, camera: Camera, tiles: readonly TileAddress[], smooth: boolean, effortOfOne: number): Iterable<number> {
    context.imageSmoothingEnabled = smooth;
    context.imageSmoothingQuality = 'medium';
    for (const tile of tiles) {
      this.paintTile(context, camera, tile);
      yield effortOfOne;
    }
  }

  /** From the tile itself or from the part of the nearest coarser one that covers it. */
  private paintTile(context: CanvasRenderingContext2D, { scale, x, y }: Camera, tile: TileAddress): void {
    const rect = rectOf(this.layout, tile);
    for (let source = tile; source.level <= this.coarsest; source = parentOf(source)) {
      const image = this.find(source);
      if (image) {
        const whole = rectOf(this.layout, source);
        const k = image.width / whole.width;
        const place = onPixels(rect.x * scale + x, rect.y * scale + y, rect.width * scale, rect.height * scale);
        context.drawImage(image, (rect.x - whole.x) * k, (rect.y - whole.y) * k, rect.width * k, rect.height * k, place.x, place.y, place.width, place.height);
        return;
      }
    }
  }

  private find(tile: TileAddress): ImageBitmap | undefined {
    return tile.level === this.coarsest ? this.ground.get(tile) : this.cache.get(tile);
  }
}

export function tileUrl(tilesUrl: string, tile: TileAddress): string {
  return `${tilesUrl}/${keyOf(tile)}`;
}

/** Tiles meet on whole pixels, or a seam would show between them. */
function onPixels(x: number, y: number, width: number, height: number): Rect {
  const left = Math.round(x);
  const top = Math.round(y);
  return { x: left, y: top, width: Math.round(x + width) - left, height: Math.round(y + height) - top };
}
