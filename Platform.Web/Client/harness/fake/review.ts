import { randomUUID } from 'node:crypto';
import type { Answer, Call, Route } from './handlers.js';
import type { FakeAsset, FakeComment, FakePlatform } from './platform.js';

/** Presence, work states and comments of one image. */
export const reviewRoutes: readonly Route[] = [
  { operation: 'presence', method: 'POST', path: /^presence$/, handle: presence },
  { operation: 'comments', method: 'GET', path: /^comments$/, handle: ({ asset }) => ({ json: asset.comments }) },
  { operation: 'comments', method: 'POST', path: /^comments$/, handle: addComment },
  { operation: 'work', method: 'PUT', path: /^work-state$/, handle: setWorkState },
];

/** Below `/api`. */
export const siteRoutes: readonly Route[] = [
  { operation: 'me', method: 'GET', path: /^me$/, handle: ({ platform }) => ({ json: { userId: platform.me.id, name: platform.me.name } }) },
  { operation: 'comments', method: 'POST', path: /^comments\/([^/]+)\/resolve$/, handle: call => settle(call, true) },
  { operation: 'comments', method: 'POST', path: /^comments\/([^/]+)\/reopen$/, handle: call => settle(call, false) },
  { operation: 'comments', method: 'DELETE', path: /^comments\/([^/]+)$/, handle: removeComment },
];

/** The image that a comment stands on. */
export function assetOfComment(platform: FakePlatform, commentId: string | undefined): FakeAsset | undefined {
  const assets = [...platform.assets.values()];
  return assets.find(asset => asset.comments.some(comment => comment.id === commentId)) ?? assets[0];
}

function presence({ platform, asset }: Call): Answer {
  const people = [{ name: platform.me.name, color: '#5849e0', you: true, tabs: 1 }, ...platform.others.map(person => ({ ...person, you: false, tabs: 1 }))];
  const openComments = asset.comments.filter(comment => comment.resolvedAt === null).length;
  return { json: { revision: asset.revision, workState: asset.workState, assignee: asset.assignee, openComments, people } };
}

function addComment({ platform, asset, body }: Call): Answer {
  const { id = randomUUID(), x = null, y = null, frame = null, text } = body as Partial<FakeComment>;
  const known = asset.comments.find(comment => comment.id === id);
  if (known) {
    return { status: 201, json: known };
  }
  const comment: FakeComment = {
    id, assetId: asset.id, author: platform.me, x, y, frame, text: text ?? '', createdAt: new Date().toISOString(), resolvedAt: null, resolvedBy: null, mine: true,
  };
  asset.comments.push(comment);
  return { status: 201, json: comment };
}

function settle({ platform, asset, parts }: Call, resolved: boolean): Answer {
  const comment = asset.comments.find(candidate => candidate.id === parts[0]);
  if (!comment) {
    return { status: 404 };
  }
  Object.assign(comment, { resolvedAt: resolved ? new Date().toISOString() : null, resolvedBy: resolved ? platform.me : null });
  return { json: comment };
}

function removeComment({ asset, parts }: Call): Answer {
  asset.comments = asset.comments.filter(comment => comment.id !== parts[0]);
  return { status: 204 };
}

function setWorkState(call: Call): Answer {
  const { asset, body } = call;
  const { state, revision, comment } = body as { state: string; revision?: number; comment?: Partial<FakeComment> };
  if (revision !== undefined && revision < asset.revision) {
    return { status: 409, json: { title: 'Conflict', detail: 'Somebody drew on this image meanwhile. Look at it again.', code: 'work.stale' } };
  }
  if (state === 'rejected' && !comment && !asset.comments.some(each => each.resolvedAt === null)) {
    return { status: 422, json: { title: 'Refused', detail: 'Say in a comment what is to be done.', code: 'work.comment_needed' } };
  }
  if (comment) {
    addComment({ ...call, body: comment });
  }
  asset.workState = state;
  return { json: { workState: asset.workState, assignee: asset.assignee } };
}
