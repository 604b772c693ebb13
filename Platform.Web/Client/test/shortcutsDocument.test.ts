import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bindings } from '../src/annotator/keys/bindings.js';
import { shortcutsDocument } from '../src/annotator/keys/document.js';
import { englishTexts, Texts } from '../src/annotator/texts.js';

// From obj/test/test up to the repository.
const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..', '..');

/** Sample: `<data name="undo" xml:space="preserve"><value>되돌리기</value></data>`. */
function koreanTexts(): Texts {
  const xml = readFileSync(join(repository, 'Platform.Web', 'Components', 'Annotation', 'CanvasTexts.ko.resx'), 'utf8');
  const entries = [...xml.matchAll(/<data name="([^"]+)"[^>]*>\s*<value>([^<]*)<\/value>/g)];
  return new Texts(Object.fromEntries(entries.map(([, name, value]) => [name!, value!.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')])));
}

for (const [language, texts] of [['en', new Texts()], ['ko', koreanTexts()]] as const) {
  // After a change of keys: UPDATE_DOCS=1 npm test
  test(`ShortcutsDocument_${language}_IsWhatTheKeysSay`, () => {
    const path = join(repository, 'docs', 'users', `shortcuts.${language}.md`);
    const document = shortcutsDocument(texts);
    if (process.env['UPDATE_DOCS']) {
      writeFileSync(path, document);
    }
    assert.equal(readFileSync(path, 'utf8'), document, 'Run UPDATE_DOCS=1 npm test in Platform.Web/Client.');
  });
}

test('Texts_NamingKeys_NameCommandsThatExist', () => {
  const commands = new Set(bindings.map(binding => binding.command));
  const named = [englishTexts, ...[koreanTexts()].map(texts => Object.fromEntries(Object.keys(englishTexts).map(key => [key, texts.get(key as keyof typeof englishTexts)])))]
    .flatMap(texts => Object.values(texts)).flatMap(text => [...text.matchAll(/\{key:([^}]+)\}/g)].map(match => match[1]!));
  assert.deepEqual([...new Set(named)].filter(command => !commands.has(command)), []);
});
