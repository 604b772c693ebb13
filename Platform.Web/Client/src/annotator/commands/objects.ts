import { flags, type Flag } from '../attributes.js';
import { flagEdits, groupEdits, ungroupEdits, withTheirGroups, zOrderEdits, type ZStep } from '../edits.js';
import type { Engine } from '../engine.js';
import { newId } from '../ids.js';
import { isLive, type Annotation } from '../model.js';
import type { CommandTable } from './table.js';

/** Locking, hiding, flags and the order on top of each other. */
export function objectCommands(engine: Engine): CommandTable {
  const all = (): Annotation[] => [...engine.objects.all()].filter(isLive);

  function toggleLock(annotations: readonly Annotation[]): void {
    if (annotations.length > 0) {
      const locked = engine.marks.toggle('locked', annotations);
      engine.notify(locked ? 'lockedNow' : 'unlockedNow', annotations.length);
    }
  }

  return {
    lock: () => toggleLock(engine.selected()),
    lockAll: () => toggleLock(all()),
    pin: () => void engine.marks.toggle('pinned', engine.selected()),
    // Locked objects are for orientation: they stay in sight while the others go.
    hideOthers: () => void engine.marks.toggle('hidden', all().filter(annotation => !engine.marks.has('locked', annotation) && !engine.selection.has(annotation.id))),
    hideUnlocked: () => void engine.marks.toggle('hidden', all().filter(annotation => !engine.marks.has('locked', annotation))),
    classPalette: () => engine.options.onOpen('classPalette'),
    classLetter: () => engine.options.onOpen('classLetter'),
    editAttributes: () => engine.options.onOpen('attributes'),
    filterObjects: () => engine.options.onOpen('objectFilter'),
    bulk: () => engine.options.onOpen('bulk'),
    hide: () => {
      const selected = engine.selected();
      engine.marks.set('hidden', selected, true);
      engine.notify('hiddenNow', selected.length);
    },
    showAll: () => {
      engine.marks.clear('hidden');
      engine.filter.setSolo(null);
      engine.filter.setHidden(false);
      engine.filter.setHighestLayer(null);
    },
    solo: () => engine.filter.setSolo(engine.filter.solo || !engine.hasSelection ? null : engine.selection.ids()),
    flag: name => {
      if ((flags as readonly string[]).includes(name)) {
        engine.edit(flagEdits(engine.actions.unlocked(), name as Flag));
      }
    },
    group: () => engine.edit(groupEdits(engine.actions.unlocked(), newId)),
    ungroup: () => engine.edit(ungroupEdits(engine.actions.unlocked())),
    selectGroup: () => engine.selection.replace(withTheirGroups(engine.selected(), all().filter(({ id }) => engine.isShown(id))).map(({ id }) => id)),
    zOrder: step => engine.edit(zOrderEdits(engine.actions.unlocked(), all(), step as ZStep)),
  };
}
