import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Http } from '../src/annotator/http.js';
import { HttpAnnotationApi } from '../src/annotator/protocol.js';
import { box, documentOf } from './builders.js';

function apiOf(fetchFn: typeof fetch): HttpAnnotationApi {
  return new HttpAnnotationApi(new Http('/api', 'kim', fetchFn));
}

function apiAnswering(answer: () => Response | Promise<Response>): HttpAnnotationApi {
  return apiOf(() => Promise.resolve().then(answer));
}

const request = { baseRevision: 3, upserts: [box('a')], deletes: ['b'] };
const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

test('Put_SendsContractAsJson', async () => {
  let seen: { url: string; init: RequestInit } | undefined;
  const api = apiOf((url, init) => {
    seen = { url: String(url), init: init! };
    return Promise.resolve(json(200, { revision: 4 }));
  });
  assert.deepEqual(await api.put('x y', request, true), { kind: 'saved', revision: 4 });
  assert.equal(seen?.url, '/api/assets/x%20y/annotations');
  assert.equal(seen?.init.method, 'PUT');
  assert.equal(seen?.init.keepalive, true);
  const { id, classId, type, geometry, reviewState } = request.upserts[0]!;
  assert.deepEqual(JSON.parse(String(seen?.init.body)), { ...request, upserts: [{ id, classId, type, geometry, reviewState, attributes: null, frame: null, trackId: null, zOrder: 0 }] });
});

test('Put_LargeBody_IsNotKeepalive', async () => {
  let keepalive: boolean | undefined = true;
  const api = apiOf((_, init) => {
    keepalive = init?.keepalive;
    return Promise.resolve(json(200, { revision: 4 }));
  });
  await api.put('a', { ...request, upserts: Array.from({ length: 1000 }, (_, i) => box(`${i}`)) }, true);
  assert.equal(keepalive, false);
});

test('Put_409WithDocument_IsConflict', async () => {
  const result = await apiAnswering(() => json(409, documentOf([box('a')], 9))).put('a', request, false);
  assert.equal(result.kind, 'conflict');
});

test('Put_409WithProblem_IsRefusal', async () => {
  const result = await apiAnswering(() => json(409, { title: 'Conflict', detail: 'The version is frozen.' })).put('a', request, false);
  assert.ok(result.kind === 'refused' && result.message === 'The version is frozen.' && result.status === 409);
});

test('Put_AcceptedButCutOff_IsUncertain', async () => {
  const result = await apiAnswering(() => new Response('{"revi', { status: 200 })).put('a', request, false);
  assert.deepEqual(result, { kind: 'unreachable', signedOut: false });
});

test('Put_SignedOut_IsToldApart', async () => {
  for (const status of [401, 302]) {
    assert.deepEqual(await apiAnswering(() => new Response(null, { status })).put('a', request, false), { kind: 'unreachable', signedOut: true, status });
  }
});

test('Put_ServerErrors_AreTriedAgain', async () => {
  for (const status of [408, 429, 500, 502, 503]) {
    assert.equal((await apiAnswering(() => new Response('', { status })).put('a', request, false)).kind, 'unreachable');
  }
  const thrown = await apiAnswering(() => { throw new TypeError('network'); }).put('a', request, false);
  assert.equal(thrown.kind, 'unreachable');
});

test('Get_Forbidden_SaysWhy', async () => {
  const result = await apiAnswering(() => json(403, { title: 'Not allowed' })).get('a');
  assert.ok(result.kind === 'refused' && result.message === 'Not allowed');
});
