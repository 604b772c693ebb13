import type { Annotation, AnnotationDocument, ChangeRequest } from './model.js';

export type PutResult =
  | { readonly kind: 'saved'; readonly revision: number }
  | { readonly kind: 'conflict'; readonly document: AnnotationDocument }
  /** Nobody knows whether it arrived; try again. */
  | { readonly kind: 'unreachable'; readonly signedOut: boolean }
  /** The server will not take it, however often it is asked. */
  | { readonly kind: 'refused'; readonly message: string };

export type GetResult =
  | { readonly kind: 'loaded'; readonly document: AnnotationDocument }
  | { readonly kind: 'unreachable'; readonly signedOut: boolean }
  | { readonly kind: 'refused'; readonly message: string };

export interface AnnotationApi {
  get(assetId: string): Promise<GetResult>;
  put(assetId: string, request: ChangeRequest, keepalive: boolean): Promise<PutResult>;
}

const TimeoutMs = 20_000;
/** Browsers refuse keepalive requests above 64 KiB altogether. */
const KeepaliveLimitBytes = 60_000;

export function imageUrl(apiBase: string, assetId: string): string {
  return `${apiBase}/assets/${encodeURIComponent(assetId)}/image`;
}

/** Decoded off the main thread; null where the server has no picture or it cannot be decoded. */
export async function fetchPicture(url: string): Promise<ImageBitmap | null> {
  try {
    const response = await fetch(url, { credentials: 'same-origin' });
    return response.ok ? await createImageBitmap(await response.blob()) : null;
  } catch {
    return null;
  }
}

/** Geometry over plain HTTP: it never crosses the Blazor circuit. */
export class HttpAnnotationApi implements AnnotationApi {
  constructor(
    private readonly apiBase: string,
    private readonly fetchFn: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  async get(assetId: string): Promise<GetResult> {
    const response = await this.request(assetId, { method: 'GET', cache: 'no-store' });
    if (!response || isTransient(response)) {
      return { kind: 'unreachable', signedOut: isSignedOut(response) };
    }
    const body = await readJson(response);
    return response.ok && isDocument(body)
      ? { kind: 'loaded', document: body }
      : { kind: 'refused', message: problemText(body, response.status) };
  }

  async put(assetId: string, request: ChangeRequest, keepalive: boolean): Promise<PutResult> {
    const text = JSON.stringify({ ...request, upserts: request.upserts.map(asUpsert) });
    const response = await this.request(assetId, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: text,
      keepalive: keepalive && text.length < KeepaliveLimitBytes,
    });
    if (!response || isTransient(response)) {
      return { kind: 'unreachable', signedOut: isSignedOut(response) };
    }
    const body = await readJson(response);
    if (response.status === 409 && isDocument(body)) {
      return { kind: 'conflict', document: body };
    }
    if (response.ok) {
      // Accepted but cut off on the way back: the next attempt finds out what the server holds.
      return isSaved(body) ? { kind: 'saved', revision: body.revision } : { kind: 'unreachable', signedOut: false };
    }
    return { kind: 'refused', message: problemText(body, response.status) };
  }

  private async request(assetId: string, init: RequestInit): Promise<Response | undefined> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TimeoutMs);
    try {
      return await this.fetchFn(`${this.apiBase}/assets/${encodeURIComponent(assetId)}/annotations`, {
        credentials: 'same-origin',
        // An expired sign-in answers with a redirect to a page, which must not be mistaken for an answer.
        redirect: 'manual',
        signal: abort.signal,
        ...init,
        headers: { Accept: 'application/json', ...init.headers },
      });
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}

function isSignedOut(response: Response | undefined): boolean {
  return response !== undefined && (response.status === 401 || response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400));
}

function isTransient(response: Response): boolean {
  return isSignedOut(response) || response.status === 408 || response.status === 429 || response.status >= 500;
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function isSaved(body: unknown): body is { revision: number } {
  return typeof body === 'object' && body !== null && typeof (body as { revision?: unknown }).revision === 'number';
}

function isDocument(body: unknown): body is AnnotationDocument {
  return isSaved(body) && Array.isArray((body as { annotations?: unknown }).annotations);
}

/** Only what a client may say; who drew a shape and with which score is the server's knowledge. */
function asUpsert({ id, classId, type, geometry, reviewState, attributes, frame, trackId, zOrder }: Annotation): object {
  const known = Object.entries({ attributes, frame, trackId, zOrder }).filter(([, value]) => value !== undefined);
  return { id, classId, type, geometry, reviewState, ...Object.fromEntries(known) };
}

/** ProblemDetails: `{"title": "…", "detail": "what to do", "code": "…"}`. */
function problemText(body: unknown, status: number): string {
  const problem = (body ?? {}) as { detail?: unknown; title?: unknown };
  const text = problem.detail ?? problem.title;
  return typeof text === 'string' ? text : `HTTP ${status}`;
}
