import type { Engine } from '../engine.js';
import type { CommandTable } from './table.js';

const ZoomStep = 1.25;

/** Ways of looking: nothing here changes a shape. */
export function viewCommands(engine: Engine): CommandTable {
  // The keyboard's pointer, or the middle of the stage.
  const middle = (): { x: number; y: number } => engine.cursor.screen ?? { x: engine.stage.size.width / 2, y: engine.stage.size.height / 2 };
  return {
    zoomIn: () => engine.zoomAt(middle(), ZoomStep),
    zoomOut: () => engine.zoomAt(middle(), 1 / ZoomStep),
    actualSize: () => engine.zoomAt(middle(), 1 / engine.camera.scale),
    fit: () => engine.viewport.fit(),
    toggleHidden: () => engine.filter.setHidden(!engine.filter.hidden),
    toggleFit: () => engine.viewport.toggleFit(),
    toggleLabels: () => engine.options.settings.set({ labels: !engine.look.labels }),
    toggleCrosshair: () => engine.options.settings.set({ crosshair: !engine.look.crosshair }),
    toggleGrid: () => engine.options.settings.set({ grid: !engine.look.grid }),
    toggleMinimap: () => engine.options.settings.set({ minimap: !engine.look.minimap }),
    toggleSmoothing: () => engine.options.settings.set({ smoothing: !engine.look.smoothing }),
    // Lent by the input layer while the key is held.
    hold: () => undefined,
    settings: () => engine.options.onOpen('settings'),
    help: () => engine.options.onOpen('help'),
    next: () => engine.options.onNavigate('next'),
    previous: () => engine.options.onNavigate('previous'),
  };
}
