import type { TileFetch } from './tileCache.js';
import type { TileLayout } from './tileLayout.js';
import { tileUrl } from './tilePicture.js';

const AskAgainMs = 700;

export function tilesUrl(apiBase: string, assetId: string): string {
  return `${apiBase}/assets/${encodeURIComponent(assetId)}/tiles`;
}

/** Waits while the server cuts the picture into tiles, and tells how far it is (0 to 1); null where it cannot. */
export async function fetchLayout(url: string, progress: (share: number) => void, signal: AbortSignal): Promise<TileLayout | null> {
  while (!signal.aborted) {
    const response = await fetch(url, { credentials: 'same-origin', cache: 'no-store', signal }).catch(() => null);
    if (response?.status !== 202) {
      return response?.ok ? readLayout(await response.json()) : null;
    }
    const { progress: share } = (await response.json()) as { progress?: number };
    progress(share ?? 0);
    await new Promise(resolve => setTimeout(resolve, AskAgainMs));
  }
  return null;
}

export function tileFetch(url: string): TileFetch<ImageBitmap> {
  return async (tile, signal) => {
    const response = await fetch(tileUrl(url, tile), { credentials: 'same-origin', redirect: 'manual', signal });
    if (response.ok) {
      return createImageBitmap(await response.blob());
    }
    if (response.status === 404) {
      return null;
    }
    // Signed out, overloaded or broken: worth another try later.
    throw new Error(`HTTP ${response.status}`);
  };
}

function readLayout(body: unknown): TileLayout | null {
  const { tileSize, width, height, levels } = (body ?? {}) as Partial<TileLayout>;
  return tileSize && width && height && levels && levels.length > 0 ? { tileSize, width, height, levels } : null;
}
