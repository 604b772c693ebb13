import type { AnnotatorClass } from '../model.js';
import { matchScore } from './match.js';

/** Letters for the classes that have no number key, the home row first. */
const Letters = 'asdfghjklqwertyuiopzxcvbnm';
const NumberKeys = 9;

/** Classes that fit a search by name or key, the best first; among equals those used last, then the ontology's order. */
export function findClasses(classes: readonly AnnotatorClass[], search: string, recent: readonly string[]): AnnotatorClass[] {
  const recency = new Map(recent.map((id, i) => [id, i]));
  return classes
    .map(target => ({ target, score: Math.max(matchScore(target.name, search) ?? -1, matchScore(target.key, search) ?? -1) }))
    .filter(({ score }) => score >= 0)
    .sort((a, b) => b.score - a.score || (recency.get(a.target.id) ?? Infinity) - (recency.get(b.target.id) ?? Infinity) || a.target.index - b.target.index)
    .map(({ target }) => target);
}

/** The letter that picks a class after the key for letters; none for those with a number key and those beyond the alphabet. */
export function letterOf(position: number): string | undefined {
  return Letters[position - NumberKeys];
}

/** Which class a press picks; the key's place counts, so that a Korean layout does not matter. */
export function positionOfPress({ code }: { readonly code: string }): number | undefined {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
  if (digit) {
    return Number(digit) - 1;
  }
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const at = letter ? Letters.indexOf(letter.toLowerCase()) : -1;
  return at < 0 ? undefined : at + NumberKeys;
}
