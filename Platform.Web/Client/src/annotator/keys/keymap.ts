import { bindings as ours } from './bindings.js';
import { clash, collide, commandFor, firstOfTwo, isModifier, type Binding, type Command, type KeyPress, type When } from './chords.js';
import { presets, type KeyOverrides, type PresetId } from './presets.js';

/** Longer apart, two presses are two things. */
const PairWithinMs = 1500;

/** The keys in force: ours, changed by a preset, changed by what the person set. */
export class Keymap {
  private list: readonly Binding[] = ours;
  private readonly listeners = new Set<() => void>();
  /** The first of two keys, pressed; the next press says which pair it is. */
  private first: { readonly keys: string; readonly at: number } | null = null;
  presetId: PresetId = 'ours';
  custom: KeyOverrides = {};

  get bindings(): readonly Binding[] {
    return this.list;
  }

  use(presetId: PresetId, custom: KeyOverrides = {}): void {
    this.presetId = presetId;
    this.custom = custom;
    this.list = laidOver(laidOver(ours, presets[presetId]), custom);
    this.listeners.forEach(listener => listener());
  }

  /** Calls at once and after every change. */
  follow(listener: () => void): void {
    this.listeners.add(listener);
    listener();
  }

  /** Whether the last press was the first of two. */
  get waiting(): boolean {
    return this.first !== null;
  }

  commandFor(press: KeyPress, holds: (when: When) => boolean, now = performance.now()): Command | undefined {
    if (isModifier(press)) {
      return undefined;
    }
    const first = this.first !== null && now - this.first.at < PairWithinMs ? this.first.keys : undefined;
    this.first = null;
    const pair = first === undefined ? undefined : commandFor(press, this.list, holds, first);
    if (pair !== undefined) {
      return pair;
    }
    // What belongs to no pair means what it always means.
    const begins = firstOfTwo(press, this.list, holds);
    this.first = begins === undefined ? null : { keys: begins, at: now };
    return begins === undefined ? commandFor(press, this.list, holds) : undefined;
  }

  /** What was pressed began no pair after all. */
  forget(): void {
    this.first = null;
  }

  keysOf(command: Command): readonly string[] {
    return [...new Set(this.list.filter(binding => binding.command === command).map(binding => binding.keys))];
  }

  /** Commands that would lose these keys if `command` took them. */
  rivals(command: Command, keys: string): Command[] {
    const wanted = circumstancesOf(command, this.list).map(when => bindingOf(keys, command, when));
    const rivals = this.list.filter(binding => binding.command !== command && wanted.some(each => clash(each, binding)));
    return [...new Set(rivals.map(binding => binding.command))];
  }

  /** The person's keys with this command's set to `keys`; rivals lose theirs by name, so that giving the keys back later is a choice too. */
  rebound(command: Command, keys: readonly string[]): KeyOverrides {
    const rivals = new Set(keys.flatMap(each => this.rivals(command, each)));
    const losers = [...rivals].map(rival => [rival, this.keysOf(rival).filter(each => !keys.some(taken => collide(taken, each)))]);
    return { ...this.custom, ...Object.fromEntries(losers), [command]: keys };
  }
}

function laidOver(base: readonly Binding[], overrides: KeyOverrides): readonly Binding[] {
  const added = Object.entries(overrides).flatMap(([command, keys]) =>
    circumstancesOf(command, base).flatMap(when => keys.map(each => bindingOf(each, command, when))));
  const kept = base.filter(binding => !(binding.command in overrides) && !added.some(each => clash(each, binding)));
  return [...kept, ...added];
}

/** A command keeps the circumstances that it has, whatever its keys. */
function circumstancesOf(command: Command, list: readonly Binding[]): readonly (When | undefined)[] {
  const found = [...new Set((list.some(binding => binding.command === command) ? list : ours).filter(binding => binding.command === command).map(binding => binding.when))];
  // Where it is always meant, saying so once is enough.
  return found.length === 0 || found.includes(undefined) ? [undefined] : found;
}

function bindingOf(keys: string, command: Command, when: When | undefined): Binding {
  return when === undefined ? { keys, command } : { keys, command, when };
}
