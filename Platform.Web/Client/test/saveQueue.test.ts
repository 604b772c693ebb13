import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { SaveStatus } from '../src/annotator/saveQueue.js';
import type { AssetSession } from '../src/annotator/session.js';
import { box, FakeScheduler, FakeServer, FakeStorage, openSession, settle, type FakeJournal } from './builders.js';

let server: FakeServer;
let clock: FakeScheduler;
let storage: FakeStorage;
let journal: FakeJournal;
let states: string[];

beforeEach(() => {
  server = new FakeServer([box('a', 1), box('b', 2)]);
  clock = new FakeScheduler();
  storage = new FakeStorage();
  states = [];
});

/** A page of the one browser; `journal` is that of the newest. */
async function open(): Promise<AssetSession> {
  journal = storage.openPage();
  const session = await openSession(server, journal, clock);
  session.events = { status: (status: SaveStatus) => states.push(status.state), merged: () => undefined };
  return session;
}

/** The tab is closed: its timers and answers are gone, its journal stays. */
function kill(session: AssetSession): void {
  session.queue.stop();
  journal.kill();
}

function edit(session: AssetSession, ...edits: [string, ReturnType<typeof box> | undefined][]): void {
  session.history.push(session.store.apply(edits.map(([id, after]) => ({ id, after })), 'local'), clock.now());
}

/** The heart of the matter: what the person sees, what the server holds, and an empty journal. */
function assertSettled(session: AssetSession): void {
  const plain = (annotations: Iterable<{ revision: number }>) => [...annotations].map(annotation => JSON.stringify({ ...annotation, revision: 0 })).sort();
  assert.deepEqual(plain(server.records.values()), plain(session.store.all()));
  assert.equal(session.queue.status.dirty, 0);
  assert.equal(session.queue.status.state, 'saved');
  assert.deepEqual(storage.items(), []);
}

test('Edit_Single_ReachesServerWithinASecond', async () => {
  const session = await open();
  edit(session, ['c', box('c')]);
  await clock.advance(1000);
  assertSettled(session);
  assert.deepEqual(states, ['pending', 'saving', 'saved']);
});

test('Edit_WithoutPause_StillLeavesWithinASecond', async () => {
  const session = await open();
  for (let i = 0; i < 10; i++) {
    edit(session, ['a', box('a', 10 + i)]);
    await clock.advance(100);
  }
  assert.ok(server.requests.length >= 1);
  await clock.advance(1000);
  assertSettled(session);
});

test('Edit_Several_SendsOnlyTheDifference', async () => {
  const session = await open();
  edit(session, ['a', box('a', 50)], ['b', undefined], ['c', box('c')]);
  await clock.advance(1000);
  assert.deepEqual(server.requests[0]?.upserts.map(annotation => annotation.id), ['a', 'c']);
  assert.deepEqual(server.requests[0]?.deletes, ['b']);
  assertSettled(session);
});

test('Edit_TakenBackBeforeSaving_SendsNothing', async () => {
  const session = await open();
  edit(session, ['c', box('c')]);
  session.store.apply(session.history.undo()!, 'history');
  await clock.advance(2000);
  assert.equal(server.requests.length, 0);
  assertSettled(session);
});

test('Save_AnsweredWhileEditingOn_SendsTheRestNext', async () => {
  const session = await open();
  let release = (): void => undefined;
  server.gate = new Promise(resolve => (release = resolve));
  edit(session, ['a', box('a', 30)]);
  await clock.advance(400);
  edit(session, ['a', box('a', 40)]);
  release();
  server.gate = null;
  await clock.advance(1000);
  assert.equal(server.requests.length, 2);
  assertSettled(session);
});

test('Server_Down_KeepsTryingAndKeepsJournal', async () => {
  const session = await open();
  server.down = true;
  edit(session, ['c', box('c')]);
  await clock.advance(60_000);
  assert.equal(session.queue.status.state, 'offline');
  assert.equal(storage.items().length, 1);
  const attempts = server.requests.length;
  assert.ok(attempts > 4 && attempts < 15, `${attempts} attempts in a minute`);
  server.down = false;
  await clock.advance(16_000);
  assertSettled(session);
});

test('Server_DownWhileEditing_NothingLost', async () => {
  const session = await open();
  server.down = true;
  for (let i = 0; i < 20; i++) {
    edit(session, [`n${i}`, box(`n${i}`, i)]);
    await clock.advance(500);
  }
  assert.equal(session.queue.status.dirty, 20);
  server.down = false;
  await session.queue.flush();
  await settle();
  assertSettled(session);
});

test('Answer_Lost_ResendsWithoutDuplicates', async () => {
  const session = await open();
  server.lostAnswers = 1;
  edit(session, ['c', box('c')]);
  await clock.advance(10_000);
  assert.equal(server.records.size, 3);
  assertSettled(session);
});

test('Answer_LostThenEdited_MakesNoConflict', async () => {
  const session = await open();
  server.lostAnswers = 2;
  edit(session, ['c', box('c', 5)]);
  await clock.advance(400);
  edit(session, ['c', box('c', 6)], ['a', box('a', 60)]);
  await clock.advance(30_000);
  assert.equal(server.records.size, 3);
  assertSettled(session);
});

test('Answer_LostThenDeleted_IsDeletedAtServerToo', async () => {
  const session = await open();
  server.lostAnswers = 1;
  edit(session, ['c', box('c')]);
  await clock.advance(400);
  assert.ok(server.records.has('c'));
  edit(session, ['c', undefined]);
  await clock.advance(30_000);
  assert.ok(!server.records.has('c'));
  assertSettled(session);
});

test('Conflict_DifferentShapes_MergesBoth', async () => {
  const session = await open();
  server.change(records => records.set('b', box('b', 70)).set('theirs', box('theirs')));
  edit(session, ['a', box('a', 50)]);
  await clock.advance(2000);
  assert.equal(server.records.size, 3);
  assert.deepEqual(server.records.get('b')?.geometry, box('b', 70).geometry);
  assert.deepEqual(server.records.get('a')?.geometry, box('a', 50).geometry);
  assertSettled(session);
});

test('Conflict_SameShape_KeepsBothVersionsAndUndoTouchesOnlyMine', async () => {
  const session = await open();
  server.change(records => records.set('a', box('a', 70)));
  edit(session, ['a', box('a', 50)]);
  await clock.advance(2000);
  assert.equal(server.records.size, 3);
  assertSettled(session);
  session.store.apply(session.history.undo()!, 'history');
  await clock.advance(2000);
  assert.deepEqual(server.records.get('a')?.geometry, box('a', 70).geometry);
  assertSettled(session);
});

test('Conflict_TheyDeletedWhatIChanged_IsCreatedAgain', async () => {
  const session = await open();
  server.change(records => records.delete('a'));
  edit(session, ['a', box('a', 50)]);
  await clock.advance(2000);
  assert.ok(server.records.has('a'));
  assertSettled(session);
});

test('Refused_StaysInJournalUntilRetried', async () => {
  const session = await open();
  server.refusal = 'The dataset version is frozen.';
  edit(session, ['c', box('c')]);
  await clock.advance(60_000);
  assert.equal(session.queue.status.state, 'blocked');
  assert.equal(session.queue.status.message, 'The dataset version is frozen.');
  assert.equal(server.requests.length, 1);
  assert.equal(storage.items().length, 1);
  server.refusal = null;
  await session.queue.retry();
  await settle();
  assertSettled(session);
});

test('Page_KilledBeforeSaving_IsReplayed', async () => {
  const killed = await open();
  edit(killed, ['c', box('c')], ['b', undefined]);
  kill(killed);
  server.change(records => records.set('theirs', box('theirs')));
  const session = await open();
  assert.deepEqual([...session.store.snapshot().keys()].sort(), ['a', 'c', 'theirs']);
  await clock.advance(2000);
  assertSettled(session);
});

test('Page_KilledBetweenSendingAndAnswer_IsNotDuplicated', async () => {
  const killed = await open();
  server.lostAnswers = 1;
  edit(killed, ['c', box('c', 5)]);
  await clock.advance(400);
  kill(killed);
  const session = await open();
  await clock.advance(2000);
  assert.equal(server.records.size, 3);
  assertSettled(session);
});

test('Save_RecognisedAsDoneBehindOthers_TakesTheirsBeforeGoingOn', async () => {
  const session = await open();
  server.lostAnswers = 1;
  edit(session, ['c', box('c', 5)]);
  await clock.advance(400);
  server.change(records => records.set('b', box('b', 70)));
  server.recogniseRepeats = true;
  await clock.advance(5000);
  assert.deepEqual(session.store.get('b')?.geometry, box('b', 70).geometry);
  edit(session, ['a', box('a', 44)]);
  await clock.advance(2000);
  assert.deepEqual(server.records.get('b')?.geometry, box('b', 70).geometry);
  assertSettled(session);
});

test('Refresh_OthersSaved_IsTakenWithoutLosingMine', async () => {
  const session = await open();
  server.change(records => records.delete('b'));
  edit(session, ['a', box('a', 33)]);
  await session.queue.refresh();
  await clock.advance(1000);
  assert.ok(!session.store.get('b'));
  assert.deepEqual(server.records.get('a')?.geometry, box('a', 33).geometry);
  assertSettled(session);
});

test('TwoPages_EditingByTurns_EndUpAlike', async () => {
  const one = await open();
  const two = await open();
  for (let i = 0; i < 30; i++) {
    edit(i % 2 ? one : two, [`n${i}`, box(`n${i}`, i)]);
    edit(i % 2 ? two : one, [`n${Math.max(0, i - 3)}`, i % 5 ? box(`n${Math.max(0, i - 3)}`, 40 + i) : undefined]);
    await clock.advance(170);
  }
  await clock.advance(20_000);
  await one.queue.refresh();
  await two.queue.refresh();
  await clock.advance(5000);
  await one.queue.refresh();
  assertSettled(one);
  assertSettled(two);
});
