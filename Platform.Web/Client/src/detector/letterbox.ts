import type { InputDescription } from './description.js';

/** How an image was fitted into the network's input: scaled with its aspect ratio kept, in whole pixels, centred. */
export interface Letterbox {
  readonly sourceWidth: number;
  readonly sourceHeight: number;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
}

export function fit(sourceWidth: number, sourceHeight: number, input: Pick<InputDescription, 'width' | 'height'>): Letterbox {
  const scale = Math.min(input.width / sourceWidth, input.height / sourceHeight);
  const width = Math.min(input.width, Math.max(1, Math.round(sourceWidth * scale)));
  const height = Math.min(input.height, Math.max(1, Math.round(sourceHeight * scale)));
  return { sourceWidth, sourceHeight, width, height, left: Math.floor((input.width - width) / 2), top: Math.floor((input.height - height) / 2) };
}

/**
 * Normalised planes [3, H, W].
 * @param rgba The fitted image, `box.width` × `box.height` pixels of four bytes.
 */
export function toPlanes(rgba: Uint8ClampedArray, box: Letterbox, input: InputDescription): Float32Array {
  const size = input.width * input.height;
  const planes = new Float32Array(3 * size);
  for (let channel = 0; channel < 3; channel++) {
    const [mean, std] = [input.mean[channel]!, input.std[channel]!];
    const plane = planes.subarray(channel * size, (channel + 1) * size).fill((input.pad / 255 - mean) / std);
    for (let y = 0; y < box.height; y++) {
      const row = (y + box.top) * input.width + box.left;
      for (let x = 0; x < box.width; x++) {
        plane[row + x] = (rgba[4 * (y * box.width + x) + channel]! / 255 - mean) / std;
      }
    }
  }
  return planes;
}

/** A position of the input in pixels of the image, kept inside of it. */
export function toSource(x: number, y: number, box: Letterbox): readonly [number, number] {
  const inside = (value: number, most: number) => Math.min(most, Math.max(0, value));
  return [
    inside((x - box.left) * box.sourceWidth / box.width, box.sourceWidth),
    inside((y - box.top) * box.sourceHeight / box.height, box.sourceHeight),
  ];
}
