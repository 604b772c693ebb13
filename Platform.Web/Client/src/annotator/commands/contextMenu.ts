import type { Engine } from '../engine.js';
import type { TextKey } from '../texts.js';
import type { Pointer } from '../tools/tool.js';
import type { MenuItem } from '../ui/menu.js';

/** A secondary click that no tool took, or the menu key: what can be done with the shape there, or over empty ground with all. */
export function openContextMenu(engine: Engine, pointer: Pointer | null): void {
  const hit = pointer && engine.hitShape(pointer.image, pointer.type);
  if (hit && !engine.selection.has(hit.id)) {
    engine.selection.replace([hit.id]);
  }
  if (!pointer || hit) {
    engine.run(pointer ? `objectMenu:${pointer.screen.x},${pointer.screen.y}` : 'objectMenu');
  } else {
    engine.menu(pointer.screen, itemsForAll(engine));
  }
}

function itemsForAll(engine: Engine): MenuItem[] {
  const item = (text: TextKey, command: string, more: Partial<MenuItem> = {}): MenuItem => ({ text: engine.text(text), command, run: () => engine.run(command), ...more });
  return [
    item('paste', 'paste', { disabled: engine.readOnly }),
    item('selectAll', 'selectAll'),
    item('lockAll', 'lockAll', { separated: true }),
    item('hideAll', 'toggleHidden', { checked: engine.filter.hidden }),
    item('showAll', 'showAll'),
    item('fit', 'fit', { separated: true }),
    item('settings', 'settings'),
  ];
}
