import { DetectorPanel, type DetectorOptions } from './panel.js';

/** Begins to load the model at once. */
export function create(root: HTMLElement, options: DetectorOptions): DetectorPanel {
  return new DetectorPanel(root, options);
}
