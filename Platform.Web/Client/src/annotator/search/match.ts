import { isConsonant, latinStrokes, lettersOf } from './hangul.js';

/** How well a search fits a text, from 0 to 1, or null where it does not: whole, beginning, beginning of a word, inside, letters in order. */
export function matchScore(text: string, search: string): number | null {
  const needle = search.trim().toLowerCase();
  if (needle === '') {
    return 0;
  }
  const direct = score(text.toLowerCase(), needle);
  const strokes = latinStrokes(needle);
  // Typed with the Korean layout on by mistake: still found, after what was really written.
  return direct ?? (strokes === needle ? null : halved(score(text.toLowerCase(), strokes)));
}

export function matches(text: string, search: string): boolean {
  return matchScore(text, search) !== null;
}

/** Whether the text holds the search as it stands, or as the initial consonants (초성) of its syllables. */
export function holds(text: string, search: string): boolean {
  const hay = [...text.toLowerCase()];
  const needle = [...search.toLowerCase()];
  return hay.some((_, start) => fitsAt(hay, needle, start));
}

function score(text: string, needle: string): number | null {
  if (text === needle) {
    return 1;
  }
  const hay = [...text];
  const letters = [...needle];
  const starts = hay.map((_, i) => i).filter(i => fitsAt(hay, letters, i));
  if (starts.length > 0) {
    return starts[0] === 0 ? 0.9 : starts.some(i => /[\s_./-]/.test(hay[i - 1]!)) ? 0.8 : 0.6;
  }
  return isSubsequence(hay, letters) ? 0.3 : null;
}

function fitsAt(hay: readonly string[], needle: readonly string[], start: number): boolean {
  return needle.length > 0 && start + needle.length <= hay.length && needle.every((letter, i) => fits(hay[start + i]!, letter, i === needle.length - 1));
}

/** A consonant stands for every syllable that begins with it; the last syllable may still be under construction (`고야` on the way to `고양이`). */
function fits(character: string, letter: string, isLast: boolean): boolean {
  if (character === letter) {
    return true;
  }
  const letters = lettersOf(character);
  return (isConsonant(letter) && letters.length > 1 && letters[0] === letter)
    || (isLast && letters.length > 1 && lettersOf(letter).every((each, i) => letters[i] === each));
}

function isSubsequence(hay: readonly string[], needle: readonly string[]): boolean {
  let at = 0;
  for (const character of hay) {
    if (at < needle.length && fits(character, needle[at]!, false)) {
      at++;
    }
  }
  return at === needle.length;
}

function halved(value: number | null): number | null {
  return value === null ? null : value / 2;
}
