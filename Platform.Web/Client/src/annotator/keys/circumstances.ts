import type { Engine } from '../engine.js';
import type { When } from './chords.js';

/** Whether a circumstance that a key binding names is given. */
export function holds(engine: Engine, when: When): boolean {
  switch (when) {
    case 'selected': return engine.selection.size > 0;
    case 'unselected': return engine.selection.size === 0;
    // While something is drawn, the keys belong to it.
    case 'box': return engine.selected().length === 1 && engine.selected()[0]!.type === 'bbox' && !engine.readOnly && !(engine.tool.drawing ?? false);
    case 'single': return engine.single.active;
    case 'cursor': return engine.cursor.active;
    case 'drawing': return engine.tool.drawing ?? false;
    case 'point': return engine.hoveredPoint !== undefined;
    case 'video': return engine.video !== null;
    case 'video:selected': return engine.video !== null && engine.selection.size > 0;
    case 'video:unselected': return engine.video !== null && engine.selection.size === 0;
    // While something is drawn or dragged, the space bar moves the view.
    case 'video:resting': return engine.video !== null && !(engine.tool.drawing ?? false) && !(engine.input?.dragging ?? false);
    default: return when === `tool:${engine.tool.id}`;
  }
}
