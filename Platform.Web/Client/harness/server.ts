import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleAnnotator } from './bundle.js';
import { playInstead } from './fake/failures.js';
import { routes, type Answer } from './fake/handlers.js';
import type { FakePlatform } from './fake/platform.js';
import { assetOfComment, siteRoutes } from './fake/review.js';
import { renderPage, type PageOptions } from './page.js';
import { webFolder } from './paths.js';

interface Address {
  readonly path: string;
  readonly assetId: string | undefined;
  readonly rest: string;
  readonly query: URLSearchParams;
}

/** Serves one page with the annotator and the fake platform behind it, on a port and hence in a browser storage of its own. */
export class HarnessServer {
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;
  private port = 0;

  constructor(readonly platform: FakePlatform, private readonly page: (assetId: string) => PageOptions, private readonly firstAssetId: string) {}

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Listens; a second time on the port of the first, as a restarted server would. */
  async start(port = this.port): Promise<void> {
    const server = createServer((request, response) => void this.answer(request, response));
    server.on('connection', socket => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** As `kill -9` looks from outside: every connection breaks, new ones are refused. */
  async kill(): Promise<void> {
    const { server } = this;
    this.server = null;
    const closed = new Promise(resolve => (server ? server.close(resolve) : resolve(undefined)));
    this.sockets.forEach(socket => socket.destroy());
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { pathname, searchParams } = new URL(request.url ?? '/', this.address);
      const path = decodeURIComponent(pathname);
      const [, assetId, rest] = /^\/api\/(?:assets\/([^/]+)\/)?(.+)$/.exec(path) ?? [];
      if (rest !== undefined) {
        await this.answerApi(request, response, { path, assetId, rest, query: searchParams });
      } else {
        send(response, await this.staticFile(path));
      }
    } catch (error) {
      console.error(error);
      response.headersSent ? response.destroy() : response.writeHead(500).end(String(error));
    }
  }

  private async answerApi(request: IncomingMessage, response: ServerResponse, { path, assetId, rest, query }: Address): Promise<void> {
    const { platform } = this;
    const method = request.method ?? 'GET';
    const body = await readBody(request);
    const route = (assetId === undefined ? siteRoutes : routes).find(candidate => candidate.method === method && candidate.path.test(rest));
    const operation = route?.operation ?? (rest.startsWith('smart/') ? 'smart' : '*');
    const record = { operation, method, path, body };
    platform.requests.push(record);
    const failure = platform.failures.next(operation);
    if (await playInstead(failure, response)) {
      return;
    }
    const extra = platform.extraHandler?.(record);
    const parts = (route?.path.exec(rest) ?? []).slice(1);
    const asset = assetId === undefined ? assetOfComment(platform, parts[0]) : platform.assets.get(assetId);
    const answer = extra ?? (route && asset ? await route.handle({ platform, asset, parts, body, query }) : { status: 404 });
    if (failure?.kind === 'dropAnswer') {
      response.destroy();
    } else {
      send(response, answer);
    }
  }

  private async staticFile(path: string): Promise<Answer> {
    if (path === '/' || path.startsWith('/asset/')) {
      const html = renderPage(this.page(path.slice('/asset/'.length) || this.firstAssetId));
      return { bytes: Buffer.from(html), type: 'text/html; charset=utf-8' };
    }
    if (path.startsWith('/js/annotator/')) {
      const script = (await bundleAnnotator()).get(path.slice('/js/annotator/'.length));
      return script === undefined ? { status: 404 } : { bytes: Buffer.from(script), type: 'text/javascript; charset=utf-8' };
    }
    const [, style] = /^\/css\/([\w-]+\.css)$/.exec(path) ?? [];
    return style ? { bytes: await readFile(join(webFolder, 'wwwroot', 'css', style)), type: 'text/css; charset=utf-8' } : { status: 404 };
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? null : JSON.parse(text);
}

function send(response: ServerResponse, { status = 200, json, bytes, type }: Answer): void {
  const body = bytes ?? (json === undefined ? undefined : Buffer.from(JSON.stringify(json)));
  response.writeHead(status, {
    'Content-Type': type ?? 'application/json',
    'Cache-Control': 'no-store',
    // An isolated page has clocks exact to 5 µs instead of 100 µs.
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  });
  response.end(body);
}
