import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { decisionsOf, type Decision, type OpenConflict } from '../src/annotator/conflicts.js';
import { merge } from '../src/annotator/merge.js';
import type { Annotation } from '../src/annotator/model.js';
import type { AssetSession } from '../src/annotator/session.js';
import { box, FakeScheduler, FakeServer, FakeStorage, mapOf, openSession } from './builders.js';

let server: FakeServer;
let clock: FakeScheduler;
let session: AssetSession;

beforeEach(async () => {
  server = new FakeServer([box('a', 1), box('b', 2)]);
  clock = new FakeScheduler();
  session = await openSession(server, new FakeStorage().openPage(), clock);
});

/** I make of `a` what `mine` says, while somebody else makes of it what `theirs` says; undefined deletes. */
async function clash(mine: Annotation | undefined, theirs: Annotation | undefined): Promise<OpenConflict> {
  server.change(records => (theirs ? records.set('a', theirs) : records.delete('a')));
  session.store.apply([{ id: 'a', after: mine }], 'local');
  await clock.advance(2000);
  const [conflict] = open();
  assert.ok(conflict);
  return conflict;
}

function open(): OpenConflict[] {
  return session.conflicts.open(id => session.store.get(id));
}

async function decide(conflict: OpenConflict, decision: Decision): Promise<void> {
  session.history.push(session.store.apply(session.conflicts.decide(conflict.conflict, decision, id => session.store.get(id)), 'local'), clock.now());
  await clock.advance(2000);
  assert.deepEqual(open(), []);
  assert.deepEqual(held(), [...session.store.all()].map(xOf).sort((a, b) => a - b), 'here and at the server is the same');
}

const xOf = (annotation: Annotation): number => (annotation.geometry as { x: number }).x;
const held = (): number[] => [...server.records.values()].map(xOf).sort((a, b) => a - b);

test('BothMoved_Unanswered_KeepsBothAndShowsBothVersions', async () => {
  const conflict = await clash(box('a', 50), box('a', 70));
  assert.deepEqual(held(), [2, 50, 70]);
  assert.deepEqual([conflict.mine, conflict.theirs].map(version => xOf(version!)), [50, 70]);
  assert.deepEqual(decisionsOf(conflict.conflict), ['mine', 'theirs', 'both']);
});

test('BothMoved_Mine_PutsMineInItsPlace', async () => {
  await decide(await clash(box('a', 50), box('a', 70)), 'mine');
  assert.deepEqual(held(), [2, 50]);
  assert.equal(xOf(server.records.get('a')!), 50, 'under the id that everybody knows');
});

test('BothMoved_Theirs_TakesMyCopyAway', async () => {
  await decide(await clash(box('a', 50), box('a', 70)), 'theirs');
  assert.deepEqual(held(), [2, 70]);
});

test('BothMoved_Both_LeavesBoth', async () => {
  await decide(await clash(box('a', 50), box('a', 70)), 'both');
  assert.deepEqual(held(), [2, 50, 70]);
});

test('BothMoved_Decided_CanBeUndoneInOneStep', async () => {
  await decide(await clash(box('a', 50), box('a', 70)), 'mine');
  session.store.apply(session.history.undo()!, 'history');
  await clock.advance(2000);
  assert.deepEqual(held(), [2, 50, 70]);
});

test('BothMoved_MyCopyEditedOn_MineMeansTheNewest', async () => {
  const conflict = await clash(box('a', 50), box('a', 70));
  const copy = session.store.get(conflict.conflict.copyId!)!;
  session.store.apply([{ id: copy.id, after: { ...copy, geometry: { ...box('x', 55).geometry } } }], 'local');
  await decide(open()[0]!, 'mine');
  assert.deepEqual(held(), [2, 55]);
});

test('BothMoved_OneDeletedSince_AsksNoMore', async () => {
  const conflict = await clash(box('a', 50), box('a', 70));
  session.store.apply([{ id: conflict.conflict.copyId!, after: undefined }], 'local');
  assert.deepEqual(open(), []);
});

test('TheyDeletedMine_Theirs_DeletesIt', async () => {
  const conflict = await clash(box('a', 50), undefined);
  assert.deepEqual(held(), [2, 50]);
  assert.deepEqual(decisionsOf(conflict.conflict), ['mine', 'theirs']);
  await decide(conflict, 'theirs');
  assert.deepEqual(held(), [2]);
});

test('TheyDeletedMine_Mine_KeepsIt', async () => {
  await decide(await clash(box('a', 50), undefined), 'mine');
  assert.deepEqual(held(), [2, 50]);
});

test('IDeletedTheirs_Mine_DeletesIt', async () => {
  const conflict = await clash(undefined, box('a', 70));
  assert.deepEqual(held(), [2, 70]);
  await decide(conflict, 'mine');
  assert.deepEqual(held(), [2]);
});

test('IDeletedTheirs_Theirs_KeepsIt', async () => {
  await decide(await clash(undefined, box('a', 70)), 'theirs');
  assert.deepEqual(held(), [2, 70]);
});

test('ModelShape_Mine_StaysTheModels', async () => {
  server.change(records => records.set('a', box('a', 1, 10, 20, 20, { source: 'model', modelVersionId: 'm1', confidence: 0.5 })));
  await session.queue.refresh();
  const mine = { ...session.store.get('a')!, geometry: box('x', 50).geometry };
  await decide(await clash(mine, { ...mine, geometry: box('x', 70).geometry }), 'mine');
  assert.equal(server.records.get('a')?.source, 'model');
});

// Tracks have rules that no merge by id sees.

const keyframe = (id: string, frame: number, x: number, classId = 'cell'): Annotation => box(id, x, 5, 9, 9, { trackId: 't', frame, classId });

function mergeTracks(base: Annotation[], mine: Annotation[], theirs: Annotation[]) {
  return merge({ base: mapOf(...base), mine: mapOf(...mine), theirs: mapOf(...theirs), sent: new Map(), newId: () => 'copy' });
}

test('Keyframe_ChangedByBoth_MineStandsOnItsFrameAlone', () => {
  const { merged } = mergeTracks([keyframe('k', 3, 1)], [keyframe('k', 3, 5)], [keyframe('k', 3, 9)]);
  assert.equal(merged.get('k')?.trackId, 't');
  assert.equal(merged.get('copy')?.trackId, null);
  assert.equal(merged.get('copy')?.frame, 3);
});

test('Keyframe_AddedByBothOnOneFrame_TheirsStaysInTheTrackAndBothAreAsked', () => {
  const base = [keyframe('k', 1, 1)];
  const { merged, conflicts } = mergeTracks(base, [...base, keyframe('m', 4, 5)], [...base, keyframe('t4', 4, 9)]);
  assert.equal(merged.get('t4')?.trackId, 't');
  assert.equal(merged.get('m')?.trackId, null);
  assert.deepEqual(conflicts.map(({ id, kind, copyId }) => ({ id, kind, copyId })), [{ id: 't4', kind: 'copied', copyId: 'm' }]);
});

test('Keyframe_MovedHereToAFrameThatTheyTook_LosesNeither', () => {
  const base = [keyframe('k1', 1, 1), keyframe('k2', 2, 2)];
  const { merged } = mergeTracks(base, [base[0]!, keyframe('k2', 5, 2)], [...base, keyframe('new', 5, 9)]);
  assert.equal(merged.size, 3);
  assert.deepEqual([...merged.values()].filter(each => each.trackId === 't' && each.frame === 5).map(each => each.id), ['new']);
});

test('Track_RelabelledHere_TakesTheirNewKeyframeAlong', () => {
  const base = [keyframe('k1', 1, 1), keyframe('k2', 2, 2)];
  const { merged } = mergeTracks(base, base.map(each => ({ ...each, classId: 'new' })), [...base, keyframe('k3', 3, 3)]);
  assert.deepEqual([...merged.values()].map(each => each.classId), ['new', 'new', 'new']);
});

test('Track_RelabelledThere_TakesMyNewKeyframeAlong', () => {
  const base = [keyframe('k1', 1, 1), keyframe('k2', 2, 2)];
  const { merged } = mergeTracks(base, [...base, keyframe('k3', 3, 3)], base.map(each => ({ ...each, classId: 'new' })));
  assert.deepEqual([...merged.values()].map(each => each.classId), ['new', 'new', 'new']);
});
