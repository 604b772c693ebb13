const First = 0xac00;
const Last = 0xd7a3;
const VowelCount = 21;
/** Finals of a syllable, with none as the first. */
const FinalCount = 28;

const initials = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];
const vowels = [...'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ'];
const finals = ['', ...'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'];

/** Keys of the common Korean layout (two-set) by the letter that they write; compound letters are two strokes. */
const strokes: Readonly<Record<string, string>> = {
  ㄱ: 'r', ㄲ: 'r', ㄳ: 'rt', ㄴ: 's', ㄵ: 'sw', ㄶ: 'sg', ㄷ: 'e', ㄸ: 'e', ㄹ: 'f', ㄺ: 'fr', ㄻ: 'fa', ㄼ: 'fq', ㄽ: 'ft', ㄾ: 'fx', ㄿ: 'fv', ㅀ: 'fg',
  ㅁ: 'a', ㅂ: 'q', ㅃ: 'q', ㅄ: 'qt', ㅅ: 't', ㅆ: 't', ㅇ: 'd', ㅈ: 'w', ㅉ: 'w', ㅊ: 'c', ㅋ: 'z', ㅌ: 'x', ㅍ: 'v', ㅎ: 'g',
  ㅏ: 'k', ㅐ: 'o', ㅑ: 'i', ㅒ: 'o', ㅓ: 'j', ㅔ: 'p', ㅕ: 'u', ㅖ: 'p', ㅗ: 'h', ㅘ: 'hk', ㅙ: 'ho', ㅚ: 'hl', ㅛ: 'y', ㅜ: 'n', ㅝ: 'nj', ㅞ: 'np', ㅟ: 'nl', ㅠ: 'b', ㅡ: 'm', ㅢ: 'ml', ㅣ: 'l',
};

/** The letters of a syllable; anything else is its own only letter. */
export function lettersOf(character: string): string[] {
  const code = (character.codePointAt(0) ?? 0) - First;
  if (code < 0 || code > Last - First) {
    return [character];
  }
  const final = finals[code % FinalCount]!;
  return [initials[Math.floor(code / (VowelCount * FinalCount))]!, vowels[Math.floor(code / FinalCount) % VowelCount]!, ...(final === '' ? [] : [final])];
}

export function isConsonant(character: string): boolean {
  return initials.includes(character) || finals.includes(character);
}

/** What the same key strokes write on a Latin layout: `ㅊㅁㄱ` and `츰ㄱ` were meant as letters of their keys. */
export function latinStrokes(text: string): string {
  return [...text].flatMap(lettersOf).map(letter => strokes[letter] ?? letter).join('');
}
