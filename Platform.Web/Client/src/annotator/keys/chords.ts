/** What a key press asks for: a name, and after a colon its argument (`class:3`, `nudge:-1,0`, `tool:polygon`). */
export type Command = string;

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** A circumstance that a binding needs: `selected`, `unselected`, `video` (also with `:selected`, `:unselected`, `:resting`), `drawing`, `tool:` and a tool's id, or `cursor` (the keyboard leads the pointer). */
export type When = string;

export interface Binding {
  /** Modifiers in the order Ctrl, Alt, Shift, then the key: `Ctrl+Shift+Z`, `ArrowLeft`, `Space`, `+`, `?`. Ctrl is Command on a Mac. Two presses one after the other: `T L`. */
  readonly keys: string;
  readonly command: Command;
  /** Absent: always, unless a binding with a closer circumstance has the same keys. */
  readonly when?: When;
}

/** The command of a key press in these circumstances, or undefined for none. `first` is the press before it, where two keys are meant. */
export function commandFor(press: KeyPress, bindings: readonly Binding[], holds: (when: When) => boolean, first?: string): Command | undefined {
  const chords = chordsOf(press).map(chord => (first === undefined ? chord : `${first} ${chord}`));
  return closest(bindings, binding => chords.includes(binding.keys.toLowerCase()), holds)?.command;
}

/** The press as the first of two keys, where such a pair is what it most closely means; then nothing is done before the second. */
export function firstOfTwo(press: KeyPress, bindings: readonly Binding[], holds: (when: When) => boolean): string | undefined {
  const chords = chordsOf(press);
  const best = closest(bindings, ({ keys }) => chords.includes(keys.toLowerCase()) || (keys.includes(' ') && chords.includes(keys.toLowerCase().split(' ')[0]!)), holds);
  return best?.keys.includes(' ') ? best.keys.toLowerCase().split(' ')[0] : undefined;
}

/**
 * Two bindings of which only one can ever be meant; a pair of keys also stands against its first key alone. A mode of working (drawing, a tool) lies over
 * the plain keys and is no rival of theirs.
 */
export function clash(a: Binding, b: Binding): boolean {
  const exclusive = a.when !== b.when && a.when !== undefined && b.when !== undefined;
  return collide(a.keys, b.keys) && layer(a.when) === layer(b.when) && !exclusive;
}

/** The same keys, or a pair and its first key. */
export function collide(a: string, b: string): boolean {
  const [first, second] = [a.toLowerCase(), b.toLowerCase()];
  return first === second || first.startsWith(`${second} `) || second.startsWith(`${first} `);
}

/** Whether a press is of modifiers alone: the second of two keys may need them. */
export function isModifier(press: KeyPress): boolean {
  return ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Unidentified'].includes(press.key);
}

/** As a binding writes it: `Ctrl+Shift+Z`; undefined while only modifiers are held. */
export function keysOfPress(press: KeyPress): string | undefined {
  if (isModifier(press)) {
    return undefined;
  }
  const name = keyName(press);
  const shown = name.length === 1 ? name.toUpperCase() : named.get(name) ?? press.key;
  const shift = press.shiftKey && !isSign(name) ? 'Shift+' : '';
  return `${press.ctrlKey || press.metaKey ? 'Ctrl+' : ''}${press.altKey ? 'Alt+' : ''}${shift}${shown}`;
}

/** `Ctrl+Shift+Z` as its parts; `+` itself may be one. */
export function partsOf(keys: string): string[] {
  const at = keys.lastIndexOf('+', keys.length - 2);
  return at < 0 ? [keys] : [...keys.slice(0, at).split('+'), keys.slice(at + 1)];
}

/** What an input method swallows and only names by its place. */
const signs: Readonly<Record<string, string>> = {
  Slash: '/', Semicolon: ';', Comma: ',', Period: '.', Quote: "'", BracketLeft: '[', BracketRight: ']', Backslash: '\\', Minus: '-', Equal: '=', Backquote: '`', Space: 'space',
};

const named = new Map([['space', 'Space']]);

function closest(bindings: readonly Binding[], fits: (binding: Binding) => boolean, holds: (when: When) => boolean): Binding | undefined {
  const fitting = bindings.filter(binding => fits(binding) && (binding.when === undefined || holds(binding.when)));
  return fitting.reduce<Binding | undefined>((best, next) => (best === undefined || closeness(next.when) > closeness(best.when) ? next : best), undefined);
}

function layer(when: When | undefined): number {
  switch (when) {
    case undefined: case 'selected': case 'unselected': return 0;
    case 'video': case 'video:selected': case 'video:unselected': case 'video:resting': return 1;
    case 'cursor': return 3;
    default: return 2;
  }
}

function closeness(when: When | undefined): number {
  return layer(when) + (when === undefined ? 0 : 0.5);
}

/** A press by its modifiers and key; a sign that needs Shift on this keyboard (`?`, `+`) is also found without naming Shift. */
function chordsOf(press: KeyPress): string[] {
  const key = keyName(press);
  const held = `${press.ctrlKey || press.metaKey ? 'ctrl+' : ''}${press.altKey ? 'alt+' : ''}`;
  return press.shiftKey ? [`${held}shift+${key}`, ...(isSign(key) ? [`${held}${key}`] : [])] : [`${held}${key}`];
}

function isSign(key: string): boolean {
  return key.length === 1 && !/[a-z0-9]/.test(key);
}

/** A Korean layout (or an input method) reports no Latin letter; then the key's place on the board counts. So it does for digits. */
function keyName(press: KeyPress): string {
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1];
  if (letter && !/^[a-z]$/i.test(press.key)) {
    return letter.toLowerCase();
  }
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(press.code)?.[1];
  if (digit) {
    return digit;
  }
  if (press.code === 'Slash' && press.shiftKey) {
    return '?';
  }
  if (press.key === 'Process') {
    return signs[press.code] ?? press.code.toLowerCase();
  }
  return press.key === ' ' ? 'space' : press.key.toLowerCase();
}
