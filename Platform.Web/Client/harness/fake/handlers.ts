import { readFile } from 'node:fs/promises';
import type { ChangeRequest } from '../../src/annotator/model.js';
import type { Operation } from './failures.js';
import { makePng } from './picture.js';
import { reviewRoutes } from './review.js';
import type { FakeAsset, FakePlatform } from './platform.js';
import { tile, tileLayout } from './tiles.js';

export interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  readonly bytes?: Buffer;
  readonly type?: string;
}

export interface Call {
  readonly platform: FakePlatform;
  readonly asset: FakeAsset;
  /** Parts of the address that the route captures. */
  readonly parts: readonly string[];
  readonly body: unknown;
  readonly query: URLSearchParams;
}

export interface Route {
  readonly operation: Operation;
  readonly method: string;
  /** Below `/api/assets/{id}`, or below `/api` for what belongs to no image. */
  readonly path: RegExp;
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

const pictures = new Map<string, Buffer>();

export const routes: readonly Route[] = [
  { operation: 'get', method: 'GET', path: /^annotations$/, handle: ({ platform, asset }) => ({ json: platform.document(asset) }) },
  { operation: 'put', method: 'PUT', path: /^annotations$/, handle: save },
  { operation: 'image', method: 'GET', path: /^image$/, handle: ({ asset }) => picture(asset) },
  { operation: 'tiles', method: 'GET', path: /^tiles$/, handle: ({ asset }) => tileLayout(asset) },
  { operation: 'tiles', method: 'GET', path: /^tiles\/(\d+)\/(\d+)\/(\d+)$/, handle: ({ asset, parts }) => tile(asset, parts.map(Number)) },
  { operation: 'frames', method: 'GET', path: /^frames\/(\d+)$/, handle: ({ asset, parts }) => frame(asset, Number(parts[0])) },
  { operation: 'excludedFrames', method: 'POST', path: /^excluded-frames$/, handle: excludeFrames },
  { operation: 'thumbnail', method: 'GET', path: /^thumbnail$/, handle: ({ asset }) => picture(asset) },
  { operation: 'siblings', method: 'GET', path: /^siblings$/, handle: siblings },
  { operation: 'smart', method: 'POST', path: /^smart\/prepare$/, handle: () => ({ status: 204 }) },
  ...reviewRoutes,
];

function save({ platform, asset, body }: Call): Answer {
  const { status, body: json } = platform.save(asset, body as ChangeRequest);
  return { status, json };
}

async function picture(asset: FakeAsset): Promise<Answer> {
  if (asset.file) {
    return { bytes: await readFile(asset.file), type: asset.file.endsWith('.png') ? 'image/png' : 'image/jpeg' };
  }
  if (asset.documentExtras['tiled'] || asset.documentExtras['video']) {
    // Hundreds of megabytes at the real server; whoever waits for them has not understood the document.
    await new Promise(resolve => setTimeout(resolve, 2000));
    return { status: 404 };
  }
  const key = `${asset.width}x${asset.height}`;
  const bytes = pictures.get(key) ?? makePng(asset.width, asset.height);
  pictures.set(key, bytes);
  return { bytes, type: 'image/png' };
}

function excludeFrames({ asset, body }: Call): Answer {
  const { exclude = [], restore = [] } = body as { exclude?: number[]; restore?: number[] };
  const video = asset.documentExtras['video'] as { excludedFrames?: number[] };
  const excludedFrames = [...new Set([...(video.excludedFrames ?? []).filter(frame => !restore.includes(frame)), ...exclude])].sort((a, b) => a - b);
  asset.documentExtras['video'] = { ...video, excludedFrames };
  return { json: { excludedFrames } };
}

/** Images whose names hold the text; without one those that somebody worked on. What the real server finds besides is its own tests' matter. */
function siblings({ platform, query }: Call): Answer {
  const text = query.get('text') ?? '';
  const found = [...platform.assets.values()].filter(asset => (text === '' ? asset.workState !== 'unlabelled' : asset.name.includes(text)));
  return { json: found.map(({ id, name, workState, annotations }) => ({ id, fileName: name, type: 'image', workState, annotationCount: annotations.size })) };
}

/** A video of generated frames: the whole picture is one grey, a step darker a frame, so that a frame can be told by its pixels. */
function frame(asset: FakeAsset, n: number): Answer {
  const { frameCount } = (asset.documentExtras['video'] ?? { frameCount: 0 }) as { frameCount: number };
  return n < frameCount ? { bytes: makePng(asset.width, asset.height, () => n % 256), type: 'image/png' } : { status: 404 };
}
