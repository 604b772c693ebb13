import type { Engine } from '../engine.js';
import type { CommandTable } from './table.js';

const ZoomStep = 1.25;

/** Ways of looking: nothing here changes a shape. */
export function viewCommands(engine: Engine): CommandTable {
  const middle = (): { x: number; y: number } => ({ x: engine.stage.size.width / 2, y: engine.stage.size.height / 2 });
  return {
    zoomIn: () => engine.zoomAt(middle(), ZoomStep),
    zoomOut: () => engine.zoomAt(middle(), 1 / ZoomStep),
    actualSize: () => engine.zoomAt(middle(), 1 / engine.camera.scale),
    fit: () => engine.viewport.fit(),
    toggleHidden: () => engine.filter.setHidden(!engine.filter.hidden),
    toggleLabels: () => {
      engine.options.settings.set({ labels: !engine.look.labels });
    },
    toggleCrosshair: () => {
      engine.options.settings.set({ crosshair: !engine.look.crosshair });
    },
    help: () => engine.options.onOpen('help'),
    next: () => engine.options.onNavigate('next'),
    previous: () => engine.options.onNavigate('previous'),
  };
}
