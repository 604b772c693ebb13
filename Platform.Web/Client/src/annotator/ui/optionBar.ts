import { titleKeys } from '../keys/sheet.js';
import type { ToolOption } from '../tools/options.js';
import { el, setFlag, setPressed, setText } from './dom.js';
import { icon } from './icons.js';
import type { View, ViewContext } from './view.js';

/** One control and how it follows its option; the option object is another one after each change. */
interface Control {
  readonly element: HTMLElement;
  show(option: ToolOption): void;
}

/** The settings of the tool in use and the buttons that end what it has half drawn: nothing needs a keyboard. */
export function createOptionBar(context: ViewContext): View {
  const { engine, texts } = context;
  const element = el('div', { class: 'an-options', role: 'toolbar', 'aria-label': texts.get('toolOptions') });
  let shape = '';
  let controls = new Map<string, Control>();
  let current = new Map<string, ToolOption>();
  const latest = <K extends ToolOption['kind']>(id: string, kind: K): Extract<ToolOption, { kind: K }> | undefined => {
    const option = current.get(id);
    return option?.kind === kind ? option as Extract<ToolOption, { kind: K }> : undefined;
  };
  return {
    element,
    update() {
      const options = engine.loadState === 'ready' && !engine.readOnly ? [...engine.tool.options?.() ?? [], ...engine.single.options()] : [];
      current = new Map(options.map(option => [option.id, option]));
      const wanted = `${engine.tool.id} ${options.map(option => `${option.kind}:${option.id}:${option.text}`).join()}`;
      if (wanted !== shape) {
        shape = wanted;
        controls = new Map(options.map(option => [option.id, controlOf(context, option, latest)]));
        element.replaceChildren(...[...controls.values()].map(control => control.element));
      }
      options.forEach(option => controls.get(option.id)!.show(option));
      setFlag(element, 'hidden', options.length === 0);
    },
  };
}

type Latest = <K extends ToolOption['kind']>(id: string, kind: K) => Extract<ToolOption, { kind: K }> | undefined;

function controlOf(context: ViewContext, option: ToolOption, latest: Latest): Control {
  switch (option.kind) {
    case 'range': return rangeControl(context, option, latest);
    case 'number': return numberControl(context, option, latest);
    case 'choice': return choiceControl(context, option, latest);
    case 'note': return noteControl(context, option);
    default: return buttonControl(context, option, latest);
  }
}

function buttonControl(context: ViewContext, option: ToolOption & { kind: 'toggle' | 'button' }, latest: Latest): Control {
  const primary = option.kind === 'button' && option.primary;
  const button = el('button', {
    type: 'button', class: `an-option${primary ? ' an-primary' : ''}`, 'data-option': option.id, title: titleOf(context, option),
    onclick: () => {
      const toggle = latest(option.id, 'toggle');
      toggle?.set(!toggle.on);
      latest(option.id, 'button')?.press();
      after(context);
    },
  }, ...(option.icon ? [icon(option.icon)] : []), el('span', {}, context.texts.get(option.text)));
  return {
    element: button,
    show(shown) {
      if (shown.kind === 'toggle') {
        setPressed(button, shown.on);
      }
      button.disabled = shown.kind === 'button' && shown.disabled === true;
    },
  };
}

function rangeControl(context: ViewContext, option: ToolOption & { kind: 'range' }, latest: Latest): Control {
  const slider = el('input', {
    type: 'range', min: String(option.min), max: String(option.max), step: String(option.step), 'data-option': option.id,
    oninput: () => {
      latest(option.id, 'range')?.set(Number(slider.value));
      context.engine.touch();
    },
  });
  const output = el('output', { class: 'an-count' });
  return {
    element: el('label', { class: 'an-option', title: titleOf(context, option) }, el('span', {}, context.texts.get(option.text)), slider, output),
    show(shown) {
      if (shown.kind === 'range') {
        slider.max = String(shown.max);
        slider.value = String(shown.value);
        setText(output, `${Math.round(shown.value * 100) / 100}${shown.unit ?? ''}`);
      }
    },
  };
}

function numberControl(context: ViewContext, option: ToolOption & { kind: 'number' }, latest: Latest): Control {
  const field = el('input', {
    type: 'number', class: 'an-number', min: String(option.min), max: String(option.max), placeholder: '–', 'data-option': option.id,
    onchange: () => {
      const value = field.value === '' ? null : Math.min(option.max, Math.max(option.min, Math.round(Number(field.value))));
      latest(option.id, 'number')?.set(Number.isFinite(value) ? value : null);
      after(context);
    },
  });
  // Enter means "this number", not what it means on the picture.
  field.addEventListener('keydown', event => event.key === 'Enter' && field.blur());
  return {
    element: el('label', { class: 'an-option' }, el('span', {}, context.texts.get(option.text)), field),
    show(shown) {
      if (shown.kind === 'number' && document.activeElement !== field) {
        field.value = shown.value === null ? '' : String(shown.value);
      }
    },
  };
}

function choiceControl(context: ViewContext, option: ToolOption & { kind: 'choice' }, latest: Latest): Control {
  const buttons = option.choices.map(choice => {
    const label = context.texts.get(choice.text);
    const button = el('button', {
      type: 'button', class: 'an-option', title: label, 'aria-label': label, 'data-option': `${option.id}:${choice.value}`,
      onclick: () => {
        latest(option.id, 'choice')?.set(choice.value);
        after(context);
      },
    }, ...(choice.icon ? [icon(choice.icon)] : [el('span', {}, label)]));
    return { choice, button };
  });
  return {
    element: el('div', { class: 'an-choice', role: 'group', 'aria-label': context.texts.get(option.text) }, ...buttons.map(({ button }) => button)),
    show: shown => buttons.forEach(({ choice, button }) => setPressed(button, shown.kind === 'choice' && shown.value === choice.value)),
  };
}

function noteControl(context: ViewContext, option: ToolOption & { kind: 'note' }): Control {
  const element = el('span', { class: 'an-note', 'data-option': option.id });
  return { element, show: shown => shown.kind === 'note' && setText(element, context.texts.get(shown.text, ...shown.values)) };
}

function titleOf({ engine, texts }: ViewContext, { text, command }: ToolOption): string {
  const keys = command === undefined ? '' : titleKeys(engine.keymap, command, texts);
  return keys === '' ? texts.get(text) : `${texts.get(text)} (${keys})`;
}

/** Focus goes back to the picture, or the next key would press this control again. */
function after({ engine }: ViewContext): void {
  engine.stage.element.focus({ preventScroll: true });
  engine.touch();
}
