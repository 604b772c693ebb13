import { random, shape } from '../../../Platform.Web/Client/harness/shapes.js';
import type { Annotation, AnnotatorClass } from '../../../Platform.Web/Client/src/annotator/model.js';

const Width = 4000;
const Height = 3000;
/** A disc of one megapixel. */
const RadiusPx = Math.sqrt(1_000_000 / Math.PI);

/** Discs with a ragged edge, about a million set pixels each, as COCO run lengths over the whole image. */
export function masks(count: number, classes: readonly AnnotatorClass[]): Annotation[] {
  const next = random(17);
  return Array.from({ length: count }, (_, i) => {
    const cx = Math.round(RadiusPx + 10 + next() * (Width - 2 * RadiusPx - 20));
    const cy = Math.round(RadiusPx + 10 + next() * (Height - 2 * RadiusPx - 20));
    return shape('mask', { size: [Height, Width], counts: encode(disc(cx, cy, next)) }, classes[i % classes.length]!.id);
  });
}

/** Run lengths down the columns, beginning with the unset ones. */
function disc(cx: number, cy: number, next: () => number): number[] {
  const runs: number[] = [];
  let end = 0;
  for (let x = Math.ceil(cx - RadiusPx); x <= cx + RadiusPx; x++) {
    const half = Math.round(Math.sqrt(Math.max(0, RadiusPx ** 2 - (x - cx) ** 2)) - next() * 6);
    if (half > 0) {
      const start = x * Height + cy - half;
      runs.push(start - end, 2 * half);
      end = start + 2 * half;
    }
  }
  runs.push(Width * Height - end);
  return runs;
}

/** COCO's text: from the fourth run on the difference to the run two before, five bits a character, lowest first. */
function encode(runs: readonly number[]): string {
  let text = '';
  runs.forEach((run, i) => {
    let value = i > 2 ? run - runs[i - 2]! : run;
    for (let more = true; more;) {
      const bits = value & 0x1f;
      value >>= 5;
      more = bits & 0x10 ? value !== -1 : value !== 0;
      text += String.fromCharCode(48 + (more ? bits | 0x20 : bits));
    }
  });
  return text;
}
