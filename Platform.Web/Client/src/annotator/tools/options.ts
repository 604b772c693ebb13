import type { Command } from '../keys/chords.js';
import type { TextKey } from '../texts.js';
import type { IconName } from '../ui/icons.js';

interface Described {
  /** Stable and unique among the options of a tool. */
  readonly id: string;
  readonly text: TextKey;
  /** A command that does the same: its keys stand in the title. */
  readonly command?: Command;
}

/** What the option bar offers while a tool is in use. The bar reads it anew after each `touch` of the tool. */
export type ToolOption =
  | (Described & { readonly kind: 'toggle'; readonly icon?: IconName; readonly on: boolean; set(on: boolean): void })
  | (Described & { readonly kind: 'range'; readonly value: number; readonly min: number; readonly max: number; readonly step: number; readonly unit?: string; set(value: number): void })
  /** An empty field is null. */
  | (Described & { readonly kind: 'number'; readonly value: number | null; readonly min: number; readonly max: number; set(value: number | null): void })
  | (Described & { readonly kind: 'choice'; readonly value: string; readonly choices: readonly { readonly value: string; readonly text: TextKey; readonly icon?: IconName }[]; set(value: string): void })
  | (Described & { readonly kind: 'button'; readonly icon?: IconName; readonly primary?: boolean; readonly disabled?: boolean; press(): void })
  | (Described & { readonly kind: 'note'; readonly values: readonly (string | number)[] });
