import { groupOf } from '../attributes.js';
import type { Annotation, AnnotatorClass, KeypointTemplate } from '../model.js';
import type { ColourBy } from '../settings.js';

const UnknownClassColor = '#8a8f98';

export interface ClassLook {
  readonly name: string;
  readonly color: string;
  /** Black or white, whichever reads better on the colour. */
  readonly ink: string;
  readonly template?: KeypointTemplate | null | undefined;
}

/** Told apart by most eyes, in an order in which neighbours differ most. */
const InstanceColors = ['#4f8df7', '#f2994a', '#27ae60', '#eb5a8c', '#9b6bf2', '#e3c02c', '#2bb5c9', '#d8574b', '#7cb342', '#b26fd1', '#ff7f6a', '#5c6bc0'] as const;
const SourceColors = { human: '#30a46c', model: '#e5844d' } as const;

/** Names and colours by class id; shapes of a class that is gone stay visible in grey. */
export class Palette {
  colourBy: ColourBy = 'class';
  private readonly looks = new Map<string, ClassLook>();

  constructor(classes: readonly AnnotatorClass[] = []) {
    for (const { id, name, color, keypoints } of classes) {
      const valid = /^#[0-9a-f]{6}$/i.test(color) ? color : UnknownClassColor;
      this.looks.set(id, { name, color: valid, ink: inkOn(valid), template: keypoints });
    }
  }

  /** The class' name, in the colour that the person chose to tell objects apart by. */
  of(annotation: Annotation): ClassLook {
    const look = this.look(annotation.classId);
    if (this.colourBy === 'class') {
      return look;
    }
    const color = this.colourBy === 'source' ? SourceColors[annotation.source] : instanceColor(this.colourBy === 'group' ? groupOf(annotation) : annotation.trackId ?? annotation.id);
    return { ...look, color, ink: inkOn(color) };
  }

  look(classId: string): ClassLook {
    return this.looks.get(classId) ?? { name: '?', color: UnknownClassColor, ink: '#ffffff' };
  }
}

/** Grey for what belongs to nothing. */
function instanceColor(key: string | null): string {
  return key === null ? UnknownClassColor : InstanceColors[hash(key) % InstanceColors.length]!;
}

/** Relative luminance after WCAG 2, against the level where black and white contrast equally. */
export function inkOn(color: string): string {
  const channels = [1, 3, 5].map(i => parseInt(color.slice(i, i + 2), 16) / 255).map(c => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * channels[0]! + 0.7152 * channels[1]! + 0.0722 * channels[2]! > 0.179 ? '#101418' : '#ffffff';
}

/** FNV-1a: ids that differ in one digit get different colours. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return value;
}
