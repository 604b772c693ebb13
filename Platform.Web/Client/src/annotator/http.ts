export type HttpAnswer =
  | { readonly kind: 'ok'; readonly status: number; readonly body: unknown }
  | Unreachable
  | Refused;

/** Nobody knows whether it arrived; try again. */
export interface Unreachable {
  readonly kind: 'unreachable';
  readonly signedOut: boolean;
  /** Somebody else signed in meanwhile: what this page holds is not theirs to send. */
  readonly otherUser?: string;
  /** Absent where there was no answer at all. */
  readonly status?: number;
}

/** The server will not take it, however often it is asked. */
export interface Refused {
  readonly kind: 'refused';
  readonly status: number;
  readonly message: string;
  /** The rule that says no, such as `annotation.type_mismatch`. */
  readonly code: string | null;
  readonly body: unknown;
}

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  /** Let it outlive the page, where it is small enough. */
  readonly keepalive?: boolean;
}

const TimeoutMs = 20_000;
/** Browsers refuse keepalive requests above 64 KiB altogether. */
const KeepaliveLimitBytes = 60_000;

/** JSON to and from the server as the person of this page, with every way that it can fail told apart. */
export class Http {
  /** The sign-in ran out: whoever signed in since may be somebody else. */
  private doubted = false;

  constructor(
    private readonly apiBase: string,
    private readonly userId: string,
    private readonly fetchFn: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  /** `path` below the API's address. */
  async send(path: string, request: HttpRequest = {}): Promise<HttpAnswer> {
    if (this.doubted) {
      const stranger = await this.findStranger();
      if (stranger) {
        return stranger;
      }
    }
    const answer = await this.ask(path, request);
    this.doubted ||= answer.kind === 'unreachable' && answer.signedOut;
    return answer;
  }

  private async findStranger(): Promise<Unreachable | undefined> {
    const answer = await this.ask('me', {});
    if (answer.kind !== 'ok') {
      return answer.kind === 'unreachable' ? answer : { kind: 'unreachable', signedOut: false, status: answer.status };
    }
    const { userId, name } = answer.body as { userId?: string; name?: string };
    this.doubted = userId?.toLowerCase() !== this.userId.toLowerCase();
    return this.doubted ? { kind: 'unreachable', signedOut: true, otherUser: name ?? '' } : undefined;
  }

  private async ask(path: string, { method = 'GET', body, keepalive = false }: HttpRequest): Promise<HttpAnswer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const response = await this.fetch(path, {
      method,
      cache: 'no-store',
      keepalive: keepalive && (text?.length ?? 0) < KeepaliveLimitBytes,
      headers: { Accept: 'application/json', ...(text === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(text === undefined ? {} : { body: text }),
    });
    if (!response || isTransient(response)) {
      return { kind: 'unreachable', signedOut: isSignedOut(response), ...(response ? { status: response.status } : {}) };
    }
    const answer = await readJson(response);
    return response.ok ? { kind: 'ok', status: response.status, body: answer } : { kind: 'refused', status: response.status, body: answer, ...problemOf(answer, response.status) };
  }

  private async fetch(path: string, init: RequestInit): Promise<Response | undefined> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TimeoutMs);
    try {
      // An expired sign-in answers with a redirect to a page, which must not be mistaken for an answer.
      return await this.fetchFn(`${this.apiBase}/${path}`, { credentials: 'same-origin', redirect: 'manual', signal: abort.signal, ...init });
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

/** ProblemDetails: `{"title": "…", "detail": "what to do", "code": "…"}`. */
function problemOf(body: unknown, status: number): { message: string; code: string | null } {
  const problem = (body ?? {}) as { detail?: unknown; title?: unknown; code?: unknown };
  const text = problem.detail ?? problem.title;
  return { message: typeof text === 'string' ? text : `HTTP ${status}`, code: typeof problem.code === 'string' ? problem.code : null };
}
