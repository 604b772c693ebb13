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

/** A circumstance that a binding needs: `selected`, `unselected`, `drawing`, `video`, or `tool:` and a tool's id. */
export type When = string;

export interface Binding {
  /** Modifiers in the order Ctrl, Alt, Shift, then the key: `Ctrl+Shift+Z`, `ArrowLeft`, `+`, `?`. Ctrl is Command on a Mac. */
  readonly keys: string;
  readonly command: Command;
  /** Absent: always, unless a binding with a fitting circumstance has the same keys. */
  readonly when?: When;
}

/** The command of a key press in these circumstances, or undefined for none. */
export function commandFor(press: KeyPress, bindings: readonly Binding[], holds: (when: When) => boolean): Command | undefined {
  const chords = chordsOf(press);
  const fitting = bindings.filter(binding => chords.includes(binding.keys.toLowerCase()) && (binding.when === undefined || holds(binding.when)));
  return (fitting.find(binding => binding.when !== undefined) ?? fitting[0])?.command;
}

/** A press by its modifiers and key; a sign that needs Shift on this keyboard (`?`, `+`) is also found without naming Shift. */
function chordsOf(press: KeyPress): string[] {
  const key = keyName(press);
  const held = `${press.ctrlKey || press.metaKey ? 'ctrl+' : ''}${press.altKey ? 'alt+' : ''}`;
  const isSign = key.length === 1 && !/[a-z0-9]/.test(key);
  const shifted = press.shiftKey ? [`${held}shift+${key}`, ...(isSign ? [`${held}${key}`] : [])] : [`${held}${key}`];
  return shifted;
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
  return press.key.toLowerCase();
}
