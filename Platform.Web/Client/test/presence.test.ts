import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Http } from '../src/annotator/http.js';
import { Presence } from '../src/annotator/presence.js';
import { initials } from '../src/annotator/ui/people.js';
import { FakeScheduler } from './builders.js';

let clock: FakeScheduler;
let calls: string[];
let heard: string[];
let answer: () => Response;
let presence: Presence;

beforeEach(() => {
  clock = new FakeScheduler();
  calls = [];
  heard = [];
  answer = () => new Response(JSON.stringify({ revision: 4, people: [] }));
  const http = new Http('/api', 'kim', (url, init) => {
    calls.push(`${String(url).slice('/api/assets/'.length)} ${String(init?.body)}`);
    return Promise.resolve().then(answer);
  });
  presence = new Presence(http, clock, 't1', { answered: (asset, { revision }) => heard.push(`${asset}@${revision}`), unreachable: () => heard.push('unreachable') });
});

test('Shown_IsSaidEveryThreeSeconds', async () => {
  presence.show('a');
  await clock.advance(9500);
  assert.deepEqual(calls, Array.from({ length: 4 }, () => 'a/presence {"tab":"t1"}'));
  assert.deepEqual(heard, ['a@4', 'a@4', 'a@4', 'a@4']);
});

test('Shown_Another_SaysGoodbyeToTheFirst', async () => {
  presence.show('a');
  await clock.advance(100);
  presence.show('b');
  await clock.advance(100);
  assert.deepEqual(calls.slice(1), ['a/presence {"tab":"t1","leave":true}', 'b/presence {"tab":"t1"}']);
});

test('Hidden_IsSilentUntilLookedAtAgain', async () => {
  presence.show('a');
  await clock.advance(100);
  presence.leave();
  calls = [];
  await clock.advance(60_000);
  assert.deepEqual(calls, []);
  presence.resume();
  await clock.advance(100);
  assert.equal(calls.length, 1);
});

test('AnswerOfTheImageBefore_IsNotHeard', async () => {
  presence.show('a');
  presence.show('b');
  await clock.advance(100);
  assert.deepEqual(heard, ['b@4']);
});

test('Unreachable_IsToldAndAskedAgain', async () => {
  answer = () => { throw new TypeError('network'); };
  presence.show('a');
  await clock.advance(3500);
  assert.deepEqual(heard, ['unreachable', 'unreachable']);
});

test('Refused_IsAskedRarely', async () => {
  answer = () => new Response('{}', { status: 403 });
  presence.show('a');
  await clock.advance(29_000);
  assert.equal(calls.length, 1);
  await clock.advance(2000);
  assert.equal(calls.length, 2);
});

test('Initials_OfNamesHereAndThere', () => {
  assert.equal(initials('Ada Kim'), 'AK');
  assert.equal(initials('김하나'), '하나');
  assert.equal(initials('Lee'), 'LE');
  assert.equal(initials('anna maria voss'), 'AV');
  assert.equal(initials(''), '');
});
