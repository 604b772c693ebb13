import type { AnnotatorClass } from '../model.js';

const UnknownClassColor = '#8a8f98';

export interface ClassLook {
  readonly name: string;
  readonly color: string;
  /** Black or white, whichever reads better on the colour. */
  readonly ink: string;
}

/** Names and colours by class id; shapes of a class that is gone stay visible in grey. */
export class Palette {
  private readonly looks = new Map<string, ClassLook>();

  constructor(classes: readonly AnnotatorClass[] = []) {
    for (const { id, name, color } of classes) {
      const valid = /^#[0-9a-f]{6}$/i.test(color) ? color : UnknownClassColor;
      this.looks.set(id, { name, color: valid, ink: inkOn(valid) });
    }
  }

  look(classId: string): ClassLook {
    return this.looks.get(classId) ?? { name: '?', color: UnknownClassColor, ink: '#ffffff' };
  }
}

/** Relative luminance after WCAG 2, against the level where black and white contrast equally. */
export function inkOn(color: string): string {
  const channels = [1, 3, 5].map(i => parseInt(color.slice(i, i + 2), 16) / 255).map(c => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * channels[0]! + 0.7152 * channels[1]! + 0.0722 * channels[2]! > 0.179 ? '#101418' : '#ffffff';
}
