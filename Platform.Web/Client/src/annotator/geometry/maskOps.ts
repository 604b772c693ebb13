import type { MaskGeometry, Size } from '../model.js';
import { edgesOf, forEachSpan, maskBounds, maskFromEdges, sizeOfMask, type Edges } from './mask.js';
import type { ImagePoint } from './math.js';
import { MaskSheet } from './maskSheet.js';

/** Masks as sets of pixels. All operands are of one image, hence of one size. */

export function unionOf(masks: readonly [MaskGeometry, ...MaskGeometry[]]): MaskGeometry {
  return maskFromEdges(masks.slice(1).reduce((edges, mask) => combined(edges, edgesOf(mask), (a, b) => a || b), edgesOf(masks[0])), sizeOfMask(masks[0]));
}

export function difference(mask: MaskGeometry, removed: MaskGeometry): MaskGeometry {
  return maskFromEdges(combined(edgesOf(mask), edgesOf(removed), (a, b) => a && !b), sizeOfMask(mask));
}

export function overlap(mask: MaskGeometry, other: MaskGeometry): MaskGeometry {
  return maskFromEdges(combined(edgesOf(mask), edgesOf(other), (a, b) => a && b), sizeOfMask(mask));
}

/** Whole pixels, because masks are made of them; what would leave the image is cut off. */
export function translatedMask(mask: MaskGeometry, dx: number, dy: number): MaskGeometry {
  const [height, width] = mask.size;
  const { x, y, width: across, height: down } = maskBounds(mask);
  const stepX = Math.round(dx);
  const stepY = Math.round(dy);
  const stays = x + stepX >= 0 && y + stepY >= 0 && x + across + stepX <= width && y + down + stepY <= height;
  if (stays) {
    return maskFromEdges(edgesOf(mask).map(edge => edge + stepX * height + stepY), { width, height });
  }
  const sheet = new MaskSheet({ width, height });
  forEachSpan(mask, (column, from, to) => sheet.add(column + stepX, from + stepY, to + stepY));
  return sheet.toMask();
}

/** Mirrored at the upright (`h`) or level (`v`) line through a point, to the nearest half pixel; what would leave the image is cut off. */
export function mirroredMask(mask: MaskGeometry, axis: 'h' | 'v', about: ImagePoint): MaskGeometry {
  const sheet = new MaskSheet(sizeOfMask(mask));
  const twice = Math.round(2 * (axis === 'h' ? about.x : about.y));
  forEachSpan(mask, (x, from, to) => (axis === 'h' ? sheet.add(twice - 1 - x, from, to) : sheet.add(x, twice - to, twice - from)));
  return sheet.toMask();
}

/** The same pixels on an image of another size, from the top left corner; what it has no room for is cut off. */
export function croppedMask(mask: MaskGeometry, size: Size): MaskGeometry {
  if (mask.size[0] === size.height && mask.size[1] === size.width) {
    return mask;
  }
  const sheet = new MaskSheet(size);
  forEachSpan(mask, (x, from, to) => sheet.add(x, from, to));
  return sheet.toMask();
}

/** One walk over both lists; a position is kept where `keep` says so of being inside each. */
function combined(a: Edges, b: Edges, keep: (inA: boolean, inB: boolean) => boolean): Edges {
  const result: number[] = [];
  let inside = false;
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const position = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    i += a[i] === position ? 1 : 0;
    j += b[j] === position ? 1 : 0;
    if (keep(i % 2 === 1, j % 2 === 1) !== inside) {
      inside = !inside;
      result.push(position);
    }
  }
  return Uint32Array.from(result);
}
