/** Douglas and Peucker on a closed ring of flat `x, y` pairs: vertices nearer than `epsilonPx` to the line without them go. */
export function simplifiedRing(ring: readonly number[], epsilonPx: number): number[] {
  const count = ring.length / 2;
  const far = farthestFrom(ring, 0);
  const kept = new Set([0, far]);
  const stack: [number, number][] = [[0, far], [far, count]];
  while (stack.length > 0) {
    const [first, last] = stack.pop()!;
    let worst = -1;
    let worstDistance = epsilonPx;
    for (let i = first + 1; i < last; i++) {
      const distance = distanceToLine(ring, i, first, last % count);
      if (distance > worstDistance) {
        worst = i;
        worstDistance = distance;
      }
    }
    if (worst >= 0) {
      kept.add(worst);
      stack.push([first, worst], [worst, last]);
    }
  }
  return [...kept].sort((a, b) => a - b).flatMap(i => [ring[2 * i]!, ring[2 * i + 1]!]);
}

function farthestFrom(ring: readonly number[], from: number): number {
  let far = from;
  let best = -1;
  for (let i = 0; i < ring.length / 2; i++) {
    const distance = Math.hypot(ring[2 * i]! - ring[2 * from]!, ring[2 * i + 1]! - ring[2 * from + 1]!);
    if (distance > best) {
      best = distance;
      far = i;
    }
  }
  return far;
}

/** To the segment, because a ring can turn back beyond its ends. */
function distanceToLine(ring: readonly number[], point: number, a: number, b: number): number {
  const [x, y, x0, y0] = [ring[2 * point]!, ring[2 * point + 1]!, ring[2 * a]!, ring[2 * a + 1]!];
  const dx = ring[2 * b]! - x0;
  const dy = ring[2 * b + 1]! - y0;
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length2));
  return Math.hypot(x - x0 - t * dx, y - y0 - t * dy);
}
