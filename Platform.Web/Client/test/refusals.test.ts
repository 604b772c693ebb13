import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Annotation } from '../src/annotator/model.js';
import type { AssetSession } from '../src/annotator/session.js';
import { box, FakeScheduler, FakeServer, FakeStorage, openSession, type FakeJournal } from './builders.js';

let server: FakeServer;
let clock: FakeScheduler;
let storage: FakeStorage;
let journal: FakeJournal;

beforeEach(() => {
  server = new FakeServer([box('a', 1), box('b', 2)]);
  clock = new FakeScheduler();
  storage = new FakeStorage();
});

function open(): Promise<AssetSession> {
  journal = storage.openPage();
  return openSession(server, journal, clock);
}

function draw(session: AssetSession, ...annotations: Annotation[]): void {
  session.store.apply(annotations.map(after => ({ id: after.id, after })), 'local');
}

const goneClass = (annotation: Annotation): boolean => annotation.classId === 'gone';
const many = (count: number): Annotation[] => Array.from({ length: count }, (_, i) => box(`n${i}`, i));
const refusedIds = (session: AssetSession): string[] => session.queue.status.refused.map(refusal => refusal.id).sort();

test('OneRefusedShape_AmongMany_AllOthersAreSaved', async () => {
  const session = await open();
  server.refuses = goneClass;
  draw(session, ...many(20), box('bad', 50, 10, 20, 20, { classId: 'gone' }));
  await clock.advance(5000);
  assert.equal(server.records.size, 22);
  assert.ok(!server.records.has('bad'));
  assert.deepEqual(refusedIds(session), ['bad']);
  assert.equal(session.queue.status.state, 'blocked');
  assert.equal(session.queue.status.message, 'The class is gone.');
  assert.deepEqual(storage.items().map(item => item.id), ['bad'], 'the journal keeps exactly what is not saved');
  assert.ok(server.requests.length <= 12, `${server.requests.length} requests to find one of 21`);
});

test('SeveralRefusedShapes_AreFoundAndNotAskedAgain', async () => {
  const session = await open();
  server.refuses = goneClass;
  draw(session, ...many(40).map((annotation, i) => (i % 11 === 5 ? { ...annotation, classId: 'gone' } : annotation)));
  await clock.advance(10_000);
  assert.deepEqual(refusedIds(session), ['n16', 'n27', 'n38', 'n5']);
  assert.equal(server.records.size, 38);
  const asked = server.requests.length;
  await clock.advance(120_000);
  assert.equal(server.requests.length, asked);
});

test('RefusedShape_OthersEditedAfterwards_AreSavedWithoutIt', async () => {
  const session = await open();
  server.refuses = goneClass;
  draw(session, box('bad', 50, 10, 20, 20, { classId: 'gone' }));
  await clock.advance(2000);
  draw(session, box('a', 30));
  await clock.advance(2000);
  assert.deepEqual(server.requests.at(-1)?.upserts.map(annotation => annotation.id), ['a']);
  assert.deepEqual(server.records.get('a')?.geometry, box('a', 30).geometry);
  assert.equal(session.queue.status.state, 'blocked');
});

test('RefusedShape_Corrected_IsSentAgainByItself', async () => {
  const session = await open();
  server.refuses = goneClass;
  draw(session, box('bad', 50, 10, 20, 20, { classId: 'gone' }));
  await clock.advance(2000);
  draw(session, box('bad', 50));
  await clock.advance(2000);
  assert.ok(server.records.has('bad'));
  assert.equal(session.queue.status.state, 'saved');
  assert.deepEqual(storage.items(), []);
});

test('RefusedShape_Discarded_IsForgotten', async () => {
  const session = await open();
  server.refuses = goneClass;
  draw(session, box('a', 50, 10, 20, 20, { classId: 'gone' }), box('bad', 50, 10, 20, 20, { classId: 'gone' }));
  await clock.advance(5000);
  assert.deepEqual(refusedIds(session), ['a', 'bad']);
  session.discard(refusedIds(session));
  await clock.advance(2000);
  assert.equal(session.store.get('bad'), undefined);
  assert.deepEqual(session.store.get('a')?.geometry, box('a', 1).geometry);
  assert.equal(session.queue.status.state, 'saved');
  assert.deepEqual(storage.items(), []);
  session.store.apply(session.history.undo()!, 'history');
  assert.ok(session.store.get('bad'), 'even discarding can be undone');
});

test('RefusedShape_PageClosed_IsRefusedAgainAndNotLost', async () => {
  const killed = await open();
  server.refuses = goneClass;
  draw(killed, box('bad', 50, 10, 20, 20, { classId: 'gone' }));
  await clock.advance(2000);
  killed.queue.stop();
  journal.kill();
  const session = await open();
  await clock.advance(2000);
  assert.ok(session.store.get('bad'));
  assert.deepEqual(refusedIds(session), ['bad']);
  server.refuses = () => false;
  await session.queue.retry();
  await clock.advance(2000);
  assert.ok(server.records.has('bad'));
});

test('TooLarge_IsSentInParts', async () => {
  const session = await open();
  server.status = 413;
  const largest = 5;
  server.refusesRequest = request => request.upserts.length > largest;
  draw(session, ...many(23));
  await clock.advance(10_000);
  assert.equal(server.records.size, 25);
  assert.equal(session.queue.status.state, 'saved');
});

test('ServerBreaksOverOneShape_AgainAndAgain_OthersAreSaved', async () => {
  const session = await open();
  server.status = 500;
  server.refuses = goneClass;
  draw(session, ...many(8), box('bad', 50, 10, 20, 20, { classId: 'gone' }));
  await clock.advance(300_000);
  assert.equal(server.records.size, 10);
  assert.deepEqual(refusedIds(session), ['bad']);
});

test('ServerBreaksOnce_IsTriedAgain', async () => {
  const session = await open();
  server.status = 500;
  server.refuses = () => true;
  draw(session, box('c'));
  await clock.advance(500);
  assert.equal(session.queue.status.state, 'offline');
  server.refuses = () => false;
  await clock.advance(2000);
  assert.equal(session.queue.status.state, 'saved');
});

test('Track_WithOneRefusedKeyframe_StaysTogether', async () => {
  const session = await open();
  const keyframe = (id: string, frame: number, classId = 'cell'): Annotation => box(id, 5, 5, 9, 9, { trackId: 't', frame, classId });
  server.refuses = goneClass;
  draw(session, keyframe('k1', 1), box('c'), keyframe('k2', 2, 'gone'), box('d'), keyframe('k3', 3));
  await clock.advance(5000);
  assert.deepEqual(refusedIds(session), ['k1', 'k2', 'k3'], 'a track is saved as a whole or not at all');
  assert.ok(server.records.has('c') && server.records.has('d'));
});

test('FrozenMeanwhile_EverythingWaits_UntilAPersonDecides', async () => {
  const session = await open();
  server.refusal = 'The dataset version is frozen.';
  draw(session, ...many(5));
  await clock.advance(60_000);
  assert.equal(server.requests.length, 1, 'the image is refused as a whole, so there is nothing to cut');
  assert.equal(session.queue.status.state, 'blocked');
  assert.equal(session.queue.status.refused.length, 0);
  assert.equal(storage.items().length, 5);
  assert.equal(session.queue.unsaved().length, 5);
  session.discard(session.queue.unsaved().map(item => item.id));
  await clock.advance(1000);
  assert.equal(session.queue.status.state, 'saved');
  assert.deepEqual(storage.items(), []);
});

test('Refusal_WhileAnotherPersonSaves_MergesAndKeepsTheRefusedOne', async () => {
  const session = await open();
  server.refuses = goneClass;
  draw(session, box('bad', 50, 10, 20, 20, { classId: 'gone' }), box('c'));
  await clock.advance(3000);
  server.change(records => records.set('theirs', box('theirs')));
  await session.queue.refresh();
  await clock.advance(1000);
  assert.ok(session.store.get('theirs'));
  assert.deepEqual(refusedIds(session), ['bad']);
  assert.deepEqual(storage.items().map(item => item.id), ['bad']);
});

test('HugeDifference_IsSentInSeveralRequests', async () => {
  const session = await open();
  draw(session, ...many(5000));
  await clock.advance(5000);
  assert.ok(server.requests.every(request => request.upserts.length <= 2000));
  assert.equal(server.records.size, 5002);
  assert.equal(session.queue.status.state, 'saved');
});
