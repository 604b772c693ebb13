import { copyEdits, deleteEdits } from '../edits.js';
import type { Engine } from '../engine.js';
import { newId } from '../ids.js';
import type { Annotation } from '../model.js';
import type { CommandTable } from './table.js';

const PasteStepPx = 12;

/** Copies, which survive the change of image: copy here, paste there. */
export function clipboardCommands(engine: Engine): CommandTable {
  let clipboard: readonly Annotation[] = [];
  /** Pasting again without copying again steps on, so that copies do not pile up. */
  let pastes = 0;

  function copy(): void {
    const selected = engine.selected();
    if (selected.length > 0) {
      clipboard = selected;
      pastes = 0;
    }
  }

  function paste(): void {
    const fromHere = clipboard.some(annotation => engine.get(annotation.id) !== undefined);
    // On another image the copy belongs at the same place; on the same one it must be seen beside its original.
    add(copyEdits(clipboard, engine.image, newId, fromHere ? ++pastes * PasteStepPx : 0));
  }

  function add(edits: ReturnType<typeof copyEdits>): void {
    if (edits.length > 0 && !engine.readOnly) {
      engine.edit(edits);
      engine.selection.replace(edits.map(edit => edit.id));
    }
  }

  return {
    copy,
    cut: () => {
      copy();
      engine.edit(deleteEdits(engine.actions.unlocked()));
    },
    paste,
    duplicate: () => add(copyEdits(engine.selected(), engine.image, newId)),
  };
}
