import { copyEdits, deleteEdits, transferEdits } from '../edits.js';
import type { Engine } from '../engine.js';
import { newId } from '../ids.js';
import type { Annotation } from '../model.js';
import type { Edit } from '../store.js';
import type { CommandTable } from './table.js';

const PasteStepPx = 12;

/** Copies, which survive the change of image: copy here, paste there, or bring to many images at once. */
export function clipboardCommands(engine: Engine): CommandTable {
  let clipboard: readonly Annotation[] = [];
  /** Pasting again without copying again steps on, so that copies do not pile up. */
  let pastes = 0;

  function copy(): void {
    const selected = engine.selected();
    if (selected.length > 0) {
      clipboard = selected;
      pastes = 0;
      engine.notify('copiedNow', selected.length);
    }
  }

  function paste(): void {
    const fromHere = clipboard.some(annotation => engine.get(annotation.id) !== undefined);
    // On another image the copy belongs at the same place; on the same one it must be seen beside its original.
    add(fromHere
      ? copyEdits(clipboard, engine.image, newId, ++pastes * PasteStepPx)
      : transferEdits(clipboard, engine.objects.all(), engine.image, newId));
  }

  function add(edits: readonly Edit[]): void {
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
    copyToImages: () => {
      if (engine.session?.document.video) {
        engine.run('propagate');
        return;
      }
      const originals = engine.hasSelection ? engine.selected() : clipboard;
      if (originals.length > 0 && !engine.readOnly) {
        engine.options.onPropagate(originals);
      } else if (!engine.readOnly) {
        engine.notify('nothingToPropagate');
      }
    },
  };
}
