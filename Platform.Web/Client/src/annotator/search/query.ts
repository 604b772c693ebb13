import { attributesOf, flags, ownValues } from '../attributes.js';
import { zOf } from '../edits.js';
import type { Annotation, AnnotatorClass } from '../model.js';
import { boundsOfAnnotation } from '../shapes/registry.js';
import { holds } from './match.js';

export type Query = (annotation: Annotation) => boolean;

/** Sample: `car (colour:red | -occluded) w>50 score<0.5 id:0190`. A space means and, `|` or, `-` not; a bare word is looked for in class, type, flags, values and id. */
export function parseQuery(text: string, classes: readonly AnnotatorClass[]): Query | null {
  const tokens = [...text.matchAll(/"([^"]*)"?|([()|])|((?:[^\s()|"]|"[^"]*"?)+)/g)].map(match => ({ sign: match[2], word: (match[1] ?? match[3] ?? '').replaceAll('"', '') }));
  const names = new Map(classes.map(each => [each.id, `${each.name} ${each.key}`]));
  let at = 0;

  function either(): Query | null {
    const options = [every()];
    while (tokens[at]?.sign === '|') {
      at++;
      options.push(every());
    }
    const tests = options.filter(test => test !== null);
    return tests.length === 0 ? null : annotation => tests.some(test => test(annotation));
  }

  function every(): Query | null {
    const tests: Query[] = [];
    while (at < tokens.length && tokens[at]!.sign !== '|' && tokens[at]!.sign !== ')') {
      const test = one();
      if (test) {
        tests.push(test);
      }
    }
    return tests.length === 0 ? null : annotation => tests.every(test => test(annotation));
  }

  function one(): Query | null {
    const { sign, word } = tokens[at++]!;
    if (sign === '(') {
      const inner = either();
      // A bracket left open is closed by the end of what was typed so far.
      at += Number(tokens[at]?.sign === ')');
      return inner;
    }
    if (word === '-') {
      const inner = at < tokens.length && tokens[at]!.sign !== '|' && tokens[at]!.sign !== ')' ? one() : null;
      return inner && (annotation => !inner(annotation));
    }
    const test = word.startsWith('-') && word.length > 1 ? wordTest(word.slice(1)) : wordTest(word);
    return word.startsWith('-') ? annotation => !test(annotation) : test;
  }

  function wordTest(word: string): Query {
    const compared = /^([^:<>=]+)(<=|>=|[:<>=])(.*)$/.exec(word);
    return compared ? comparison(compared[1]!.toLowerCase(), compared[2]!, compared[3]!) : annotation => words(annotation).some(each => holds(each, word));
  }

  function comparison(field: string, operator: string, value: string): Query {
    if (operator === ':') {
      return annotation => textOf(annotation, field).some(each => (field === 'id' ? each.startsWith(value.toLowerCase()) : holds(each, value)));
    }
    const limit = Number(value);
    return annotation => {
      const measured = numberOf(annotation, field);
      // While the number is not typed yet, nothing is ruled out.
      return value === '' || (measured !== null && compare(measured, operator, limit));
    };
  }

  function words(annotation: Annotation): string[] {
    return [names.get(annotation.classId) ?? '', annotation.type ?? 'tag', annotation.id, ...flags.filter(flag => attributesOf(annotation)[flag] === true), ...ownValues(annotation).map(([, value]) => String(value))];
  }

  function textOf(annotation: Annotation, field: string): string[] {
    switch (field) {
      case 'class': return [names.get(annotation.classId) ?? ''];
      case 'type': return [annotation.type ?? 'tag'];
      case 'source': return [annotation.source];
      case 'id': return [annotation.id];
      default: return Object.entries(attributesOf(annotation)).filter(([name]) => name.toLowerCase() === field).map(([, value]) => String(value));
    }
  }

  const tests: (Query | null)[] = [];
  while (at < tokens.length) {
    tests.push(either());
    // A bracket that nobody opened.
    at += Number(tokens[at]?.sign === ')');
  }
  const meant = tests.filter(test => test !== null);
  return meant.length === 0 ? null : annotation => meant.every(test => test(annotation));
}

function numberOf(annotation: Annotation, field: string): number | null {
  const bounds = boundsOfAnnotation(annotation);
  switch (field) {
    case 'w': case 'width': return bounds?.width ?? null;
    case 'h': case 'height': return bounds?.height ?? null;
    case 'area': return bounds ? bounds.width * bounds.height : null;
    case 'score': return annotation.confidence;
    case 'z': return zOf(annotation);
    default: {
      const value = Object.entries(attributesOf(annotation)).find(([name]) => name.toLowerCase() === field)?.[1];
      return typeof value === 'number' ? value : null;
    }
  }
}

function compare(value: number, operator: string, limit: number): boolean {
  switch (operator) {
    case '<': return value < limit;
    case '>': return value > limit;
    case '<=': return value <= limit;
    case '>=': return value >= limit;
    default: return value === limit;
  }
}
