import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ChangeRequest } from '../../src/annotator/model.js';
import type { Operation } from './failures.js';
import { makePng } from './picture.js';
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
}

export interface Route {
  readonly operation: Operation;
  readonly method: string;
  /** Below `/api/assets/{id}`. */
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
  { operation: 'presence', method: 'POST', path: /^presence$/, handle: presence },
  { operation: 'comments', method: 'GET', path: /^comments$/, handle: ({ asset }) => ({ json: asset.comments }) },
  { operation: 'comments', method: 'POST', path: /^comments$/, handle: addComment },
  { operation: 'comments', method: 'POST', path: /^comments\/([^/]+)\/resolve$/, handle: resolveComment },
  { operation: 'work', method: 'GET', path: /^work-state$/, handle: ({ asset }) => ({ json: { workState: asset.workState, assigneeId: asset.assigneeId } }) },
  { operation: 'work', method: 'PUT', path: /^work-state$/, handle: setWorkState },
];

function save({ platform, asset, body }: Call): Answer {
  const { status, body: json } = platform.save(asset, body as ChangeRequest);
  return { status, json };
}

async function picture(asset: FakeAsset): Promise<Answer> {
  if (asset.file) {
    return { bytes: await readFile(asset.file), type: asset.file.endsWith('.png') ? 'image/png' : 'image/jpeg' };
  }
  const key = `${asset.width}x${asset.height}`;
  const bytes = pictures.get(key) ?? makePng(asset.width, asset.height);
  pictures.set(key, bytes);
  return { bytes, type: 'image/png' };
}

/** A video of generated frames: the whole picture is one grey, a step darker a frame, so that a frame can be told by its pixels. */
function frame(asset: FakeAsset, n: number): Answer {
  const { frameCount } = (asset.documentExtras['video'] ?? { frameCount: 0 }) as { frameCount: number };
  return n < frameCount ? { bytes: makePng(asset.width, asset.height, () => n % 256), type: 'image/png' } : { status: 404 };
}

function presence({ platform, asset }: Call): Answer {
  const people = [{ name: 'Kim', color: '#5849e0', you: true }, ...platform.others.map(person => ({ ...person, you: false }))];
  return { json: { revision: asset.revision, people } };
}

function addComment({ asset, body }: Call): Answer {
  const { x, y, frame, text } = body as { x: number; y: number; frame?: number; text: string };
  const comment = { id: randomUUID(), author: 'Kim', x, y, frame: frame ?? null, text, createdAt: new Date().toISOString(), resolvedAt: null, resolvedBy: null };
  asset.comments.push(comment);
  return { status: 201, json: comment };
}

function resolveComment({ asset, parts }: Call): Answer {
  const comment = asset.comments.find(candidate => candidate.id === parts[0]);
  if (!comment) {
    return { status: 404 };
  }
  Object.assign(comment, { resolvedAt: new Date().toISOString(), resolvedBy: 'Kim' });
  return { json: comment };
}

function setWorkState({ asset, body }: Call): Answer {
  asset.workState = (body as { workState: string }).workState;
  return { json: { workState: asset.workState, assigneeId: asset.assigneeId } };
}
