import { englishTexts, type TextKey, type Texts } from '../texts.js';
import { partsOf, type Command } from './chords.js';
import { helpGroups, type HelpLine } from './help.js';
import type { Keymap } from './keymap.js';

export interface SheetLine {
  readonly text: string;
  /** Alternatives, each as its caps: `[['Ctrl', 'Z'], ['U']]`. */
  readonly keys: readonly (readonly string[])[];
  /** The one command of this line, where its keys can be changed. */
  readonly command: Command | undefined;
}

export interface SheetGroup {
  readonly title: string;
  readonly lines: readonly SheetLine[];
}

const MostShownKeys = 4;
const caps: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Delete: 'Del', Escape: 'Esc', PageDown: 'PgDn', PageUp: 'PgUp', '-': '−' };

/** The cheat sheet as data, from the keys in force; the dialog and the user documentation are both made from it. */
export function sheetOf(keymap: Keymap, texts: Texts): SheetGroup[] {
  return helpGroups.map(group => ({
    title: texts.get(group.title),
    lines: group.lines.map(line => ({
      text: texts.get(line.text),
      keys: keysOfLine(line, keymap, texts),
      command: line.commands?.length === 1 ? line.commands[0] : undefined,
    })),
  }));
}

/** `Ctrl+Shift+Z` as on the caps of a keyboard; between two keys that are pressed one after the other stands a word. */
export function capsOf(keys: string, texts: Pick<Texts, 'get'>): string[] {
  const [first, second] = keys.split(' ');
  return second === undefined ? capsOfPress(keys, texts) : [...capsOfPress(first!, texts), texts.get('keysThen'), ...capsOfPress(second, texts)];
}

function capsOfPress(keys: string, texts: Pick<Texts, 'get'>): string[] {
  return partsOf(keys).map(part => (part === 'Space' ? texts.get('keySpace') : caps[part] ?? part));
}

/** For a button's title; empty where the command has no key. */
export function titleKeys(keymap: Keymap, command: Command, texts: Pick<Texts, 'get'>): string {
  const keys = keymap.keysOf(command)[0];
  return keys === undefined ? '' : keys.split(' ').map(each => capsOf(each, texts).join('+')).join(' ');
}

/** A text that names keys as `{key:COMMAND}`, with those in force. */
export function textWithKeys(keymap: Keymap, texts: Texts, key: TextKey, ...values: readonly (string | number)[]): string {
  return texts.get(key, ...values).replace(/\{key:([^}]+)\}/g, (_, command: string) => titleKeys(keymap, command, texts));
}

/** Lines in which every word of the search stands, in the text or in the keys; groups left empty are dropped. */
export function searched(groups: readonly SheetGroup[], search: string): SheetGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(word => word !== '');
  const fits = (line: SheetLine): boolean => {
    const hay = `${line.text} ${line.keys.map(each => each.join('+')).join(' ')}`.toLowerCase();
    return words.every(word => hay.includes(word));
  };
  return groups.map(group => ({ ...group, lines: group.lines.filter(fits) })).filter(group => group.lines.length > 0);
}

function keysOfLine(line: HelpLine, keymap: Keymap, texts: Texts): readonly (readonly string[])[] {
  if (line.keys) {
    return [line.keys.map(key => (key in englishTexts ? texts.get(key as TextKey) : key))];
  }
  const commands = line.commands ?? [];
  const keys = commands.map(command => keymap.keysOf(command).map(each => capsOf(each, texts)));
  return commands.length > 1 ? [asFamily(keys.map(each => each[0] ?? []).filter(each => each.length > 0))] : keys.flat();
}

/** `Shift ←`, `Shift →` … as `Shift ← →`; a long row as its first, `…` and last. */
function asFamily(keys: readonly (readonly string[])[]): readonly string[] {
  const held = keys[0]?.slice(0, -1) ?? [];
  const last = keys.map(each => each.at(-1)!);
  const shown = last.length > MostShownKeys ? [last[0]!, '…', last.at(-1)!] : last;
  return [...held, ...shown];
}
