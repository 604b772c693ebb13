import type { Safety } from '../journal/journal.js';
import type { SaveState, SaveStatus } from '../saveQueue.js';
import type { Unsaved } from '../sessions.js';
import type { Texts } from '../texts.js';
import { el, setFlag, setText } from './dom.js';
import type { View, ViewContext } from './view.js';

/** How saving stands, over all images of the page: the worst that concerns anybody's work. */
export interface OverallStatus {
  readonly state: SaveState;
  /** Edits not acknowledged. */
  readonly dirty: number;
  readonly savedAt: number | null;
  readonly message: string | null;
}

const ranks: readonly SaveState[] = ['saved', 'pending', 'saving', 'offline', 'signedOut', 'blocked'];

export function overallStatus(shown: SaveStatus | null, unsaved: readonly Unsaved[], stranded: ReadonlyMap<string, string>): OverallStatus | null {
  const savedAt = shown?.savedAt ?? null;
  const [reason] = stranded.values();
  if (!shown && unsaved.length === 0 && reason === undefined) {
    return null;
  }
  const worst = [...(shown ? [shown] : []), ...unsaved.map(({ status }) => status)].reduce<SaveStatus | null>(
    (found, status) => (found && ranks.indexOf(found.state) >= ranks.indexOf(status.state) ? found : status), null);
  const dirty = unsaved.reduce((sum, { status }) => sum + status.dirty, 0);
  return reason !== undefined && worst?.state !== 'blocked'
    ? { state: 'blocked', dirty: dirty + stranded.size, savedAt, message: reason }
    : { state: worst?.state ?? 'saved', dirty, savedAt, message: worst?.message ?? null };
}

export interface StatusSurroundings {
  readonly safety: Safety;
  readonly reachable: boolean;
  readonly readOnly: boolean;
}

export function statusText(texts: Texts, status: OverallStatus | null, { safety, reachable, readOnly }: StatusSurroundings): string {
  const dirty = status?.dirty ?? 0;
  switch (status?.state) {
    case undefined: return '';
    case 'offline': return texts.get(safety === 'failed' ? 'offlineUnsafe' : 'offline', dirty);
    case 'signedOut': return status.message === null ? texts.get('signedOut', dirty) : texts.get('otherUser', status.message, dirty);
    case 'blocked': return texts.get('blocked', dirty, status.message ?? '');
    case 'pending': case 'saving': return texts.get('saving');
    case 'saved':
      if (!reachable) {
        return texts.get('offlineClean');
      }
      return readOnly ? texts.get('readOnly')
        : status.savedAt === null ? texts.get('saved') : texts.get('savedAt', timeText(new Date(status.savedAt)));
  }
}

/** `14:03:22`, alike in every language. */
function timeText(time: Date): string {
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map(part => String(part).padStart(2, '0')).join(':');
}

/** Always says whether the work is safe, and what to do where it is not. */
export function createSaveStatus(context: ViewContext, openKept: () => void): View {
  const { engine, texts, live, sessions } = context;
  const text = el('span', { class: 'an-status-text' });
  const retry = el('button', { type: 'button', class: 'an-link', 'data-action': 'retry', onclick: () => sessions.retryAll() }, texts.get('retry'));
  const signIn = el('a', { class: 'an-link', href: 'sign-in', target: '_blank', 'data-action': 'signIn' }, texts.get('signIn'));
  const kept = el('button', { type: 'button', class: 'an-link', 'data-action': 'kept', onclick: () => openKept() }, texts.get('whatNow'));
  const element = el('div', { class: 'an-status' }, el('span', { class: 'an-dot' }), el('span', { class: 'an-status-said', role: 'status', 'aria-live': 'polite' }, text), retry, signIn, kept);
  return {
    element,
    update() {
      const status = overallStatus(context.status(), sessions.unsaved(), sessions.stranded);
      const state = status?.state ?? 'saved';
      element.dataset['state'] = state === 'saved' && !live.reachable ? 'offline' : state;
      const said = statusText(texts, status, { safety: context.safety(), reachable: live.reachable, readOnly: engine.readOnly });
      setText(text, said);
      element.title = said;
      setFlag(retry, 'hidden', state !== 'offline');
      setFlag(signIn, 'hidden', state !== 'signedOut');
      setFlag(kept, 'hidden', state !== 'blocked');
    },
  };
}
