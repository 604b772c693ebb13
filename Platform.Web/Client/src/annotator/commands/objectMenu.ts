import { flags, groupOf, hasFlag } from '../attributes.js';
import type { Engine } from '../engine.js';
import { conversionsOf } from '../geometry/convert.js';
import type { Command } from '../keys/chords.js';
import type { Annotation, KeypointsGeometry } from '../model.js';
import { shapeOf } from '../shapes/registry.js';
import type { TextKey } from '../texts.js';
import type { MenuItem } from '../ui/menu.js';

interface Entry {
  readonly text: TextKey;
  readonly command: Command;
  /** Whether the selection (never empty) has a use for it. */
  fits(selected: readonly Annotation[]): boolean;
  /** A state rather than an action: ticked where the whole selection has it. */
  has?(engine: Engine, annotation: Annotation): boolean;
  /** Begins a new group, where it is offered. */
  readonly group?: boolean;
}

const any = (): boolean => true;
const single = (selected: readonly Annotation[]): boolean => selected.length === 1;
const every = (test: (annotation: Annotation) => boolean) => (selected: readonly Annotation[]): boolean => selected.every(test);
const become = (to: 'bbox' | 'polygon' | 'mask') => every(({ type }) => type !== null && conversionsOf(type).includes(to));

/** What the menu of a shape offers, in its order; a line here needs a command in one of the modules. */
const entries: readonly Entry[] = [
  { text: 'changeClass', command: 'classPalette', fits: any },
  ...flags.map((flag, i): Entry => ({ text: flag, command: `flag:${flag}`, fits: any, has: (_, annotation) => hasFlag(annotation, flag), group: i === 0 })),
  { text: 'redraw', command: 'redraw', group: true, fits: selected => single(selected) && shapeOf(selected[0]!) !== undefined },
  { text: 'transform', command: 'transform', fits: every(annotation => shapeOf(annotation)?.transform !== undefined) },
  { text: 'simplify', command: 'simplify', fits: every(annotation => shapeOf(annotation)?.withOutline !== undefined) },
  { text: 'reverse', command: 'reverse', fits: every(annotation => shapeOf(annotation)?.withOutline !== undefined) },
  { text: 'mirrorH', command: 'mirror:h', fits: every(annotation => shapeOf(annotation)?.mirror !== undefined) },
  { text: 'mirrorV', command: 'mirror:v', fits: every(annotation => shapeOf(annotation)?.mirror !== undefined) },
  { text: 'slice', command: 'slice', fits: selected => single(selected) && shapeOf(selected[0]!)?.slice !== undefined },
  { text: 'join', command: 'join', fits: selected => selected.length > 1 && every(annotation => shapeOf(annotation)?.join !== undefined)(selected) },
  { text: 'placeAbsent', command: 'placeAbsent', fits: selected => single(selected) && selected[0]!.type === 'keypoints' && (selected[0]!.geometry as KeypointsGeometry).points.some((value, i) => i % 3 === 2 && value === 0) },
  { text: 'fillHoles', command: 'fillHoles', fits: every(({ type }) => type === 'mask') },
  { text: 'cutOut', command: 'cutOut', fits: selected => selected.length > 1 && every(({ type }) => type === 'polygon')(selected) },
  { text: 'toBox', command: 'convert:bbox', group: true, fits: become('bbox') },
  { text: 'toPolygon', command: 'convert:polygon', fits: become('polygon') },
  { text: 'toMask', command: 'convert:mask', fits: become('mask') },
  { text: 'group', command: 'group', group: true, fits: selected => selected.length > 1 },
  { text: 'ungroup', command: 'ungroup', fits: selected => selected.some(annotation => groupOf(annotation) !== null) },
  { text: 'selectGroup', command: 'selectGroup', fits: selected => selected.some(annotation => groupOf(annotation) !== null) },
  { text: 'zFront', command: 'zOrder:front', group: true, fits: any },
  { text: 'zUp', command: 'zOrder:up', fits: any },
  { text: 'zDown', command: 'zOrder:down', fits: any },
  { text: 'zBack', command: 'zOrder:back', fits: any },
  { text: 'locked', command: 'lock', group: true, fits: any, has: ({ marks }, annotation) => marks.has('locked', annotation) },
  { text: 'pinned', command: 'pin', fits: any, has: ({ marks }, annotation) => marks.has('pinned', annotation) },
  { text: 'hide', command: 'hide', fits: any },
  { text: 'duplicate', command: 'duplicate', group: true, fits: any },
  { text: 'propagateMenu', command: 'copyToImages', fits: any },
  { text: 'delete', command: 'delete', fits: any },
];

/** Of a read-only image nothing can be changed, so only ways of looking would be left: no menu. */
export function menuOfSelection(engine: Engine, selected: readonly Annotation[]): MenuItem[] {
  return engine.readOnly ? [] : entries.filter(({ fits }) => fits(selected)).map(({ text, command, has, group }) => ({
    text: engine.text(text), command, run: () => engine.run(command),
    ...(has ? { checked: selected.every(annotation => has(engine, annotation)) } : {}), ...(group ? { separated: true } : {}),
  }));
}
