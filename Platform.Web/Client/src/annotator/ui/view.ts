import type { Engine } from '../engine.js';
import type { Command } from '../keys/chords.js';
import type { SaveStatus } from '../saveQueue.js';
import type { TextKey, Texts } from '../texts.js';
import { el } from './dom.js';
import { icon, type IconName } from './icons.js';

/** What every part of the surroundings is built from. */
export interface ViewContext {
  readonly engine: Engine;
  readonly texts: Texts;
  /** Edits not acknowledged, over all images of this page. */
  dirty(): number;
  status(): SaveStatus | null;
}

/** A part of the surroundings; `update` runs at most once a frame and must cost little where nothing changed. */
export interface View {
  readonly element: HTMLElement;
  update(): void;
}

/** A button with an icon; its title names the key, because that is how the key is learnt. */
export function iconButton(context: ViewContext, name: IconName, text: TextKey, keys: string, action: () => void): HTMLButtonElement {
  const label = context.texts.get(text);
  return el('button', {
    type: 'button',
    class: 'an-tool',
    title: keys ? `${label} (${keys})` : label,
    'aria-label': label,
    'data-action': text,
    // Focus goes back to the picture, or the next key would press this button again.
    onclick: () => {
      action();
      context.engine.stage.element.focus({ preventScroll: true });
    },
  }, icon(name));
}

export function commandButton(context: ViewContext, name: IconName, text: TextKey, keys: string, command: Command): HTMLButtonElement {
  return iconButton(context, name, text, keys, () => context.engine.run(command));
}
