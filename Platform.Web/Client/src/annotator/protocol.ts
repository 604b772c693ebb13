import type { Http, Refused, Unreachable } from './http.js';
import type { Annotation, AnnotationDocument, ChangeRequest, Work } from './model.js';

export type PutResult =
  | { readonly kind: 'saved'; readonly revision: number; readonly work?: Work }
  | { readonly kind: 'conflict'; readonly document: AnnotationDocument }
  | Unreachable
  | Pick<Refused, 'kind' | 'status' | 'message' | 'code'>;

export type GetResult =
  | { readonly kind: 'loaded'; readonly document: AnnotationDocument }
  | Unreachable
  | Pick<Refused, 'kind' | 'status' | 'message' | 'code'>;

export interface AnnotationApi {
  get(assetId: string): Promise<GetResult>;
  put(assetId: string, request: ChangeRequest, keepalive: boolean): Promise<PutResult>;
}

export function imageUrl(apiBase: string, assetId: string): string {
  return `${apiBase}/assets/${encodeURIComponent(assetId)}/image`;
}

/** The n-th decoded frame of a video, counted from 0. */
export function frameUrl(apiBase: string, assetId: string, frame: number): string {
  return `${apiBase}/assets/${encodeURIComponent(assetId)}/frames/${frame}`;
}

/** Decoded off the main thread; null where the server has no picture or it cannot be decoded. */
export async function fetchPicture(url: string, signal: AbortSignal | null = null): Promise<ImageBitmap | null> {
  const picture = await tryPicture(url, signal);
  return picture === 'unreachable' ? null : picture;
}

/** A network that stumbles is mostly back within seconds. */
const RetryPausesMs = [300, 1000, 3000];

/** The same, trying again where the network or the server failed, also in the middle of the picture. */
export async function fetchPictureStubbornly(url: string, signal: AbortSignal, pausesMs: readonly number[] = RetryPausesMs): Promise<ImageBitmap | null> {
  for (const pauseMs of pausesMs) {
    const picture = await tryPicture(url, signal);
    if (picture !== 'unreachable' || signal.aborted) {
      return picture === 'unreachable' ? null : picture;
    }
    await new Promise(done => setTimeout(done, pauseMs));
  }
  return fetchPicture(url, signal);
}

async function tryPicture(url: string, signal: AbortSignal | null): Promise<ImageBitmap | null | 'unreachable'> {
  let blob: Blob;
  try {
    const response = await fetch(url, { credentials: 'same-origin', signal });
    if (!response.ok) {
      return response.status >= 500 ? 'unreachable' : null;
    }
    blob = await response.blob();
  } catch {
    return 'unreachable';
  }
  return createImageBitmap(blob).catch(() => null);
}

/** What is larger opens in tiles or frames, or fits no cache. */
const MostPrefetchedBytes = 40_000_000;

/** Into the browser's cache, at leisure. */
export async function prefetchPicture(url: string): Promise<void> {
  const abort = new AbortController();
  const response = await fetch(url, { credentials: 'same-origin', priority: 'low', signal: abort.signal }).catch(() => null);
  if (Number(response?.headers.get('content-length') ?? 0) > MostPrefetchedBytes) {
    abort.abort();
  } else {
    await response?.blob().catch(() => undefined);
  }
}

/** Geometry over plain HTTP: it never crosses the Blazor circuit. */
export class HttpAnnotationApi implements AnnotationApi {
  constructor(private readonly http: Http) {}

  async get(assetId: string): Promise<GetResult> {
    const answer = await this.http.send(pathOf(assetId));
    if (answer.kind !== 'ok') {
      return answer;
    }
    // Cut off on the way: as good as no answer.
    return isDocument(answer.body) ? { kind: 'loaded', document: answer.body } : { kind: 'unreachable', signedOut: false };
  }

  async put(assetId: string, request: ChangeRequest, keepalive: boolean): Promise<PutResult> {
    const answer = await this.http.send(pathOf(assetId), { method: 'PUT', body: { ...request, upserts: request.upserts.map(asUpsert) }, keepalive });
    if (answer.kind === 'refused' && answer.status === 409 && isDocument(answer.body)) {
      return { kind: 'conflict', document: answer.body };
    }
    if (answer.kind !== 'ok') {
      return answer;
    }
    // Accepted but cut off on the way back: the next attempt finds out what the server holds.
    return isSaved(answer.body) ? { kind: 'saved', revision: answer.body.revision, ...workOf(answer.body) } : { kind: 'unreachable', signedOut: false };
  }
}

function pathOf(assetId: string): string {
  return `assets/${encodeURIComponent(assetId)}/annotations`;
}

function isSaved(body: unknown): body is { revision: number } {
  return typeof body === 'object' && body !== null && typeof (body as { revision?: unknown }).revision === 'number';
}

function isDocument(body: unknown): body is AnnotationDocument {
  return isSaved(body) && Array.isArray((body as { annotations?: unknown }).annotations);
}

function workOf(body: object): { work: Work } | undefined {
  const { workState, assignee } = body as Partial<Work>;
  return workState === undefined ? undefined : { work: { workState, assignee: assignee ?? null } };
}

/** Only what a client may say; who drew a shape and with which score is the server's knowledge. Left out would mean "as it stands": what is absent here is cleared. */
function asUpsert({ id, classId, type, geometry, reviewState, attributes, frame, trackId, zOrder }: Annotation): object {
  return { id, classId, type, geometry, reviewState, attributes: attributes ?? null, frame: frame ?? null, trackId: trackId ?? null, zOrder: zOrder ?? 0 };
}
