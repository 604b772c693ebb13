import { deleteEdits, nudgeEdits } from '../edits.js';
import type { Engine } from '../engine.js';
import { isLive } from '../model.js';
import type { CommandTable } from './table.js';

/** Tools, history, and what is done to the selection. */
export function editCommands(engine: Engine): CommandTable {
  function step(direction: 'undo' | 'redo'): void {
    const { session, tool } = engine;
    if (!session || engine.readOnly) {
      return;
    }
    // What is half drawn is the last thing done, so it is what "undo" means.
    if (direction === 'undo' ? (tool.stepBack?.() ?? false) || tool.cancel() : tool.stepForward?.() ?? false) {
      engine.touch();
      return;
    }
    const edits = session.history[direction]();
    if (edits) {
      engine.video?.reveal(edits);
      const touched = edits.map(({ id, after }) => after ?? session.store.get(id)).filter(annotation => annotation !== undefined && isLive(annotation));
      session.store.apply(edits, 'history');
      const ids = touched.map(annotation => engine.objects.idOf(annotation!));
      engine.selection.replace(ids.filter(id => (engine.video ? engine.objects.exists(id) : engine.isShown(id))));
    } else if (direction === 'undo') {
      engine.single.undoBehind();
    }
  }

  return {
    tool: id => engine.setTool(id),
    repeatTool: () => {
      if (!engine.tool.drawing || !engine.tool.finish?.()) {
        engine.setTool(engine.toolbox.repeatable ?? 'select');
      }
    },
    undo: () => step('undo'),
    redo: () => step('redo'),
    finish: () => void engine.tool.finish?.(),
    cancel: () => {
      const redrawing = engine.redraw.of !== null;
      engine.redraw.end();
      if (engine.tool.cancel() || redrawing) {
        return;
      }
      if (engine.single.active) {
        engine.single.leave();
      } else {
        engine.selection.clear();
      }
    },
    delete: () => engine.edit(deleteEdits(engine.actions.unlocked())),
    deleteLocked: () => {
      const selected = engine.selected();
      engine.marks.set('locked', selected, false);
      engine.edit(deleteEdits(selected));
    },
    nudge: argument => {
      const [dx = 0, dy = 0] = argument.split(',').map(Number);
      const selected = engine.actions.unlocked().filter(annotation => !engine.marks.has('pinned', annotation));
      engine.edit(nudgeEdits(selected, dx, dy, engine.image), `nudge:${selected.map(annotation => annotation.id).join()}`);
    },
    selectAll: () => {
      engine.setTool('select');
      engine.selection.replace(engine.actions.shown().filter(annotation => annotation.type !== null).map(annotation => annotation.id));
    },
    cycle: argument => engine.actions.cycle(Number(argument)),
    class: position => engine.actions.useClassAt(Number(position) - 1),
  };
}
