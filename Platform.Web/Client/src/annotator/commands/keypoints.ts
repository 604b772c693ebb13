import type { Engine } from '../engine.js';
import { toggleOccluded, withoutPoint } from '../tools/pointEdits.js';
import type { GripHit } from '../tools/tool.js';
import type { CommandTable } from './table.js';

/** What is done to the point of a skeleton under the pointer; while points are being placed the tool hears these first. */
export function keypointCommands(engine: Engine): CommandTable {
  function onPoint(act: (hit: GripHit) => void): void {
    const hit = engine.readOnly ? undefined : engine.hoveredPoint;
    if (hit) {
      act(hit);
    }
  }
  return {
    pointOccluded: () => onPoint(hit => toggleOccluded(engine, hit)),
    pointAbsent: () => onPoint(hit => withoutPoint(engine, hit)),
    placeAbsent: () => {
      engine.setTool('keypoints');
      engine.tool.run?.('placeAbsent');
    },
  };
}
