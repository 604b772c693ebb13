import type { Engine } from '../engine.js';
import type { CommandTable } from './table.js';

const asked = ['doneAndNext', 'acceptAndNext', 'rejectImage', 'setState', 'nextComment', 'previousComment', 'comment', 'commentAt', 'askModel'] as const;

/** Judging what a model drew, and the work on an image as a whole; what needs the server is done by the desk (`review/desk.ts`). */
export function reviewCommands(engine: Engine): CommandTable {
  return {
    accept: () => engine.actions.accept(),
    acceptShown: () => engine.actions.acceptShown(),
    ...Object.fromEntries(asked.map(name => [name, (argument: string) => engine.options.onReview(name, argument)])),
  };
}
