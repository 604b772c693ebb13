import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Annotation, AnnotatorClass } from '../src/annotator/model.js';
import { findClasses, letterOf, positionOfPress } from '../src/annotator/search/classes.js';
import { noCriteria, testOf, type Criteria } from '../src/annotator/search/criteria.js';
import { latinStrokes } from '../src/annotator/search/hangul.js';
import { holds, matchScore } from '../src/annotator/search/match.js';
import { parseQuery } from '../src/annotator/search/query.js';
import { box, modelBox } from './builders.js';

const classes: AnnotatorClass[] = [
  { id: 'car', key: 'car', name: '승용차', color: '#ff0000', index: 0 },
  { id: 'cat', key: 'cat', name: '고양이', color: '#00ff00', index: 1 },
  { id: 'light', key: 'traffic_light', name: 'Traffic light', color: '#0000ff', index: 2 },
];

describe('search by name', () => {
  test('Match_InitialConsonants_FindSyllables', () => {
    assert.ok(holds('고양이', 'ㄱㅇㅇ') && holds('고양이', 'ㅇㅇ') && holds('고양이', '고ㅇ'));
    assert.ok(!holds('고양이', 'ㄱㄴ'));
  });

  test('Match_SyllableUnderConstruction_FindsTheWholeWord', () => {
    assert.ok(holds('고양이', '고야') && holds('고양이', 'ㄱ') && holds('승용차', '승요'));
    assert.ok(!holds('고양이', '야이'), 'only the last syllable may be unfinished');
  });

  test('Match_WrongLayout_FindsLatinNames', () => {
    assert.equal(latinStrokes('ㅊㅁㄱ'), 'car');
    assert.ok(matchScore('car', 'ㅊㅁㄱ')! > 0);
    assert.ok(matchScore('car', 'ㅊㅁㄱ')! < matchScore('car', 'car')!);
  });

  test('Match_BetterFits_ScoreHigher', () => {
    const scores = ['light', 'lightning', 'traffic light', 'delight', 'l-i-g-h-t'].map(text => matchScore(text, 'light')!);
    assert.deepEqual([...scores].sort((a, b) => b - a), scores);
    assert.equal(matchScore('bus', 'light'), null);
    assert.equal(matchScore('anything', ' '), 0);
  });
});

describe('class search', () => {
  const many: AnnotatorClass[] = Array.from({ length: 40 }, (_, i) => ({ id: `c${i}`, key: `key_${i}`, name: `Class ${i}`, color: '#ff0000', index: i }));

  test('ClassSearch_Empty_OffersTheLastUsedFirst', () => {
    assert.deepEqual(findClasses(classes, '', ['light', 'cat']).map(each => each.id), ['light', 'cat', 'car']);
  });

  test('ClassSearch_ByNameOrKeyOrInitials_BestFirst', () => {
    assert.deepEqual(findClasses(classes, 'ca', []).map(each => each.id), ['car', 'cat']);
    assert.deepEqual(findClasses(classes, 'cat', ['car']).map(each => each.id), ['cat']);
    assert.deepEqual(findClasses(classes, 'ㅅㅇ', []).map(each => each.id), ['car']);
    assert.deepEqual(findClasses(classes, 'light', []).map(each => each.id), ['light']);
  });

  test('ClassByLetter_TenthAndBeyond_AreTwoKeysAway', () => {
    const codes = many.map((_, i) => letterOf(i));
    assert.equal(codes[8], undefined);
    assert.equal(codes[9], 'a');
    assert.equal(new Set(codes.slice(9, 35)).size, 26);
    assert.equal(positionOfPress({ code: 'KeyA' }), 9);
    assert.equal(positionOfPress({ code: 'Numpad3' }), 2);
    assert.equal(positionOfPress({ code: 'Tab' }), undefined);
    codes.slice(9, 35).forEach((letter, i) => assert.equal(positionOfPress({ code: `Key${letter!.toUpperCase()}` }), i + 9));
  });
});

describe('object filter', () => {
  const objects: Annotation[] = [
    box('red', 0, 0, 20, 20, { classId: 'car', attributes: { colour: 'red', doors: 4 } }),
    box('hidden', 0, 0, 60, 60, { classId: 'car', attributes: { colour: 'blue', occluded: true } }),
    box('0190-kitty', 0, 0, 200, 100, { classId: 'cat' }),
    { ...modelBox('guess', 0.4), classId: 'light' },
    { ...box('tag', 0, 0, 0, 0, { classId: 'cat' }), type: null, geometry: {} as Annotation['geometry'] } as unknown as Annotation,
  ];
  const found = (text: string): string[] => objects.filter(parseQuery(text, classes) ?? (() => true)).map(each => each.id);
  const fitting = (criteria: Partial<Criteria>): string[] => objects.filter(testOf({ ...noCriteria, ...criteria }, classes) ?? (() => true)).map(each => each.id);

  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['car', ['red', 'hidden']],
    ['승용', ['red', 'hidden']],
    ['ㄱㅇㅇ', ['0190-kitty', 'tag']],
    ['red', ['red']],
    ['colour:blue', ['hidden']],
    ['type:tag', ['tag']],
    ['source:model', ['guess']],
    ['id:0190', ['0190-kitty']],
    ['w>50', ['hidden', '0190-kitty']],
    ['area<=400', ['red', 'guess']],
    ['score<0.5', ['guess']],
    ['doors>=4', ['red']],
    ['car -occluded', ['red']],
    ['car | class:traffic', ['red', 'hidden', 'guess']],
    ['(car | cat) -(type:tag | colour:red)', ['hidden', '0190-kitty']],
    ['"traffic light"', ['guess']],
    ['', ['red', 'hidden', '0190-kitty', 'guess', 'tag']],
    ['(car', ['red', 'hidden']],
    ['car ) w>', ['red', 'hidden']],
    ['nobody', []],
  ];
  for (const [text, expected] of cases) {
    test(`Case18_Filter_${text || 'nothing'}_ShowsExactlyTheExpectedObjects`, () => assert.deepEqual(found(text), expected));
  }

  test('FiltersBySource_ClassFlagAndSize_Combine', () => {
    assert.deepEqual(fitting({ source: 'pending' }), ['guess']);
    assert.deepEqual(fitting({ source: 'human', classId: 'cat' }), ['0190-kitty', 'tag']);
    assert.deepEqual(fitting({ flag: 'occluded' }), ['hidden']);
    assert.deepEqual(fitting({ size: 'small' }), ['red', 'guess']);
    assert.deepEqual(fitting({ size: 'medium' }), ['hidden']);
    assert.deepEqual(fitting({ size: 'large', text: 'cat' }), ['0190-kitty']);
    assert.equal(testOf(noCriteria, classes), null);
  });
});
