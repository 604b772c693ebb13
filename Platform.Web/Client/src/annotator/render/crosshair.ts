import type { Rect, ScreenPoint } from '../geometry/math.js';

const Light = 'rgba(255, 255, 255, 0.85)';
/** The dark line under the light one: one of them shows on any picture. */
const Halo = 'rgba(0, 0, 0, 0.2475)';

/** Two lines through a point, as plain elements: a canvas of their size would be cleared, drawn and blended as a whole whenever the pointer or the view moves. */
export class Crosshair {
  readonly element = document.createElement('div');
  private readonly lines: readonly HTMLElement[];
  private shown = '';

  constructor() {
    this.element.className = 'an-crosshair';
    this.lines = [[Halo, 3], [Halo, 3], [Light, 1], [Light, 1]].map(([color, thicknessPx]) => {
      const line = document.createElement('span');
      Object.assign(line.style, { background: color, inlineSize: `${thicknessPx}px`, blockSize: `${thicknessPx}px` });
      return line;
    });
    this.element.append(...this.lines);
    this.element.hidden = true;
  }

  /** Crosses at a point within a rectangle (both in stage pixels); nothing where the point lies outside of it. */
  place(at: ScreenPoint | null, area: Rect): void {
    const x = at ? Math.round(at.x) : NaN;
    const y = at ? Math.round(at.y) : NaN;
    const isInside = x >= area.x && x <= area.x + area.width && y >= area.y && y <= area.y + area.height;
    const shown = isInside ? `${x} ${y} ${area.x} ${area.y} ${area.width} ${area.height}` : '';
    if (shown === this.shown) {
      return;
    }
    this.shown = shown;
    this.element.hidden = !isInside;
    this.lines.forEach((line, i) => {
      const thickness = i < 2 ? 3 : 1;
      const inset = (thickness - 1) / 2;
      // Scaled, not sized: only a transform is left to the compositor.
      line.style.transform = i % 2 === 0
        ? `translate(${area.x}px, ${y - inset}px) scaleX(${area.width / thickness})`
        : `translate(${x - inset}px, ${area.y}px) scaleY(${area.height / thickness})`;
    });
  }
}
