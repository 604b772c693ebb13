import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { webFolder } from './paths.js';

export type Locale = 'en' | 'ko';

/** The product's own translations, as .NET would pass them. Sample: `<data name="undo" xml:space="preserve"><value>Undo</value></data>`. */
export function readTexts(locale: Locale): Record<string, string> {
  const file = locale === 'en' ? 'CanvasTexts.resx' : `CanvasTexts.${locale}.resx`;
  const xml = readFileSync(join(webFolder, 'Components', 'Annotation', file), 'utf8');
  const entries = [...xml.matchAll(/<data name="([^"]+)"[^>]*>\s*<value>([^<]*)<\/value>/g)];
  return Object.fromEntries(entries.map(([, name, value]) => [name!, decode(value!)]));
}

function decode(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, '&');
}
