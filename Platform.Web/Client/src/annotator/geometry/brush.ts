import type { ImagePoint } from './math.js';
import type { MaskSheet } from './maskSheet.js';

export type BrushTip = 'round' | 'square';

export interface Brush {
  readonly tip: BrushTip;
  /** Diameter or side in image pixels, a whole number. */
  readonly sizePx: number;
  readonly erases: boolean;
}

/** The centre that a brush really has: odd sizes sit on a pixel, even ones between pixels, so that one click always sets the same number. */
export function brushCentre({ sizePx }: Brush, { x, y }: ImagePoint): ImagePoint {
  return sizePx % 2 === 1 ? { x: Math.floor(x) + 0.5, y: Math.floor(y) + 0.5 } : { x: Math.round(x), y: Math.round(y) };
}

/** Drags the brush along a line; pixels change whose centre the tip passes over, hence without gaps however far apart the ends are. */
export function paintLine(sheet: MaskSheet, brush: Brush, from: ImagePoint, to: ImagePoint): void {
  const a = brushCentre(brush, from);
  const b = brushCentre(brush, to);
  const radius = brush.sizePx / 2;
  const first = Math.max(0, Math.ceil(Math.min(a.x, b.x) - radius - 0.5));
  const last = Math.min(sheet.size.width - 1, Math.floor(Math.max(a.x, b.x) + radius - 0.5));
  for (let x = first; x <= last; x++) {
    const reach = brush.tip === 'round' ? roundReach(x + 0.5, a, b, radius) : squareReach(x + 0.5, a, b, radius);
    if (reach) {
      const start = Math.ceil(reach[0] - 0.5 - Slack);
      const end = Math.floor(reach[1] - 0.5 + Slack) + 1;
      if (brush.erases) {
        sheet.remove(x, start, end);
      } else {
        sheet.add(x, start, end);
      }
    }
  }
}

/** Rounding must not drop pixels whose centre lies exactly on the rim. */
const Slack = 1e-9;

type Reach = readonly [top: number, bottom: number];

/** Where the upright line at `x` meets a square that goes from `a` to `b`: it covers that line between two moments of its way. */
function squareReach(x: number, a: ImagePoint, b: ImagePoint, radius: number): Reach | undefined {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  if (dx === 0) {
    return Math.abs(x - a.x) > radius + Slack ? undefined : [Math.min(a.y, b.y) - radius, Math.max(a.y, b.y) + radius];
  }
  const t0 = Math.max(0, Math.min((x - radius - a.x) / dx, (x + radius - a.x) / dx));
  const t1 = Math.min(1, Math.max((x - radius - a.x) / dx, (x + radius - a.x) / dx));
  const y0 = a.y + t0 * dy;
  const y1 = a.y + t1 * dy;
  return t0 > t1 ? undefined : [Math.min(y0, y1) - radius, Math.max(y0, y1) + radius];
}

/** The same for a disc: its two ends and the rectangle that it sweeps between them. The whole is convex, so one stretch. */
function roundReach(x: number, a: ImagePoint, b: ImagePoint, radius: number): Reach | undefined {
  let top = Infinity;
  let bottom = -Infinity;
  for (const end of [a, b]) {
    const square = radius * radius - (x - end.x) ** 2;
    if (square >= 0) {
      const half = Math.sqrt(square);
      top = Math.min(top, end.y - half);
      bottom = Math.max(bottom, end.y + half);
    }
  }
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length > 0) {
    const nx = (-(b.y - a.y) / length) * radius;
    const ny = ((b.x - a.x) / length) * radius;
    const corners = [{ x: a.x + nx, y: a.y + ny }, { x: b.x + nx, y: b.y + ny }, { x: b.x - nx, y: b.y - ny }, { x: a.x - nx, y: a.y - ny }];
    corners.forEach((p, i) => {
      const q = corners[(i + 1) % 4]!;
      if ((p.x <= x) !== (q.x <= x)) {
        const y = p.y + ((x - p.x) / (q.x - p.x)) * (q.y - p.y);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
    });
  }
  return top > bottom ? undefined : [top, bottom];
}
