import type { Engine } from '../engine.js';
import type { CommandTable } from './table.js';

/** Labelling without a mouse: the arrow keys lead the pointer. */
export function cursorCommands(engine: Engine): CommandTable {
  const { cursor } = engine;
  return {
    cursor: () => {
      if (cursor.active) {
        cursor.stop();
      } else if (engine.loadState === 'ready') {
        cursor.start(engine.pointer);
        engine.notify('cursorOn');
      }
    },
    cursorStep: argument => {
      const [dx = 0, dy = 0] = argument.split(',').map(Number);
      cursor.step(dx, dy);
    },
    cursorPress: () => cursor.press(),
    cursorDrag: () => cursor.drag(),
    // A polygon ends with Enter wherever the pointer is; a box is only ended by its second corner.
    cursorEnter: () => {
      if (!engine.tool.drawing || !engine.tool.finish?.()) {
        cursor.press();
      }
    },
    cursorEnd: () => {
      if (!engine.tool.cancel()) {
        cursor.stop();
      }
    },
  };
}
