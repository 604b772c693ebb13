import type { TextKey } from './texts.js';

/** What a key press asks for; `class:1` to `class:9` relabel, `nudge:dx,dy` moves. */
export type Command =
  | 'tool:select' | 'tool:bbox' | 'tool:pan'
  | 'undo' | 'redo' | 'delete' | 'duplicate' | 'copy' | 'cut' | 'paste' | 'selectAll' | 'cancel' | 'accept'
  | 'next' | 'previous' | 'cycle:1' | 'cycle:-1'
  | 'zoomIn' | 'zoomOut' | 'fit' | 'actualSize' | 'toggleHidden' | 'toggleLabels' | 'toggleCrosshair' | 'help'
  | `class:${number}` | `nudge:${number},${number}`;

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const plain: Readonly<Record<string, Command>> = {
  v: 'tool:select', b: 'tool:bbox', m: 'tool:pan', a: 'accept', h: 'toggleHidden', l: 'toggleLabels', c: 'toggleCrosshair', f: 'fit', n: 'next', p: 'previous',
  delete: 'delete', backspace: 'delete', escape: 'cancel', pagedown: 'next', pageup: 'previous', tab: 'cycle:1', '+': 'zoomIn', '=': 'zoomIn', '-': 'zoomOut', 0: 'actualSize', '?': 'help',
};
const shifted: Readonly<Record<string, Command>> = { tab: 'cycle:-1', '?': 'help', '+': 'zoomIn' };
const withCtrl: Readonly<Record<string, Command>> = { z: 'undo', y: 'redo', a: 'selectAll', c: 'copy', x: 'cut', v: 'paste', d: 'duplicate' };
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1],
};

/** The command of a key press, or undefined for none. `hasSelection` decides whether arrows move shapes or turn the page. */
export function commandFor(press: KeyPress, hasSelection: boolean): Command | undefined {
  const key = keyName(press);
  if (press.altKey) {
    return undefined;
  }
  if (press.ctrlKey || press.metaKey) {
    return press.shiftKey ? (key === 'z' ? 'redo' : undefined) : withCtrl[key];
  }
  const arrow = arrows[key];
  if (arrow) {
    if (hasSelection) {
      const step = press.shiftKey ? 10 : 1;
      return `nudge:${arrow[0] * step},${arrow[1] * step}`;
    }
    return press.shiftKey ? undefined : key === 'arrowright' ? 'next' : key === 'arrowleft' ? 'previous' : undefined;
  }
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1];
  if (digit && !press.shiftKey) {
    return `class:${Number(digit)}`;
  }
  return press.shiftKey ? shifted[key] : plain[key];
}

/** A Korean layout (or an input method) reports no Latin letter; then the key's place on the board counts. */
function keyName(press: KeyPress): string {
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1];
  if (letter && !/^[a-z]$/i.test(press.key)) {
    return letter.toLowerCase();
  }
  if (press.code === 'Slash' && press.shiftKey) {
    return '?';
  }
  return press.key.toLowerCase();
}

export interface HelpLine {
  readonly text: TextKey;
  /** Key caps; those found among the texts (`keyDrag`) are translated. */
  readonly keys: readonly string[];
}

export const helpGroups: readonly { readonly title: TextKey; readonly lines: readonly HelpLine[] }[] = [
  {
    title: 'helpTools',
    lines: [
      { text: 'toolSelect', keys: ['V'] },
      { text: 'toolBox', keys: ['B'] },
      { text: 'toolPan', keys: ['M'] },
      { text: 'helpDraw', keys: ['B', 'keyDrag'] },
      { text: 'helpMarquee', keys: ['V', 'keyDrag'] },
      { text: 'helpAdd', keys: ['Shift', 'keyClick'] },
      { text: 'helpCancel', keys: ['Esc'] },
    ],
  },
  {
    title: 'helpReview',
    lines: [
      { text: 'helpClass', keys: ['1', '…', '9'] },
      { text: 'accept', keys: ['A'] },
      { text: 'reject', keys: ['Del'] },
      { text: 'helpCycle', keys: ['Tab', 'Shift Tab'] },
      { text: 'next', keys: ['N', '→', 'PgDn'] },
      { text: 'previous', keys: ['P', '←', 'PgUp'] },
    ],
  },
  {
    title: 'helpEdit',
    lines: [
      { text: 'undo', keys: ['Ctrl Z'] },
      { text: 'redo', keys: ['Ctrl Shift Z', 'Ctrl Y'] },
      { text: 'delete', keys: ['Del'] },
      { text: 'duplicate', keys: ['Ctrl D'] },
      { text: 'copy', keys: ['Ctrl C'] },
      { text: 'paste', keys: ['Ctrl V'] },
      { text: 'selectAll', keys: ['Ctrl A'] },
      { text: 'helpNudge', keys: ['keyArrows'] },
    ],
  },
  {
    title: 'helpView',
    lines: [
      { text: 'helpZoom', keys: ['keyWheel', '+', '−'] },
      { text: 'helpPan', keys: ['keyMiddle', 'keySpace'] },
      { text: 'fit', keys: ['F'] },
      { text: 'actualSize', keys: ['0'] },
      { text: 'hideAll', keys: ['H'] },
      { text: 'showLabels', keys: ['L'] },
      { text: 'crosshair', keys: ['C'] },
      { text: 'help', keys: ['?'] },
    ],
  },
];
