import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Http } from '../src/annotator/http.js';
import type { Journal, Orphan } from '../src/annotator/journal/journal.js';
import { commentsWith, neighbourOf, type Comment } from '../src/annotator/review/comments.js';
import { CommentDrafts } from '../src/annotator/review/drafts.js';
import { Errands, type Errand } from '../src/annotator/review/errands.js';
import { FakeScheduler, settle } from './builders.js';

/** A journal of one browser: what is written to it is found by the next page. */
class ErrandJournal implements Journal<Errand> {
  readonly safety = 'kept';
  readonly items = new Map<string, Errand>();
  orphaned: Errand[] = [];

  write(_: string, changed: Iterable<Errand>, settled: Iterable<string>): void {
    [...settled].forEach(id => this.items.delete(id));
    [...changed].forEach(errand => this.items.set(errand.id, errand));
  }

  orphanedScopes(): Promise<string[]> {
    return Promise.resolve([...new Set(this.orphaned.map(errand => errand.assetId))]);
  }

  orphans(scope: string): Promise<Orphan<Errand>[]> {
    const items = this.orphaned.filter(errand => errand.assetId === scope);
    return Promise.resolve(items.length === 0 ? [] : [{ items, discard: () => void (this.orphaned = this.orphaned.filter(errand => errand.assetId !== scope)), release: () => undefined }]);
  }
}

let clock: FakeScheduler;
let journal: ErrandJournal;
let calls: string[];
let answer: (path: string) => Response;
let saved: boolean;
let refusals: string[];
let errands: Errands;

const comment = (id: string, at = 1): Errand => ({ id, assetId: 'asset', at, kind: 'comment', comment: { id, text: `says ${id}`, x: 1, y: 2 } });

beforeEach(() => {
  clock = new FakeScheduler();
  journal = new ErrandJournal();
  calls = [];
  answer = () => new Response('{}');
  saved = true;
  refusals = [];
  errands = new Errands(
    new Http('/api', 'kim', (url, init) => {
      const path = String(url).slice('/api/'.length);
      calls.push(`${init?.method ?? 'GET'} ${path}`);
      return Promise.resolve().then(() => answer(path));
    }),
    journal, clock,
    { shapesSaved: () => Promise.resolve(saved), done: () => undefined, refused: (_, message) => refusals.push(message), changed: () => undefined });
});

test('Comment_Online_IsSentOnceAndForgotten', async () => {
  errands.add(comment('c1'));
  await settle();
  assert.deepEqual(calls, ['POST assets/asset/comments']);
  assert.equal(journal.items.size, 0);
  assert.equal(errands.waiting, 0);
});

test('Comment_Offline_IsJournaledAndSentWhenTheServerIsBack', async () => {
  answer = () => { throw new TypeError('network'); };
  errands.add(comment('c1', 1));
  errands.add(comment('c2', 2));
  await clock.advance(20_000);
  assert.equal(journal.items.size, 2);
  answer = () => new Response('{}');
  calls = [];
  await errands.send();
  assert.equal(calls.length, 2);
  assert.equal(journal.items.size, 0);
});

test('Comment_ServerBack_IsSentWithoutAnybodyAsking', async () => {
  answer = () => new Response('', { status: 503 });
  errands.add(comment('c1'));
  await clock.advance(1000);
  answer = () => new Response('{}');
  await clock.advance(6000);
  assert.equal(errands.waiting, 0);
});

test('Comment_OfAClosedPage_IsSentByTheNext', async () => {
  journal.orphaned = [comment('c1')];
  await errands.restore();
  await settle();
  assert.deepEqual(calls, ['POST assets/asset/comments']);
  assert.deepEqual(journal.orphaned, []);
});

test('Comment_Refused_KeepsTheWordsAndLetsOthersPass', async () => {
  answer = path => (path.startsWith('assets/gone') ? new Response(JSON.stringify({ detail: 'The image was deleted.' }), { status: 404 }) : new Response('{}'));
  errands.add({ ...comment('c1', 1), assetId: 'gone' });
  errands.add(comment('c2', 2));
  await settle();
  await settle();
  assert.deepEqual(refusals, ['The image was deleted.']);
  assert.equal(errands.of('gone')[0]?.refused, 'The image was deleted.');
  assert.deepEqual(errands.of('asset'), []);
  assert.ok(journal.items.has('c1'), 'what was written is not dropped');
  calls = [];
  await clock.advance(60_000);
  assert.deepEqual(calls, [], 'and not sent again and again');
});

test('State_WaitsUntilTheShapesAreSaved', async () => {
  saved = false;
  errands.add({ id: 's', assetId: 'asset', at: 1, kind: 'state', state: 'done' });
  await settle();
  assert.deepEqual(calls, []);
  saved = true;
  await clock.advance(6000);
  assert.deepEqual(calls, ['PUT assets/asset/work-state']);
});

test('State_Refused_IsToldAndDropped', async () => {
  answer = () => new Response(JSON.stringify({ detail: 'Somebody drew meanwhile.', code: 'work.stale' }), { status: 409 });
  errands.add({ id: 's', assetId: 'asset', at: 1, kind: 'state', state: 'accepted', revision: 3 });
  await settle();
  assert.deepEqual(refusals, ['Somebody drew meanwhile.']);
  assert.equal(errands.waiting, 0);
});

test('Resolve_OfACommentThatIsGone_IsDone', async () => {
  answer = () => new Response('{}', { status: 404 });
  errands.add({ id: 'r', assetId: 'asset', at: 1, kind: 'resolve', commentId: 'c1' });
  await settle();
  assert.equal(errands.waiting, 0);
  assert.deepEqual(refusals, []);
});

// What a person sees of it.

const me = { id: 'kim', name: 'Kim' };
const stored = (id: string, resolvedAt: string | null = null): Comment =>
  ({ id, assetId: 'asset', author: { id: 'lee', name: 'Lee' }, x: 1, y: 2, frame: null, text: id, createdAt: '2026-01-01T00:00:00Z', resolvedAt, resolvedBy: null, mine: false });

test('List_ShowsWhatIsOnItsWay', () => {
  const list = commentsWith([stored('a'), stored('b')], [
    { id: 'r', assetId: 'asset', at: 1, kind: 'resolve', commentId: 'a' },
    { id: 'd', assetId: 'asset', at: 2, kind: 'remove', commentId: 'b' },
    comment('c'),
  ], me);
  assert.deepEqual(list.map(({ id, number, open, pending }) => ({ id, number, open, pending })), [
    { id: 'a', number: 1, open: false, pending: true },
    { id: 'c', number: 2, open: true, pending: true },
  ]);
});

test('List_CommentArrivedBeforeItsAnswer_StandsOnce', () => {
  assert.equal(commentsWith([stored('c')], [comment('c')], me).length, 1);
});

test('List_ReasonOfARejection_IsAComment', () => {
  const [said] = commentsWith([], [{ id: 's', assetId: 'asset', at: 1, kind: 'state', state: 'rejected', comment: { id: 'k', text: 'Redo' } }], me);
  assert.equal(said?.text, 'Redo');
});

test('Neighbour_GoesAroundTheOpenOnes', () => {
  const list = commentsWith([stored('a'), stored('b', '2026-01-02T00:00:00Z'), stored('c')], [], me);
  assert.equal(neighbourOf(list, null, 1)?.id, 'a');
  assert.equal(neighbourOf(list, 'a', 1)?.id, 'c');
  assert.equal(neighbourOf(list, 'c', 1)?.id, 'a');
  assert.equal(neighbourOf(list, 'a', -1)?.id, 'c');
  assert.equal(neighbourOf([], null, 1), undefined);
});

test('Draft_IsThereAgainForItsImageOnly', () => {
  const entries = new Map<string, string>();
  const drafts = new CommentDrafts({ getItem: key => entries.get(key) ?? null, setItem: (key, text) => void entries.set(key, text), removeItem: key => void entries.delete(key) }, 'kim');
  drafts.set('one', { at: { x: 1, y: 2 }, text: 'half a sent' });
  assert.deepEqual(drafts.get('one'), { at: { x: 1, y: 2 }, text: 'half a sent' });
  assert.equal(drafts.get('two'), null);
  drafts.set('one', null);
  assert.equal(entries.size, 0);
  entries.set('annotator.comment.kim.one', '{"at":');
  assert.equal(drafts.get('one'), null);
});
