import { keysOfPress, type Command } from '../keys/chords.js';
import { helpGroups } from '../keys/help.js';
import type { KeyOverrides } from '../keys/presets.js';
import { capsOf } from '../keys/sheet.js';
import { el } from './dom.js';
import type { ViewContext } from './view.js';

/** Waits for the keys that a command is to have; where another command has them, asks before it takes them away. */
export class KeyCapture {
  readonly element = el('div', { class: 'an-capture', tabindex: '0', role: 'group' });
  private rebound: KeyOverrides | null = null;
  /** Two keys are wanted; the first, once it is there. */
  private pair: { first: string | null } | null = null;
  private readonly asked = el('span', {});

  /** `done` gets all keys that differ from the preset, or null where nothing is to change. */
  constructor(private readonly context: ViewContext, private readonly command: Command, private readonly done: (keys: KeyOverrides | null) => void) {
    this.element.setAttribute('aria-label', context.texts.get('pressKeys'));
    this.asked.textContent = context.texts.get('pressKeys');
    const two = el('button', { type: 'button', class: 'an-link', 'data-action': 'twoKeys', onclick: () => {
      this.pair = { first: null };
      two.remove();
      this.element.focus();
    } }, context.texts.get('twoKeys'));
    this.element.append(this.asked, two);
  }

  keyDown(event: KeyboardEvent): void {
    const isButton = event.target instanceof HTMLButtonElement;
    if (event.key === 'Tab' || (isButton && event.key !== 'Escape')) {
      return;
    }
    event.preventDefault();
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    if (event.key === 'Escape' && plain) {
      this.done(null);
      return;
    }
    const keys = keysOfPress(event);
    if (keys === undefined) {
      return;
    }
    if (this.pair?.first === null) {
      this.pair.first = keys;
      this.asked.textContent = this.context.texts.get('pressSecondKey', capsOf(keys, this.context.texts).join('+'));
      return;
    }
    this.take(this.pair ? `${this.pair.first} ${keys}` : keys);
  }

  private take(keys: string): void {
    const { engine, texts } = this.context;
    const rivals = engine.keymap.rivals(this.command, keys);
    this.rebound = engine.keymap.rebound(this.command, [keys]);
    if (rivals.length === 0) {
      this.done(this.rebound);
      return;
    }
    const names = rivals.map(rival => this.nameOf(rival)).join(', ');
    const replace = el('button', { type: 'button', class: 'an-link', 'data-action': 'takeKeys', onclick: () => this.done(this.rebound) }, texts.get('takeKeys'));
    this.element.replaceChildren(
      el('span', { role: 'alert' }, texts.get('keysTaken', keys.split(' ').map(each => capsOf(each, texts).join('+')).join(' '), names)),
      replace,
      el('button', { type: 'button', class: 'an-link', onclick: () => this.done(null) }, texts.get('cancel')));
    replace.focus();
  }

  private nameOf(command: Command): string {
    const line = helpGroups.flatMap(group => group.lines).find(each => each.commands?.includes(command));
    return line ? this.context.texts.get(line.text) : command;
  }
}
