import type { MaskGeometry } from '../model.js';
import { forEachStretch, minus } from './column.js';
import { sizeOfMask } from './mask.js';
import { MaskSheet } from './maskSheet.js';

/** A closed line along pixel borders: flat `x, y` pairs of whole numbers, only corners, the set pixels at its right. */
export interface Border {
  readonly ring: readonly number[];
  /** A set pixel beside it. */
  readonly pixel: { readonly x: number; readonly y: number };
  /** Around background that the mask encloses. */
  readonly isHole: boolean;
}

interface Step {
  readonly toX: number;
  readonly toY: number;
  readonly pixel: { readonly x: number; readonly y: number };
  taken: boolean;
}

/** Every border of a mask. Pixels that touch at a corner are one object, so a border goes through that corner. */
export function bordersOf(mask: MaskGeometry): Border[] {
  const { width, height } = sizeOfMask(mask);
  const sheet = MaskSheet.of(mask, { width, height });
  const steps = new Map<number, Step[]>();
  const stride = height + 1;
  const put = (x: number, y: number, toX: number, toY: number, pixelX: number, pixelY: number): void => {
    const step = { toX, toY, pixel: { x: pixelX, y: pixelY }, taken: false };
    const others = steps.get(x * stride + y);
    if (others) {
      others.push(step);
    } else {
      steps.set(x * stride + y, [step]);
    }
  };
  for (let x = 0; x <= width; x++) {
    const here = x < width ? sheet.column(x) : [];
    const left = x > 0 ? sheet.column(x - 1) : [];
    forEachStretch(here, (from, to) => {
      put(x, from, x + 1, from, x, from);
      put(x + 1, to, x, to, x, to - 1);
    });
    forEachStretch(minus(here, left), (from, to) => put(x, to, x, from, x, from));
    forEachStretch(minus(left, here), (from, to) => put(x, from, x, to, x - 1, from));
  }
  const borders: Border[] = [];
  for (const [key, starts] of steps) {
    for (const start of starts) {
      if (!start.taken) {
        borders.push(follow(steps, stride, Math.floor(key / stride), key % stride, start));
      }
    }
  }
  return borders;
}

function follow(steps: ReadonlyMap<number, Step[]>, stride: number, x0: number, y0: number, start: Step): Border {
  const ring: number[] = [];
  let x = x0;
  let y = y0;
  let twiceArea = 0;
  for (let step = start; !step.taken;) {
    step.taken = true;
    const dx = Math.sign(step.toX - x);
    const dy = Math.sign(step.toY - y);
    twiceArea += x * step.toY - step.toX * y;
    x = step.toX;
    y = step.toY;
    const next = steps.get(x * stride + y)!;
    // Where two set pixels meet at a corner the left turn goes on to the other one.
    const chosen = next.length === 1 ? next[0]! : next.find(each => Math.sign(each.toX - x) === dy && Math.sign(each.toY - y) === -dx)!;
    if (Math.sign(chosen.toX - x) !== dx || Math.sign(chosen.toY - y) !== dy) {
      ring.push(x, y);
    }
    step = chosen;
  }
  return { ring, pixel: start.pixel, isHole: twiceArea < 0 };
}
