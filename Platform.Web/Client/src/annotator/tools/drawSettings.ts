/** The part of the browser's `Storage` that is used here. */
export interface SettingStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

interface Values {
  /** Points stick to the outlines of other shapes and to the border of the image; Ctrl lets go. */
  snap: boolean;
  /** New polygons leave out what their neighbours cover. */
  cropNeighbours: boolean;
  /** Of the two shapes that a redrawn stretch can mean, the larger one is taken without asking. */
  keepLarger: boolean;
  /** Points after which a shape is finished by itself; null for any number. */
  pointCount: number | null;
  /** In the mode of one object an image: on to images that nobody has labelled; else to the next, whatever is on it. */
  turnToUnlabelled: boolean;
}

const Key = 'annotator.drawing';
const defaults: Values = { snap: true, cropNeighbours: false, keepLarger: true, pointCount: null, turnToUnlabelled: true };

/** How this person draws lines; kept in the browser over images and days. */
export class DrawSettings {
  private values: Values;

  constructor(private readonly storage: SettingStorage | null = null, private readonly changed: () => void = () => undefined) {
    this.values = { ...defaults, ...stored(storage) };
  }

  get snap(): boolean { return this.values.snap; }
  get cropNeighbours(): boolean { return this.values.cropNeighbours; }
  get keepLarger(): boolean { return this.values.keepLarger; }
  get turnToUnlabelled(): boolean { return this.values.turnToUnlabelled; }
  get pointCount(): number | null { return this.values.pointCount; }

  set(change: Partial<Values>): void {
    this.values = { ...this.values, ...change };
    try {
      this.storage?.setItem(Key, JSON.stringify(this.values));
    } catch {
      // Storage full or forbidden: the settings hold until the page is left.
    }
    this.changed();
  }
}

function stored(storage: SettingStorage | null): Partial<Values> {
  try {
    const values = JSON.parse(storage?.getItem(Key) ?? '{}') as Record<string, unknown>;
    const known = Object.entries(values).filter(([name, value]) =>
      name === 'pointCount' ? value === null || (typeof value === 'number' && value >= 2) : name in defaults && typeof value === 'boolean');
    return Object.fromEntries(known) as Partial<Values>;
  } catch {
    return {};
  }
}
