import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Http } from '../src/annotator/http.js';

const me = (userId: string, name = 'Somebody'): Response => new Response(JSON.stringify({ userId, name }), { status: 200 });

/** Answers by path; each call is noted. */
function serverOf(answers: Record<string, () => Response>): { http: Http; calls: string[] } {
  const calls: string[] = [];
  const http = new Http('/api', 'KIM', url => {
    const path = String(url).slice('/api/'.length);
    calls.push(path);
    return Promise.resolve(answers[path]!());
  });
  return { http, calls };
}

test('SignedOut_ThenSignedInAgain_GoesOnAfterMakingSureWhoItIs', async () => {
  let signedIn = false;
  const { http, calls } = serverOf({
    save: () => (signedIn ? new Response('{}') : new Response(null, { status: 401 })),
    me: () => (signedIn ? me('kim') : new Response(null, { status: 401 })),
  });
  assert.equal((await http.send('save', { method: 'PUT', body: {} })).kind, 'unreachable');
  assert.equal((await http.send('save', { method: 'PUT', body: {} })).kind, 'unreachable');
  signedIn = true;
  assert.equal((await http.send('save', { method: 'PUT', body: {} })).kind, 'ok');
  assert.equal((await http.send('save', { method: 'PUT', body: {} })).kind, 'ok');
  assert.deepEqual(calls, ['save', 'me', 'me', 'save', 'save'], 'asked once, and nothing is sent before it is known');
});

test('SignedOut_ThenSomebodyElseSignsIn_SendsNothingInTheirName', async () => {
  let signedIn = false;
  const { http, calls } = serverOf({ save: () => new Response(null, { status: 401 }), me: () => (signedIn ? me('lee', 'Lee') : new Response(null, { status: 401 })) });
  await http.send('save', { method: 'PUT', body: {} });
  signedIn = true;
  assert.deepEqual(await http.send('save', { method: 'PUT', body: {} }), { kind: 'unreachable', signedOut: true, otherUser: 'Lee' });
  assert.deepEqual(await http.send('save', { method: 'PUT', body: {} }), { kind: 'unreachable', signedOut: true, otherUser: 'Lee' });
  assert.deepEqual(calls, ['save', 'me', 'me']);
});

test('Refused_CarriesReasonCodeAndStatus', async () => {
  const { http } = serverOf({ save: () => new Response(JSON.stringify({ title: 'No', detail: 'Not like this.', code: 'annotation.type_mismatch' }), { status: 422 }) });
  const answer = await http.send('save', { method: 'PUT', body: {} });
  assert.ok(answer.kind === 'refused' && answer.status === 422 && answer.message === 'Not like this.' && answer.code === 'annotation.type_mismatch');
});
