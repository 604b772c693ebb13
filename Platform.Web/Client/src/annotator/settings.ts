import { presetIds, type KeyOverrides, type PresetId } from './keys/presets.js';

export type ColourBy = 'class' | 'instance' | 'group' | 'source';
export type Background = 'theme' | 'black' | 'grey' | 'white';

/** How a person likes to work: how things look and which keys do what. Never part of the data. */
export interface Settings {
  /** Of the picture only; 1 = as it is. */
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  /** Above 1 lifts the shadows. */
  readonly gamma: number;
  /** Off: pixels are squares at every magnification. */
  readonly smoothing: boolean;
  readonly background: Background;
  readonly crosshair: boolean;
  readonly grid: boolean;
  /** Image pixels between two lines. */
  readonly gridPx: number;
  readonly gridOpacity: number;
  readonly fillOpacity: number;
  readonly outlineOpacity: number;
  readonly colourBy: ColourBy;
  readonly labels: boolean;
  readonly labelClass: boolean;
  readonly labelScore: boolean;
  readonly labelAttributes: boolean;
  readonly minimap: boolean;
  readonly preset: PresetId;
  readonly keys: KeyOverrides;
}

export const defaultSettings: Settings = {
  brightness: 1, contrast: 1, saturation: 1, gamma: 1, smoothing: true, background: 'theme',
  crosshair: true, grid: false, gridPx: 50, gridOpacity: 0.4,
  fillOpacity: 0.09, outlineOpacity: 1, colourBy: 'class', labels: true, labelClass: true, labelScore: true, labelAttributes: false,
  minimap: true, preset: 'ours', keys: {},
};

/** Bounds of every number: what a slider offers, and what is taken from storage. */
export const ranges = {
  brightness: [0.2, 3], contrast: [0.2, 3], saturation: [0, 3], gamma: [0.2, 4], gridPx: [4, 1000], gridOpacity: [0.05, 1], fillOpacity: [0, 0.8], outlineOpacity: [0.1, 1],
} as const satisfies Partial<Record<keyof Settings, readonly [number, number]>>;

export type NumberSetting = keyof typeof ranges;

const choices = { background: ['theme', 'black', 'grey', 'white'], colourBy: ['class', 'instance', 'group', 'source'], preset: presetIds } as const;

/** The part of the browser's `Storage` that is used here. */
export interface SettingsStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** Settings of one person in this browser: applied at once, kept for the next time, and the same in all tabs. */
export class SettingsStore {
  private current: Settings;
  private readonly listeners = new Set<() => void>();
  readonly key: string;

  constructor(private readonly storage: SettingsStorage | null, userKey: string) {
    this.key = `annotator.settings.${userKey}`;
    this.current = this.read();
  }

  get value(): Settings {
    return this.current;
  }

  set(change: Partial<Settings>): void {
    this.current = readSettings({ ...this.current, ...change });
    try {
      const differing = Object.entries(this.current).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaultSettings[name as keyof Settings]));
      this.storage?.setItem(this.key, JSON.stringify(Object.fromEntries(differing)));
    } catch {
      // Storage full or forbidden: the setting holds until the page is reloaded.
    }
    this.listeners.forEach(listener => listener());
  }

  /** Back to what everybody starts with, for some settings. */
  reset(...names: readonly (keyof Settings)[]): void {
    this.set(Object.fromEntries(names.map(name => [name, defaultSettings[name]])) as Partial<Settings>);
  }

  /** Another tab of this person wrote something. */
  reload(): void {
    this.current = this.read();
    this.listeners.forEach(listener => listener());
  }

  /** Calls at once and after every change. */
  follow(listener: () => void): void {
    this.listeners.add(listener);
    listener();
  }

  private read(): Settings {
    try {
      return readSettings(JSON.parse(this.storage?.getItem(this.key) ?? '{}'));
    } catch {
      return defaultSettings;
    }
  }
}

/** Whatever was stored: values of the wrong kind are those everybody starts with, numbers are brought within their bounds. */
export function readSettings(stored: unknown): Settings {
  const given = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  const read = Object.entries(defaultSettings).map(([name, standard]) => {
    const value = given[name];
    if (name === 'keys') {
      return [name, readKeys(value)];
    }
    if (name in choices) {
      return [name, (choices[name as keyof typeof choices] as readonly unknown[]).includes(value) ? value : standard];
    }
    if (typeof value === 'number' && name in ranges && Number.isFinite(value)) {
      const [low, high] = ranges[name as NumberSetting];
      return [name, Math.min(high, Math.max(low, value))];
    }
    return [name, typeof value === 'boolean' && typeof standard === 'boolean' ? value : standard];
  });
  return Object.fromEntries(read) as unknown as Settings;
}

function readKeys(value: unknown): KeyOverrides {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter(([, keys]) => Array.isArray(keys) && keys.every(each => typeof each === 'string' && each !== ''))) as KeyOverrides;
}
