import type { Answer } from './handlers.js';
import { makePng } from './picture.js';
import type { FakeAsset } from './platform.js';

export const TileSizePx = 512;
/** Both sides fit one tile from this level on. */
function levelsOf({ width, height }: FakeAsset): { width: number; height: number }[] {
  const levels = [{ width, height }];
  for (let last = levels[0]!; Math.max(last.width, last.height) > TileSizePx; levels.push(last)) {
    last = { width: Math.ceil(last.width / 2), height: Math.ceil(last.height / 2) };
  }
  return levels;
}

/** 202 with the progress while the pyramid is being built. */
export function tileLayout(asset: FakeAsset): Answer {
  return asset.tilesReadyPercent < 100
    ? { status: 202, json: { progress: asset.tilesReadyPercent / 100 } }
    : { json: { tileSize: TileSizePx, width: asset.width, height: asset.height, levels: levelsOf(asset) } };
}

/** One grey a tile, lighter by level and different from its neighbours, so that a test can tell which tile shows where. */
export function tileGrey(level: number, column: number, row: number): number {
  return 40 + level * 16 + ((column + row) % 2) * 8;
}

export function tile(asset: FakeAsset, [level = 0, column = 0, row = 0]: readonly number[]): Answer {
  const size = levelsOf(asset)[level];
  const width = size ? Math.min(TileSizePx, size.width - column * TileSizePx) : 0;
  const height = size ? Math.min(TileSizePx, size.height - row * TileSizePx) : 0;
  if (asset.tilesReadyPercent < 100 || width <= 0 || height <= 0) {
    return { status: 404 };
  }
  return { bytes: makePng(width, height, () => tileGrey(level, column, row)), type: 'image/png' };
}
