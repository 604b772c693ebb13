import { clamp, intersection, type Rect } from '../geometry/math.js';
import type { Size } from '../model.js';

/** `GET /api/assets/{id}/tiles`: level 0 is the full size, each next one half of it. */
export interface TileLayout extends Size {
  readonly tileSize: number;
  readonly levels: readonly Size[];
}

export interface TileAddress {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

export function keyOf({ level, column, row }: TileAddress): string {
  return `${level}/${column}/${row}`;
}

/** Pixels of a level per pixel of the image. */
export function scaleOf(layout: TileLayout, level: number): number {
  return layout.levels[level]!.width / layout.width;
}

/** The smallest level that still has a pixel for each one of the screen; `pixelScale` is screen pixels per image pixel. */
export function levelFor(layout: TileLayout, pixelScale: number): number {
  for (let level = layout.levels.length - 1; level > 0; level--) {
    // A tenth too small cannot be seen and spares four times the tiles.
    if (scaleOf(layout, level) >= pixelScale * 0.9) {
      return level;
    }
  }
  return 0;
}

/** What a tile covers, in image pixels. */
export function rectOf(layout: TileLayout, { level, column, row }: TileAddress): Rect {
  const side = layout.tileSize / scaleOf(layout, level);
  const x = column * side;
  const y = row * side;
  return { x, y, width: Math.min(side, layout.width - x), height: Math.min(side, layout.height - y) };
}

/** Tiles of a level that lie in a part of the image, those nearest to its middle first: that is where a person looks. */
export function tilesIn(layout: TileLayout, level: number, part: Rect): TileAddress[] {
  const visible = intersection(part, { x: 0, y: 0, width: layout.width, height: layout.height });
  if (!visible || visible.width <= 0 || visible.height <= 0) {
    return [];
  }
  const side = layout.tileSize / scaleOf(layout, level);
  const last = (extent: number, end: number): number => clamp(Math.ceil(end / side) - 1, 0, Math.ceil(extent / layout.tileSize) - 1);
  const { width, height } = layout.levels[level]!;
  const found: { tile: TileAddress; distance: number }[] = [];
  for (let row = Math.floor(visible.y / side); row <= last(height, visible.y + visible.height); row++) {
    for (let column = Math.floor(visible.x / side); column <= last(width, visible.x + visible.width); column++) {
      const dx = (column + 0.5) * side - visible.x - visible.width / 2;
      const dy = (row + 0.5) * side - visible.y - visible.height / 2;
      found.push({ tile: { level, column, row }, distance: dx * dx + dy * dy });
    }
  }
  return found.sort((a, b) => a.distance - b.distance).map(({ tile }) => tile);
}

/** The tile of the next smaller level that covers a tile. */
export function parentOf({ level, column, row }: TileAddress): TileAddress {
  return { level: level + 1, column: column >> 1, row: row >> 1 };
}
