import type { Engine } from '../engine.js';
import type { Command } from '../keys/chords.js';
import { titleKeys } from '../keys/sheet.js';
import type { Safety } from '../journal/journal.js';
import type { Live } from '../live.js';
import type { Around } from '../propagation.js';
import type { ReviewDesk } from '../review/desk.js';
import type { CommentDrafts } from '../review/drafts.js';
import type { Review } from '../review/review.js';
import type { SaveStatus } from '../saveQueue.js';
import type { Sessions } from '../sessions.js';
import type { TextKey, Texts } from '../texts.js';
import { el } from './dom.js';
import { icon, type IconName } from './icons.js';

/** What every part of the surroundings is built from. */
export interface ViewContext {
  readonly engine: Engine;
  readonly texts: Texts;
  /** The neighbours of the image in the queue; null where nobody can tell at the moment. */
  around(): Promise<Around | null>;
  /** Begins the ids of elements, so that two canvases on a page do not share them. */
  readonly idPrefix: string;
  /** Edits not acknowledged, over all images of this page. */
  dirty(): number;
  status(): SaveStatus | null;
  readonly sessions: Sessions;
  readonly live: Live;
  readonly review: Review;
  readonly desk: ReviewDesk;
  readonly drafts: CommentDrafts;
  /** Whether unsaved edits outlive the page. */
  safety(): Safety;
}

/** A part of the surroundings; `update` runs at most once a frame and must cost little where nothing changed. */
export interface View {
  readonly element: HTMLElement;
  update(): void;
}

export function iconButton(context: ViewContext, name: IconName, text: TextKey, action: () => void): HTMLButtonElement {
  const label = context.texts.get(text);
  return el('button', {
    type: 'button',
    class: 'an-tool',
    title: label,
    'aria-label': label,
    'data-action': text,
    // Focus goes back to the picture, or the next key would press this button again.
    onclick: () => {
      action();
      context.engine.stage.element.focus({ preventScroll: true });
    },
  }, icon(name));
}

export function commandButton(context: ViewContext, name: IconName, text: TextKey, command: Command): HTMLButtonElement {
  return withKeys(context, iconButton(context, name, text, () => context.engine.run(command)), text, command);
}

/** Names the key in force in an element's title, because that is how a key is learnt. */
export function withKeys<T extends HTMLElement>(context: ViewContext, element: T, text: TextKey, command: Command): T {
  context.engine.keymap.follow(() => {
    const keys = titleKeys(context.engine.keymap, command, context.texts);
    const label = context.texts.get(text);
    element.title = keys === '' ? label : `${label} (${keys})`;
  });
  return element;
}
