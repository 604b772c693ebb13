import { fetchPictureStubbornly, imageUrl } from './protocol.js';
import type { OpenResult } from './session.js';
import type { Sessions } from './sessions.js';
import { fetchLayout, tilesUrl } from './tiles/tileApi.js';
import type { TileLayout } from './tiles/tileLayout.js';

export interface Opening {
  readonly opened: OpenResult;
  readonly picture: ImageBitmap | null;
  /** Instead of a picture, where that is too large to be decoded whole. */
  readonly layout: TileLayout | null;
}

export interface OpeningOptions {
  readonly sessions: Sessions;
  readonly apiBase: string;
  readonly assetId: string;
  /** Told while the server still cuts a large picture into tiles, with a share from 0 to 1. */
  readonly progress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** An asset's annotations and its picture, both asked for at once; only the annotations tell whether the picture is to come whole, in tiles, or as frames. */
export async function openAsset({ sessions, apiBase, assetId, progress, signal }: OpeningOptions): Promise<Opening> {
  const needless = new AbortController();
  const pending = fetchPictureStubbornly(imageUrl(apiBase, assetId), needless.signal);
  const opened = await sessions.open(assetId);
  const document = opened.kind === 'opened' ? opened.session.document : null;
  if (document?.tiled || document?.video) {
    needless.abort();
  }
  return {
    opened,
    layout: document?.tiled ? await fetchLayout(tilesUrl(apiBase, assetId), progress, signal) : null,
    picture: await pending,
  };
}
