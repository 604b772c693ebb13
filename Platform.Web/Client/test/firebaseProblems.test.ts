import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemOf } from '../src/firebase/problems.js';

const failure = (code: unknown): unknown => Object.assign(new Error('refused'), { code });

test('a wrong address and a wrong password are told apart by nobody', () => {
  const told = ['auth/user-not-found', 'auth/wrong-password', 'auth/invalid-credential', 'auth/invalid-email'].map(code => problemOf(failure(code)));
  assert.deepEqual(new Set(told), new Set(['credential']));
});

test('a window that its person closed is no problem', () => assert.equal(problemOf(failure('auth/popup-closed-by-user')), null));

test('what is not known is still said', () => {
  for (const unknown of [failure('auth/new-in-a-later-version'), failure(7), new Error('x'), 'text', null, undefined]) {
    assert.equal(problemOf(unknown), 'failed');
  }
});
