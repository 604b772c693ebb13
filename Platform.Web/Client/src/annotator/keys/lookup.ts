import { bindings } from './bindings.js';
import type { Command } from './chords.js';

/** The first key of a command, as it is written on buttons; empty where it has none. */
export function keysOf(command: Command): string {
  return bindings.find(binding => binding.command === command)?.keys ?? '';
}
