import type { Engine } from '../engine.js';
import { maskArea } from '../geometry/mask.js';
import { withoutHoles } from '../geometry/maskParts.js';
import { workKey } from '../history.js';
import { vouched } from '../model.js';
import { isMask } from '../tools/maskEdits.js';
import type { CommandTable } from './table.js';

/** What is done to masks as a whole, and the ways of painting them by name. */
export function maskCommands(engine: Engine): CommandTable {
  return {
    mask: mode => {
      engine.setTool('mask');
      engine.tool.run?.(`maskMode:${mode}`);
    },
    fillHoles: () => {
      const masks = engine.actions.unlocked().filter(isMask);
      const edits = masks
        .map(mask => ({ mask, geometry: withoutHoles(mask.geometry) }))
        .filter(({ mask, geometry }) => maskArea(geometry) > maskArea(mask.geometry))
        .map(({ mask, geometry }) => ({ id: mask.id, after: vouched({ ...mask, geometry }) }));
      if (masks.length > 0 && edits.length === 0) {
        engine.notify('noHoles');
      }
      // While a mask is being painted this is one more of its strokes.
      engine.edit(edits, engine.tool.id === 'mask' && edits.length === 1 ? workKey(edits[0]!.id) : null);
    },
  };
}
