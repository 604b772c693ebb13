import type { Engine } from '../engine.js';
import { clipboardCommands } from './clipboard.js';
import { cursorCommands } from './cursor.js';
import { editCommands } from './edit.js';
import { imageCommands } from './images.js';
import { keypointCommands } from './keypoints.js';
import { maskCommands } from './masks.js';
import { objectCommands } from './objects.js';
import { outlineCommands } from './outlines.js';
import { reviewCommands } from './review.js';
import { videoCommands } from './video.js';
import { viewCommands } from './view.js';

/** What keys, buttons and .NET can ask for by name; the handler gets what stood behind the colon. */
export type CommandTable = Readonly<Record<string, (argument: string) => void>>;

/** Each module adds its own commands; a name stands in one module only. */
export const modules: readonly ((engine: Engine) => CommandTable)[] = [
  editCommands,
  clipboardCommands,
  cursorCommands,
  imageCommands,
  keypointCommands,
  maskCommands,
  objectCommands,
  outlineCommands,
  reviewCommands,
  viewCommands,
  videoCommands,
];

export function commandsOf(engine: Engine): CommandTable {
  return Object.assign({}, ...modules.map(module => module(engine))) as CommandTable;
}
