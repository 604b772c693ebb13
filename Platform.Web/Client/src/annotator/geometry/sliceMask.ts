import type { MaskGeometry } from '../model.js';
import { paintLine, type Brush } from './brush.js';
import { forEachSpan, isEmptyMask, maskArea, sizeOfMask } from './mask.js';
import { difference, overlap, unionOf } from './maskOps.js';
import { MaskParts } from './maskParts.js';
import { MaskSheet } from './maskSheet.js';

const Blade: Brush = { tip: 'round', sizePx: 1, erases: false };

/**
 * The pieces that a line of flat `x, y` pairs cuts a mask into, the largest first; one piece, the mask itself, where it does not go right
 * through. No pixel is lost: those under the line go to a piece beside them, parts that the line does not reach stay with the largest piece.
 */
export function sliceMask(mask: MaskGeometry, line: readonly number[]): MaskGeometry[] {
  const sheet = new MaskSheet(sizeOfMask(mask));
  for (let i = 2; i + 1 < line.length; i += 2) {
    paintLine(sheet, Blade, { x: line[i - 2]!, y: line[i - 1]! }, { x: line[i]!, y: line[i + 1]! });
  }
  const cut = overlap(mask, sheet.toMask());
  if (isEmptyMask(cut)) {
    return [mask];
  }
  const before = MaskParts.of(mask, false).masks(mask);
  const reached = before.filter(part => !isEmptyMask(overlap(part, cut)));
  const pieces = reached.flatMap(part => withCut(MaskParts.of(difference(part, cut), false).masks(mask), overlap(part, cut)));
  if (pieces.length <= reached.length) {
    return [mask];
  }
  const [largest, ...others] = pieces.sort((a, b) => maskArea(b) - maskArea(a));
  const untouched = before.filter(part => !reached.includes(part));
  return [unionOf([largest!, ...untouched]), ...others];
}

/** Gives each run of pixels under the line to the largest piece that it touches. */
function withCut(pieces: readonly MaskGeometry[], cut: MaskGeometry): MaskGeometry[] {
  if (pieces.length === 0) {
    return [cut];
  }
  const size = sizeOfMask(cut);
  const sheets = pieces.map(piece => MaskSheet.of(piece, size));
  const touches = (sheet: MaskSheet, x: number, from: number, to: number): boolean =>
    meets(sheet, x - 1, from, to) || meets(sheet, x + 1, from, to) || meets(sheet, x, from - 1, to + 1);
  forEachSpan(cut, (x, from, to) => (sheets.find(sheet => touches(sheet, x, from, to)) ?? sheets[0]!).add(x, from, to));
  return sheets.map(sheet => sheet.toMask());
}

function meets(sheet: MaskSheet, x: number, from: number, to: number): boolean {
  const column = sheet.column(x);
  for (let i = 0; i < column.length; i += 2) {
    if (column[i]! < to && column[i + 1]! > from) {
      return true;
    }
  }
  return false;
}
