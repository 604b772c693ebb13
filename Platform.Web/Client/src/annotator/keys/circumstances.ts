import type { Engine } from '../engine.js';
import type { When } from './chords.js';

/** Whether a circumstance that a key binding names is given. */
export function holds(engine: Engine, when: When): boolean {
  switch (when) {
    case 'selected': return engine.selection.size > 0;
    case 'unselected': return engine.selection.size === 0;
    case 'drawing': return engine.tool.drawing ?? false;
    case 'video': return engine.session?.document.video != null;
    default: return when === `tool:${engine.tool.id}`;
  }
}
