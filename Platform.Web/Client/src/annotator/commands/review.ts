import type { Engine } from '../engine.js';
import type { CommandTable } from './table.js';

/** Judging what a model drew. */
export function reviewCommands(engine: Engine): CommandTable {
  return {
    accept: () => engine.actions.accept(),
    acceptShown: () => engine.actions.acceptShown(),
  };
}
