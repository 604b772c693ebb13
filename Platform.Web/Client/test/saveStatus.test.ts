import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SaveState, SaveStatus } from '../src/annotator/saveQueue.js';
import type { Unsaved } from '../src/annotator/sessions.js';
import { Texts } from '../src/annotator/texts.js';
import { overallStatus, statusText, type StatusSurroundings } from '../src/annotator/ui/saveStatus.js';

const at = new Date(2026, 0, 5, 14, 3, 22).getTime();
const status = (state: SaveState, extra: Partial<SaveStatus> = {}): SaveStatus => ({ state, dirty: 0, revision: 1, savedAt: at, message: null, refused: [], ...extra });
const unsaved = (assetId: string, each: SaveStatus): Unsaved => ({ assetId, status: each, items: () => [] });
const fine: StatusSurroundings = { safety: 'kept', reachable: true, readOnly: false };

function said(shown: SaveStatus, others: Unsaved[] = [], surroundings: Partial<StatusSurroundings> = {}, stranded: [string, string][] = []): string {
  const mine = shown.dirty > 0 ? [unsaved('shown', shown)] : [];
  return statusText(new Texts(), overallStatus(shown, [...mine, ...others], new Map(stranded)), { ...fine, ...surroundings });
}

test('Status_SaysWhetherTheWorkIsSafe', () => {
  assert.equal(said(status('saved')), 'Saved 14:03:22');
  assert.equal(said(status('saved', { savedAt: null })), 'Saved');
  assert.equal(said(status('saving', { dirty: 1 })), 'Saving…');
  assert.equal(said(status('offline', { dirty: 12 })), 'Offline, 12 edits kept');
  assert.equal(said(status('signedOut', { dirty: 3 })), 'Signed out, 3 edits kept');
  assert.equal(said(status('blocked', { dirty: 2, message: 'The class is gone.' })), 'Not saved: 2. The class is gone.');
});

test('Status_OfflineWithNothingUnsaved_SaysThatAllIsSaved', () => {
  assert.equal(said(status('saved'), [], { reachable: false }), 'Offline, everything is saved');
});

test('Status_BrowserKeepsNothing_SaysToKeepTheTab', () => {
  assert.equal(said(status('offline', { dirty: 12 }), [], { safety: 'failed' }), 'Offline, 12 edits in this tab only: keep it open');
});

test('Status_SomebodyElseSignedIn_SaysWho', () => {
  assert.equal(said(status('signedOut', { dirty: 3, message: 'Lee' })), 'Lee is signed in. 3 edits are kept until you sign in yourself.');
});

test('Status_AnotherImageRefused_IsNotHiddenByTheOneShown', () => {
  assert.equal(said(status('saved'), [unsaved('other', status('blocked', { dirty: 4, message: 'Frozen.' }))]), 'Not saved: 4. Frozen.');
});

test('Status_EditsOnAnImageThatIsGone_AreNotHidden', () => {
  assert.equal(said(status('saved'), [], {}, [['gone', 'This image was deleted.']]), 'Not saved: 1. This image was deleted.');
});
