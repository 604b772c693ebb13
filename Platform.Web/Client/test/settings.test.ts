import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { filterOf } from '../src/annotator/appearance.js';
import { labelText } from '../src/annotator/render/labels.js';
import { Palette } from '../src/annotator/render/palette.js';
import { defaultSettings, readSettings, SettingsStore, type SettingsStorage } from '../src/annotator/settings.js';
import { box, modelBox } from './builders.js';

class MemoryStorage implements SettingsStorage {
  readonly items = new Map<string, string>();
  getItem(key: string): string | null { return this.items.get(key) ?? null; }
  setItem(key: string, value: string): void { this.items.set(key, value); }
}

describe('settings', () => {
  test('SavingSettings_Reload_AreTheSame_PerPerson', () => {
    const storage = new MemoryStorage();
    new SettingsStore(storage, 'kim').set({ brightness: 1.4, grid: true, preset: 'cvat', keys: { accept: ['J'] } });
    const again = new SettingsStore(storage, 'kim').value;
    assert.deepEqual([again.brightness, again.grid, again.preset, again.keys], [1.4, true, 'cvat', { accept: ['J'] }]);
    assert.deepEqual(new SettingsStore(storage, 'lee').value, defaultSettings);
  });

  test('SavingSettings_OnlyWhatDiffers_SoThatNewDefaultsReachEverybody', () => {
    const storage = new MemoryStorage();
    const store = new SettingsStore(storage, 'kim');
    store.set({ contrast: 2 });
    assert.equal(storage.getItem(store.key), '{"contrast":2}');
    store.reset('contrast');
    assert.equal(storage.getItem(store.key), '{}');
  });

  test('Settings_DamagedOrForeign_FallBackValueByValue', () => {
    const storage = new MemoryStorage();
    storage.setItem('annotator.settings.kim', '{"brightness":"very","contrast":99,"preset":"emacs","labels":0,"keys":{"accept":[1]},"gridPx":null}');
    const { value } = new SettingsStore(storage, 'kim');
    assert.deepEqual([value.brightness, value.contrast, value.preset, value.labels, value.gridPx], [1, 3, 'ours', true, 50]);
    assert.deepEqual(value.keys, {});
    storage.setItem('annotator.settings.kim', 'not json');
    assert.deepEqual(new SettingsStore(storage, 'kim').value, defaultSettings);
    assert.deepEqual(readSettings(null), defaultSettings);
  });

  test('Settings_ForbiddenStorage_HoldForThePage', () => {
    const store = new SettingsStore({ getItem: () => { throw new Error('forbidden'); }, setItem: () => { throw new Error('forbidden'); } }, 'kim');
    store.set({ gamma: 2 });
    assert.equal(store.value.gamma, 2);
  });

  test('Settings_ChangedInAnotherTab_ReachThisOne', () => {
    const storage = new MemoryStorage();
    const [here, there] = [new SettingsStore(storage, 'kim'), new SettingsStore(storage, 'kim')];
    const seen: number[] = [];
    here.follow(() => seen.push(here.value.gamma));
    there.set({ gamma: 2 });
    here.reload();
    assert.deepEqual(seen, [1, 2]);
  });
});

describe('appearance', () => {
  test('Case26_CanvasColors_FilterNothingWhereThePictureIsAsItIs', () => {
    assert.equal(filterOf(defaultSettings, 'g'), '');
    assert.equal(filterOf({ ...defaultSettings, brightness: 1.2, gamma: 2 }, 'g'), 'url(#g) brightness(1.2)');
  });

  test('Case14_Appearance_ColourByInstanceOrSource_TellsObjectsApart', () => {
    const palette = new Palette([{ id: 'cell', key: 'cell', name: 'Cell', color: '#ff0000', index: 0 }]);
    assert.equal(palette.of(box('a')).color, '#ff0000');
    palette.colourBy = 'instance';
    const colours = new Set(Array.from({ length: 40 }, (_, i) => palette.of(box(`a${i}`)).color));
    assert.ok(colours.size > 6);
    assert.equal(palette.of(box('a1', 0, 0, 1, 1, { trackId: 't' })).color, palette.of(box('a2', 0, 0, 1, 1, { trackId: 't' })).color, 'a track is one instance');
    palette.colourBy = 'group';
    assert.equal(palette.of(box('a', 0, 0, 1, 1, { attributes: { group: 'g' } })).color, palette.of(box('b', 0, 0, 1, 1, { attributes: { group: 'g' } })).color);
    assert.notEqual(palette.of(box('a', 0, 0, 1, 1, { attributes: { group: 'g' } })).color, palette.of(box('c')).color, 'what is in no group has no colour of one');
    palette.colourBy = 'source';
    assert.notEqual(palette.of(box('a')).color, palette.of(modelBox('m', 0.5)).color);
    assert.equal(palette.of(box('a')).name, 'Cell');
  });

  test('Case14_Appearance_LabelContent_IsWhatWasChosen', () => {
    const look = { name: 'Cell', color: '#ff0000', ink: '#ffffff' };
    const annotation = { ...modelBox('m', 0.87), attributes: { kind: 'round', flat: true, thin: false, occluded: true } };
    assert.equal(labelText(annotation, look, defaultSettings), 'Cell 87%');
    assert.equal(labelText(annotation, look, { ...defaultSettings, labelScore: false, labelAttributes: true }), 'Cell round, flat');
    assert.equal(labelText(annotation, look, { ...defaultSettings, labelClass: false, labelScore: false }), '');
  });
});
