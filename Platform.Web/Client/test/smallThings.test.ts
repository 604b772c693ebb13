import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId } from '../src/annotator/ids.js';
import { inkOn } from '../src/annotator/render/palette.js';
import { Texts } from '../src/annotator/texts.js';

describe('small things', () => {
  test('NewId_Many_AreVersion7UniqueAndInOrder', () => {
    const ids = Array.from({ length: 5000 }, newId);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual([...ids].sort(), ids);
    assert.ok(ids.every(id => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)));
  });

  test('Texts_MissingTranslation_FallsBackToEnglish', () => {
    const texts = new Texts({ undo: '되돌리기' });
    assert.equal(texts.get('undo'), '되돌리기');
    assert.equal(texts.get('offline', 12), 'Offline, 12 edits kept');
  });

  test('InkOn_Colours_Contrasts', () => {
    assert.equal(inkOn('#ffff00'), '#101418');
    assert.equal(inkOn('#1a237e'), '#ffffff');
  });
});
