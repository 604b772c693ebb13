import { sameCamera, type Camera } from '../camera.js';
import type { MaskSheet } from '../geometry/maskSheet.js';
import { covers, type Rect } from '../geometry/math.js';
import type { OverlayView } from '../tools/tool.js';
import { onCanvas } from './maskPainter.js';
import { MaskRaster, type RasterView } from './maskRaster.js';

interface Drawn {
  readonly sheet: MaskSheet;
  readonly camera: Camera;
  readonly color: string;
}

/** A mask under the brush, in the pixels of the screen: a stroke repaints only what it touched, so its cost does not depend on the image. */
export class MaskPreview {
  private canvas: HTMLCanvasElement | null = null;
  private drawn: Drawn | null = null;

  /** Draws the sheet as it now is; the context is in screen pixels of the stage. */
  paint(context: CanvasRenderingContext2D, { camera, image }: OverlayView, sheet: MaskSheet, color: string, inside: number): void {
    const { width, height } = context.canvas;
    const ratio = context.getTransform().a;
    const view = { scale: camera.scale * ratio, x: camera.x * ratio, y: camera.y * ratio };
    const canvas = (this.canvas ??= document.createElement('canvas'));
    const touched = sheet.takeTouched();
    const resized = canvas.width !== width || canvas.height !== height;
    if (resized || this.drawn?.sheet !== sheet || this.drawn.color !== color || !sameCamera(this.drawn.camera, camera)) {
      canvas.width = width;
      canvas.height = height;
      this.bring(sheet, { x: 0, y: 0, ...image }, view, color, inside);
    } else if (touched) {
      this.bring(sheet, touched, view, color, inside);
    }
    this.drawn = { sheet, camera, color };
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(canvas, 0, 0);
    context.restore();
  }

  /** Repaints a part of the image. */
  private bring(sheet: MaskSheet, part: Rect, view: RasterView, color: string, inside: number): void {
    const canvas = this.canvas!;
    // Wider by what an outline reaches beyond what changed; the rim of the raster itself is not trusted.
    const near = onCanvas(part, view, canvas);
    const rect = { x: near.x - 2, y: near.y - 2, width: near.width + 4, height: near.height + 4 };
    if (near.width <= 0 || near.height <= 0 || !covers({ x: -3, y: -3, width: canvas.width + 6, height: canvas.height + 6 }, rect)) {
      return;
    }
    const raster = new MaskRaster(view, rect);
    const last = Math.min(sheet.size.width - 1, Math.ceil((rect.x + rect.width - view.x) / view.scale));
    for (let x = Math.max(0, Math.floor((rect.x - view.x) / view.scale) - 1); x <= last; x++) {
      const column = sheet.column(x);
      for (let i = 0; i < column.length; i += 2) {
        raster.add(x, column[i]!, column[i + 1]!);
      }
    }
    canvas.getContext('2d')!.putImageData(raster.tinted(color, inside), rect.x, rect.y, 1, 1, rect.width - 2, rect.height - 2);
  }
}
