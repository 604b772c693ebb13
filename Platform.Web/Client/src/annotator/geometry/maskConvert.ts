import type { BoxGeometry, MaskGeometry, PolygonGeometry, Size } from '../model.js';
import { fillRings } from './fillRings.js';
import { MaskParts } from './maskParts.js';
import { MaskSheet } from './maskSheet.js';
import { ringArea } from './path.js';
import { simplified, weightsOf } from './simplify.js';
import { bordersOf } from './traceMask.js';

/** The pixels whose centre lies inside the rings (even-odd); may be empty. */
export function polygonToMask(rings: readonly (readonly number[])[], size: Size): MaskGeometry {
  const sheet = new MaskSheet(size);
  fillRings(sheet, rings);
  return sheet.toMask();
}

export function boxToMask({ x, y, width, height }: BoxGeometry, size: Size): MaskGeometry {
  return polygonToMask([[x, y, x + width, y, x + width, y + height, x, y + height]], size);
}

/**
 * One polygon for each part of the mask, the largest first, its holes after its outline. With a tolerance of 0 the polygon follows the pixel
 * borders and `polygonToMask` gives the same mask back; otherwise it lies at most that far beside them.
 */
export function maskToPolygons(mask: MaskGeometry, epsilonPx: number): PolygonGeometry[] {
  const parts = MaskParts.of(mask, true);
  const ringsByPart = new Map<number, { readonly area: number; readonly rings: (readonly number[])[] }>();
  // Outlines come before their holes.
  for (const { ring, pixel, isHole } of bordersOf(mask).sort((a, b) => Number(a.isHole) - Number(b.isHole))) {
    const part = parts.partAt(pixel.x, pixel.y)!;
    const simple = epsilonPx > 0 ? simplified(ring, weightsOf(ring, true), epsilonPx, 3) : ring;
    if (simple.length >= 6) {
      const known = ringsByPart.get(part);
      if (!known && !isHole) {
        ringsByPart.set(part, { area: ringArea(ring), rings: [simple] });
      } else {
        known?.rings.push(simple);
      }
    }
  }
  return [...ringsByPart.values()].sort((a, b) => b.area - a.area).map(({ rings }) => ({ rings }));
}

/** All parts in one polygon: outlines and holes together, told apart by even-odd; undefined where the mask is too small for a ring. */
export function maskToPolygon(mask: MaskGeometry, epsilonPx: number): PolygonGeometry | undefined {
  const rings = maskToPolygons(mask, epsilonPx).flatMap(polygon => polygon.rings);
  return rings.length === 0 ? undefined : { rings };
}
