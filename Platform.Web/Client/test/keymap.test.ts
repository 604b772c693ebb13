import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId } from '../src/annotator/ids.js';
import { bindings } from '../src/annotator/keys/bindings.js';
import { commandFor as commandIn, type Command, type KeyPress } from '../src/annotator/keys/chords.js';
import { helpGroups } from '../src/annotator/keys/help.js';
import { inkOn } from '../src/annotator/render/palette.js';
import { englishTexts, Texts } from '../src/annotator/texts.js';

function press(key: string, code: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  return { key, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...modifiers };
}

/** The command of a press while something is selected, or nothing is. */
function commandFor(pressed: KeyPress, selected: boolean): Command | undefined {
  return commandIn(pressed, bindings, when => when === (selected ? 'selected' : 'unselected'));
}

describe('keymap', () => {
  test('Letter_KoreanLayout_CountsByItsPlace', () => {
    assert.equal(commandFor(press('ㅠ', 'KeyB'), false), 'tool:bbox');
    assert.equal(commandFor(press('Process', 'KeyV'), false), 'tool:select');
    assert.equal(commandFor(press('ㅋ', 'KeyZ', { ctrlKey: true }), false), 'undo');
  });

  test('Letter_Dvorak_CountsByWhatItWrites', () => {
    assert.equal(commandFor(press('b', 'KeyN'), false), 'tool:bbox');
  });

  test('Undo_AllThreeWays_Work', () => {
    assert.equal(commandFor(press('z', 'KeyZ', { metaKey: true }), false), 'undo');
    assert.equal(commandFor(press('Z', 'KeyZ', { ctrlKey: true, shiftKey: true }), false), 'redo');
    assert.equal(commandFor(press('y', 'KeyY', { ctrlKey: true }), false), 'redo');
  });

  test('Arrows_DependOnSelection', () => {
    assert.equal(commandFor(press('ArrowRight', 'ArrowRight'), false), 'next');
    assert.equal(commandFor(press('ArrowRight', 'ArrowRight'), true), 'nudge:1,0');
    assert.equal(commandFor(press('ArrowUp', 'ArrowUp', { shiftKey: true }), true), 'nudge:0,-10');
    assert.equal(commandFor(press('ArrowUp', 'ArrowUp'), false), undefined);
  });

  test('Backspace_WhileDrawing_TakesBackInsteadOfDeleting', () => {
    assert.equal(commandIn(press('Backspace', 'Backspace'), bindings, when => when === 'drawing'), 'undo');
    assert.equal(commandFor(press('Backspace', 'Backspace'), true), 'delete');
  });

  test('Digits_TopRowAndNumpad_ChooseClasses', () => {
    assert.equal(commandFor(press('3', 'Digit3'), false), 'class:3');
    assert.equal(commandFor(press('7', 'Numpad7'), true), 'class:7');
    assert.equal(commandFor(press('3', 'Digit3', { ctrlKey: true }), false), undefined);
  });

  test('BrowserKeys_AreLeftAlone', () => {
    for (const code of ['KeyR', 'KeyT', 'KeyW', 'KeyL', 'KeyF', 'KeyN', 'KeyP']) {
      assert.equal(commandFor(press(code.slice(3).toLowerCase(), code, { ctrlKey: true }), true), undefined);
    }
    assert.equal(commandFor(press('ArrowLeft', 'ArrowLeft', { altKey: true }), true), undefined);
  });

  test('Help_EveryLine_HasText', () => {
    for (const line of helpGroups.flatMap(group => group.lines)) {
      assert.ok(line.text in englishTexts);
    }
    assert.equal(commandFor(press('?', 'Slash', { shiftKey: true }), false), 'help');
  });
});

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
    assert.equal(texts.get('offline', 12), 'Offline, 12 unsaved');
  });

  test('InkOn_Colours_Contrasts', () => {
    assert.equal(inkOn('#ffff00'), '#101418');
    assert.equal(inkOn('#1a237e'), '#ffffff');
  });
});
