import type { TextKey } from '../texts.js';

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
