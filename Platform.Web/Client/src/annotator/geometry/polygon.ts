/** Even-odd test over every ring, so holes count as outside. */
export function insideRings(rings: readonly (readonly number[])[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i + 1 < ring.length; j = i, i += 2) {
      const xi = ring[i]!;
      const yi = ring[i + 1]!;
      const xj = ring[j]!;
      const yj = ring[j + 1]!;
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) {
        inside = !inside;
      }
    }
  }
  return inside;
}

/** Distance in image pixels from a point to the nearest segment of a flat point list. */
export function distanceToPath(points: readonly number[], x: number, y: number, closed: boolean): number {
  let best = Infinity;
  const last = closed ? points.length : points.length - 2;
  for (let i = 0; i < last; i += 2) {
    const j = (i + 2) % points.length;
    best = Math.min(best, distanceToSegment(x, y, points[i]!, points[i + 1]!, points[j]!, points[j + 1]!));
  }
  return best;
}

function distanceToSegment(x: number, y: number, x0: number, y0: number, x1: number, y1: number): number {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length2));
  return Math.hypot(x - x0 - t * dx, y - y0 - t * dy);
}
