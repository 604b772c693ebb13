import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bindings } from '../src/annotator/keys/bindings.js';
import { clash, commandFor as commandIn, type Command, type KeyPress } from '../src/annotator/keys/chords.js';
import { Keymap } from '../src/annotator/keys/keymap.js';
import { capsOf } from '../src/annotator/keys/sheet.js';

function press(key: string, code: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  return { key, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...modifiers };
}

/** The command of a press while something is selected, or nothing is. */
function commandFor(pressed: KeyPress, selected: boolean): Command | undefined {
  return commandIn(pressed, bindings, when => when === (selected ? 'selected' : 'unselected'));
}

describe('keymap', () => {
  test('Letter_KoreanLayout_CountsByItsPlace', () => {
    assert.equal(commandFor(press('ㄱ', 'KeyR'), false), 'tool:bbox');
    assert.equal(commandFor(press('Process', 'KeyV'), false), 'tool:select');
    assert.equal(commandFor(press('ㅋ', 'KeyZ', { ctrlKey: true }), false), 'undo');
  });

  test('Sign_WhileAnInputMethodIsOn_CountsByItsPlace', () => {
    assert.equal(commandFor(press('Process', 'Slash'), false), 'classPalette');
    assert.equal(commandFor(press('Process', 'Semicolon'), false), 'classLetter');
    assert.equal(commandFor(press('Process', 'Escape'), false), 'cancel');
  });

  test('Letter_Dvorak_CountsByWhatItWrites', () => {
    assert.equal(commandFor(press('r', 'KeyO'), false), 'tool:bbox');
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

  test('Help_KeyOnAnyLayout_OpensSheet', () => {
    assert.equal(commandFor(press('?', 'Slash', { shiftKey: true }), false), 'help');
  });
});

describe('two keys, one after the other', () => {
  const plain = (when: string): boolean => when === 'unselected';
  function cvat(): Keymap {
    const keymap = new Keymap();
    keymap.use('cvat');
    return keymap;
  }

  test('Shortcuts_TwoKeys_MeanTheirCommand_AndTheFirstAloneNothing', () => {
    const keymap = cvat();
    assert.equal(keymap.commandFor(press('t', 'KeyT'), plain, 0), undefined);
    assert.equal(keymap.waiting, true);
    assert.equal(keymap.commandFor(press('l', 'KeyL'), plain, 400), 'lockAll');
    assert.equal(keymap.waiting, false);
    keymap.commandFor(press('ㅅ', 'KeyT'), plain, 1000);
    assert.equal(keymap.commandFor(press('ㅗ', 'KeyH'), plain, 1100), 'toggleHidden', 'on a Korean layout, too');
  });

  test('Shortcuts_TwoKeys_TooLateOrAnotherKey_MeansWhatItAlwaysMeans', () => {
    const keymap = cvat();
    keymap.commandFor(press('t', 'KeyT'), plain, 0);
    assert.equal(keymap.commandFor(press('l', 'KeyL'), when => when === 'selected', 5000), 'lock');
    keymap.commandFor(press('t', 'KeyT'), plain, 6000);
    assert.equal(keymap.commandFor(press('Shift', 'ShiftLeft', { shiftKey: true }), plain, 6100), undefined, 'a modifier is no second key');
    assert.equal(keymap.commandFor(press('r', 'KeyR'), plain, 6200), 'tool:bbox');
  });

  test('Shortcuts_TwoKeys_ConflictWithTheirFirstKeyAlone', () => {
    assert.equal(clash({ keys: 'T L', command: 'a' }, { keys: 'T', command: 'b' }), true);
    assert.equal(clash({ keys: 'T L', command: 'a' }, { keys: 'T H', command: 'b' }), false);
    const keymap = new Keymap();
    assert.deepEqual(keymap.rivals('lockAll', 'T L'), ['toggleLabels']);
    keymap.use('ours', keymap.rebound('lockAll', ['T L']));
    assert.deepEqual([keymap.keysOf('toggleLabels'), keymap.keysOf('lockAll')], [[], ['T L']]);
    keymap.use('cvat');
    assert.deepEqual(keymap.rivals('fit', 'T').sort(), ['lockAll', 'toggleHidden'], 'and the other way round');
  });

  test('Shortcuts_TwoKeys_StandInTheSheetOneAfterTheOther', () => {
    assert.deepEqual(capsOf('T Shift+L', { get: key => (key === 'keysThen' ? 'then' : key) }), ['T', 'then', 'Shift', 'L']);
  });
});
