import type { Kept } from './journal.js';

/** One canvas' journal of one scope as a store holds it. Of two stores the one with the higher sequence number is the newer. */
export interface StoredJournal {
  readonly sequence: number;
  readonly texts: readonly string[];
}

export const Mark = 'mark';

/**
 * Keys of both stores, sorted so that everything of a journal lies together. Sample: `platform-annotator:USER:shapes:IMAGE:PAGE:3` for a
 * portion, `…:PAGE:mark` for the sequence number. The user stands first: a shared computer must not replay somebody else's edits.
 */
export function journalKey(...parts: readonly string[]): string {
  return ['platform-annotator', ...parts.map(encodeURIComponent)].join(':');
}

/** The journal that a stored key belongs to, with its scope and page. */
export function partsOf(key: string): { readonly journal: string; readonly scope: string; readonly page: string } | undefined {
  const parts = key.split(':');
  const [scope, page] = [parts[3], parts[4]];
  return parts.length === 6 && scope !== undefined && page !== undefined
    ? { journal: parts.slice(0, 5).join(':'), scope: decodeURIComponent(scope), page: decodeURIComponent(page) }
    : undefined;
}

/** From the entries of one journal; a mark that cannot be read counts as the oldest. */
export function readStored(entries: Iterable<readonly [key: string, text: string]>): StoredJournal | undefined {
  const texts: string[] = [];
  let sequence: number | undefined;
  for (const [key, text] of entries) {
    if (key.endsWith(`:${Mark}`)) {
      sequence = Number(text) || 0;
    } else {
      texts.push(text);
    }
  }
  return sequence === undefined && texts.length === 0 ? undefined : { sequence: sequence ?? 0, texts };
}

/** The items of the newer of two copies. A text that cannot be read loses only itself. */
export function newestItems<T extends Kept>(...copies: readonly (StoredJournal | undefined)[]): T[] {
  const [newest] = copies.filter(copy => copy !== undefined).sort((a, b) => b.sequence - a.sequence);
  return (newest?.texts ?? []).flatMap(text => parse<T>(text));
}

function parse<T>(text: string): T[] {
  try {
    const items = JSON.parse(text) as unknown;
    return Array.isArray(items) ? (items as T[]) : [];
  } catch {
    return [];
  }
}
