import { presetIds } from '../keys/presets.js';
import { ranges, type NumberSetting, type Settings } from '../settings.js';
import type { TextKey } from '../texts.js';
import { el, setFlag, setText } from './dom.js';
import { icon } from './icons.js';
import type { ViewContext } from './view.js';

type Toggle = { [K in keyof Settings]: Settings[K] extends boolean ? K : never }[keyof Settings];
type Choice = 'background' | 'colourBy' | 'preset';

const picture = ['brightness', 'contrast', 'saturation', 'gamma', 'smoothing', 'background'] as const;

/** How things look, beside the picture that shows each change at once. Not modal: drawing goes on. */
export class SettingsPanel {
  readonly element: HTMLElement;
  private readonly refreshers: (() => void)[] = [];

  constructor(private readonly context: ViewContext) {
    const { texts, engine } = context;
    const { settings } = engine.options;
    const reset = el('button', { type: 'button', class: 'an-link', 'data-action': 'resetPicture', onclick: () => settings.reset(...picture) }, texts.get('reset'));
    this.refreshers.push(() => setFlag(reset, 'hidden', filterIsOff(settings.value)));
    this.element = el('section', { class: 'an-settings', role: 'region', 'aria-label': texts.get('settings'), hidden: true },
      el('header', {}, el('h2', {}, texts.get('settings')),
        el('button', { type: 'button', class: 'an-tool', 'aria-label': texts.get('close'), onclick: () => this.close() }, icon('close'))),
      this.group('settingsPicture', [
        ...(['brightness', 'contrast', 'saturation', 'gamma'] as const).map(name => this.slider(name, name === 'gamma' ? value => value.toFixed(2) : percent)),
        this.toggle('smoothing'),
        this.choice('background', ['theme', 'black', 'grey', 'white']),
      ], reset),
      this.group('settingsShapes', [
        this.choice('colourBy', ['class', 'instance', 'group', 'source']),
        this.slider('fillOpacity', percent),
        this.slider('outlineOpacity', percent),
      ]),
      this.group('settingsLabels', [this.toggle('labels'), this.toggle('labelClass', 'labels'), this.toggle('labelScore', 'labels'), this.toggle('labelAttributes', 'labels')]),
      this.group('settingsGuides', [
        this.toggle('crosshair'),
        this.toggle('minimap'),
        this.toggle('grid'),
        this.slider('gridPx', value => `${Math.round(value)} px`, 'grid'),
        this.slider('gridOpacity', percent, 'grid'),
      ]),
      this.group('settingsKeys', [
        this.choice('preset', presetIds),
        el('button', { type: 'button', class: 'an-link', 'data-action': 'editKeys', onclick: () => engine.run('help') }, texts.get('editKeys')),
      ]));
    this.element.addEventListener('keydown', event => this.keyDown(event));
    for (const type of ['pointerdown', 'pointermove', 'pointerup', 'dblclick', 'wheel', 'contextmenu']) {
      this.element.addEventListener(type, event => event.stopPropagation());
    }
    settings.follow(() => this.refresh());
  }

  toggleOpen(): void {
    if (this.element.hidden) {
      this.element.hidden = false;
      this.element.querySelector<HTMLElement>('input')?.focus();
    } else {
      this.close();
    }
  }

  private close(): void {
    this.element.hidden = true;
    this.context.engine.stage.element.focus({ preventScroll: true });
  }

  private refresh(): void {
    this.refreshers.forEach(refresh => refresh());
  }

  private keyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      this.close();
    }
  }

  private group(title: TextKey, rows: readonly HTMLElement[], ...actions: readonly HTMLElement[]): HTMLElement {
    return el('fieldset', {}, el('legend', {}, this.context.texts.get(title), ...actions), ...rows);
  }

  private slider(name: NumberSetting, shown: (value: number) => string, needs?: Toggle): HTMLElement {
    const { settings } = this.context.engine.options;
    const [low, high] = ranges[name];
    const step = name === 'gridPx' ? 1 : 0.01;
    const input = el('input', { type: 'range', min: String(low), max: String(name === 'gridPx' ? 400 : high), step: String(step), 'data-setting': name, oninput: () => settings.set({ [name]: Number(input.value) }) });
    // A double click on a slider is the way back to where it was.
    input.addEventListener('dblclick', () => settings.reset(name));
    const value = el('output', { class: 'an-count' });
    const row = el('label', { class: 'an-setting' }, el('span', {}, this.context.texts.get(name)), value, input);
    this.refreshers.push(() => {
      input.value = String(settings.value[name]);
      setText(value, shown(settings.value[name]));
      setFlag(row, 'hidden', needs !== undefined && !settings.value[needs]);
    });
    return row;
  }

  private toggle(name: Toggle, needs?: Toggle): HTMLElement {
    const { settings } = this.context.engine.options;
    const input = el('input', { type: 'checkbox', 'data-setting': name, onchange: () => settings.set({ [name]: input.checked }) });
    const row = el('label', { class: 'an-setting an-setting-toggle' }, input, el('span', {}, this.context.texts.get(toggleTexts[name])));
    this.refreshers.push(() => {
      input.checked = settings.value[name];
      setFlag(row, 'hidden', needs !== undefined && !settings.value[needs]);
    });
    return row;
  }

  private choice<C extends Choice>(name: C, values: readonly Settings[C][]): HTMLElement {
    const { texts, engine } = this.context;
    const { settings } = engine.options;
    const select = el('select', { 'data-setting': name, onchange: () => settings.set({ [name]: select.value }) },
      ...values.map(value => el('option', { value }, texts.get(`${name}_${value}` as TextKey))));
    this.refreshers.push(() => (select.value = settings.value[name]));
    return el('label', { class: 'an-setting an-setting-choice' }, el('span', {}, texts.get(name === 'preset' ? 'keyPreset' : name)), select);
  }
}

const toggleTexts: Readonly<Record<Toggle, TextKey>> = {
  smoothing: 'smoothing', crosshair: 'crosshair', grid: 'grid', labels: 'labelsShown', labelClass: 'labelClass', labelScore: 'labelScore', labelAttributes: 'labelAttributes', minimap: 'minimap',
};

function percent(value: number): string {
  return `${Math.round(value * 100)}%`;
}

function filterIsOff({ brightness, contrast, saturation, gamma, smoothing, background }: Settings): boolean {
  return [brightness, contrast, saturation, gamma].every(value => value === 1) && smoothing && background === 'theme';
}
