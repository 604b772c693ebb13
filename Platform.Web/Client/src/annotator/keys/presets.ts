import type { Command } from './chords.js';

export const presetIds = ['ours', 'cvat', 'labelStudio'] as const;
export type PresetId = (typeof presetIds)[number];

/** Keys by command; they replace all keys that the command had. */
export type KeyOverrides = Readonly<Record<Command, readonly string[]>>;

const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** What hands that come from another tool expect, as differences from our own keys. Whatever stands in their way there gives way. */
export const presets: Readonly<Record<PresetId, KeyOverrides>> = {
  ours: {},
  cvat: {
    next: ['F', 'PageDown'],
    previous: ['D', 'PageUp'],
    'flag:occluded': ['Q', '/'],
    pin: ['P'],
    'tool:polygon': ['Shift+P'],
    'mirror:h': ['Shift+H'],
    'mirror:v': ['Shift+V'],
    showAll: ['Alt+A'],
    classPalette: ['Ctrl+/'],
    'frame:1': ['F'],
    'frame:-1': ['D'],
    'frame:10': ['V'],
    'frame:-10': ['C'],
    'annotatedFrame:1': ['ArrowRight'],
    'annotatedFrame:-1': ['ArrowLeft'],
    'toKeyframe:1': ['R'],
    'toKeyframe:-1': ['E'],
    mergeTracks: ['M'],
    'zOrder:up': ['+'],
    'zOrder:down': ['-'],
    zoomIn: ['='],
    zoomOut: ['_'],
    lockAll: ['T L'],
    toggleHidden: ['T H'],
    toggleLabels: ['Shift+L'],
    ...Object.fromEntries(digits.map(digit => [`class:${digit}`, [`Ctrl+${digit}`, String(digit)]])),
  },
  labelStudio: {
    next: ['Ctrl+ArrowRight', 'PageDown'],
    previous: ['Ctrl+ArrowLeft', 'PageUp'],
    'tool:pan': ['H'],
    hide: ['Alt+H'],
    toggleHidden: ['Alt+H'],
    hideUnlocked: ['Alt+U'],
    lock: ['Alt+L'],
    'cycle:1': ['Alt+.', 'Tab'],
    'cycle:-1': ['Alt+,', 'Shift+Tab'],
    cancel: ['Escape', 'U'],
  },
};
