import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { commandsOf, modules } from '../src/annotator/commands/table.js';
import type { Engine } from '../src/annotator/engine.js';
import { bindings } from '../src/annotator/keys/bindings.js';
import { clash, keysOfPress, partsOf, type KeyPress } from '../src/annotator/keys/chords.js';
import { helpGroups } from '../src/annotator/keys/help.js';
import { Keymap } from '../src/annotator/keys/keymap.js';
import { presetIds, presets } from '../src/annotator/keys/presets.js';
import { searched, sheetOf, titleKeys } from '../src/annotator/keys/sheet.js';
import { englishTexts, Texts } from '../src/annotator/texts.js';

const texts = new Texts();

function press(key: string, code: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  return { key, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...modifiers };
}

function keymapOf(preset: (typeof presetIds)[number], custom: Record<string, string[]> = {}): Keymap {
  const keymap = new Keymap();
  keymap.use(preset, custom);
  return keymap;
}

describe('presets', () => {
  for (const preset of presetIds) {
    test(`Preset_${preset}_HasNoTwoCommandsOnOneKey`, () => {
      const list = keymapOf(preset).bindings;
      const rivals = list.flatMap((a, i) => list.slice(i + 1).filter(b => a.command !== b.command && clash(a, b)).map(b => `${a.keys}: ${a.command} / ${b.command}`));
      assert.deepEqual(rivals, []);
    });

    test(`Preset_${preset}_ReachesEveryCommandByKey`, () => {
      const keymap = keymapOf(preset);
      assert.deepEqual([...new Set(bindings.map(binding => binding.command))].filter(command => keymap.keysOf(command).length === 0), []);
    });
  }

  test('Presets_NameOnlyCommandsThatExist', () => {
    const known = new Set(bindings.map(binding => binding.command));
    assert.deepEqual(Object.values(presets).flatMap(Object.keys).filter(command => !known.has(command)), []);
  });

  test('Commands_EveryName_StandsInOneModule', () => {
    const names = modules.flatMap(module => Object.keys(module({} as Engine)));
    assert.deepEqual(names.filter((name, i) => names.indexOf(name) !== i), []);
  });

  test('Bindings_EveryCommand_IsHandledOrBelongsToATool', () => {
    const names = Object.keys(commandsOf({} as Engine));
    const unhandled = bindings.filter(({ command, when }) => !names.includes(command.split(':')[0]!) && !when?.startsWith('tool:') && when !== 'drawing');
    assert.deepEqual(unhandled, []);
  });

  test('Case72_Hotkeys_CvatHands_FindTheirKeys', () => {
    const cvat = keymapOf('cvat');
    const never = (): boolean => false;
    assert.equal(cvat.commandFor(press('2', 'Digit2', { ctrlKey: true }), never), 'class:2');
    assert.equal(cvat.commandFor(press('f', 'KeyF'), never), 'next');
    assert.equal(cvat.commandFor(press('n', 'KeyN'), never), 'repeatTool');
  });

  test('Case72_Hotkeys_LabelStudioHands_FindTheirKeys', () => {
    const labelStudio = keymapOf('labelStudio');
    const never = (): boolean => false;
    assert.equal(labelStudio.commandFor(press('ArrowRight', 'ArrowRight', { ctrlKey: true }), never), 'next');
    assert.equal(labelStudio.commandFor(press('h', 'KeyH'), never), 'tool:pan');
    assert.equal(labelStudio.commandFor(press('h', 'KeyH', { altKey: true }), when => when === 'selected'), 'hide');
    assert.equal(labelStudio.commandFor(press('f', 'KeyF'), never), undefined);
  });
});

describe('own keys', () => {
  test('Rebind_FreeKey_ReplacesTheOld', () => {
    const keymap = new Keymap();
    assert.deepEqual(keymap.rivals('accept', 'Ctrl+Alt+K'), []);
    keymap.use('ours', keymap.rebound('accept', ['Ctrl+Alt+K']));
    assert.deepEqual(keymap.keysOf('accept'), ['Ctrl+Alt+K']);
    assert.equal(keymap.commandFor(press('a', 'KeyA'), () => false), undefined);
  });

  test('Shortcuts_TakenKey_NamesTheRivalAndTakesItOver', () => {
    const keymap = new Keymap();
    assert.deepEqual(keymap.rivals('accept', 'F'), ['next']);
    keymap.use('ours', keymap.rebound('accept', ['F']));
    assert.deepEqual(keymap.keysOf('accept'), ['F']);
    assert.deepEqual(keymap.keysOf('next'), ['PageDown', 'ArrowRight']);
  });

  test('Shortcuts_KeyOfAnotherCircumstance_IsNoRival', () => {
    const keymap = new Keymap();
    assert.deepEqual(keymap.rivals('next', 'Enter'), []);
    assert.deepEqual(keymap.rivals('nudge:1,0', 'ArrowRight'), []);
  });

  test('Shortcuts_OwnKeys_LieOverAnyPreset_AndDefaultsComeBack', () => {
    const keymap = keymapOf('cvat', { accept: ['J'] });
    assert.deepEqual(keymap.keysOf('accept'), ['J']);
    keymap.use('cvat');
    assert.deepEqual(keymap.keysOf('accept'), ['A']);
  });

  test('KeysOfPress_AnyLayout_WritesWhatABindingWrites', () => {
    assert.equal(keysOfPress(press('Z', 'KeyZ', { ctrlKey: true, shiftKey: true })), 'Ctrl+Shift+Z');
    assert.equal(keysOfPress(press('ㅁ', 'KeyA')), 'A');
    assert.equal(keysOfPress(press('?', 'Slash', { shiftKey: true })), '?');
    assert.equal(keysOfPress(press(' ', 'Space')), 'Space');
    assert.equal(keysOfPress(press('ArrowLeft', 'ArrowLeft', { shiftKey: true })), 'Shift+ArrowLeft');
    assert.equal(keysOfPress(press('Shift', 'ShiftLeft', { shiftKey: true })), undefined);
    assert.deepEqual(partsOf('Ctrl++'), ['Ctrl', '+']);
  });
});

describe('cheat sheet', () => {
  test('Sheet_EveryBoundCommand_HasALine', () => {
    const listed = new Set(helpGroups.flatMap(group => group.lines).flatMap(line => line.commands ?? []));
    assert.deepEqual([...new Set(bindings.map(binding => binding.command))].filter(command => !listed.has(command)), []);
  });

  test('Sheet_EveryLine_HasTextAndKeys', () => {
    for (const line of helpGroups.flatMap(group => group.lines)) {
      assert.ok(line.text in englishTexts, line.text);
    }
    assert.deepEqual(sheetOf(new Keymap(), texts).flatMap(group => group.lines).filter(line => line.keys.length === 0).map(line => line.text), []);
  });

  test('Sheet_PresetOrOwnKeys_ShowsTheKeysInForce', () => {
    const keysIn = (keymap: Keymap): unknown => sheetOf(keymap, texts).flatMap(group => group.lines).find(line => line.command === 'accept')!.keys;
    assert.deepEqual(keysIn(keymapOf('ours')), [['A']]);
    assert.deepEqual(keysIn(keymapOf('ours', { accept: ['Ctrl+Shift+K'] })), [['Ctrl', 'Shift', 'K']]);
    assert.equal(titleKeys(keymapOf('labelStudio'), 'next', texts), 'Ctrl+→');
  });

  test('Search_WordsOrKeys_KeepTheFittingLines', () => {
    const sheet = sheetOf(new Keymap(), texts);
    assert.deepEqual(searched(sheet, 'redo').flatMap(group => group.lines).map(line => line.text), ['Redo']);
    assert.ok(searched(sheet, 'ctrl+z').flatMap(group => group.lines).some(line => line.text === 'Undo'));
    assert.deepEqual(searched(sheet, 'no such thing'), []);
    assert.equal(searched(sheet, '  ').length, sheet.length);
  });
});
