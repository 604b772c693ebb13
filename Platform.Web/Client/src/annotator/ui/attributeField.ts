import { isAllowed } from '../attributes.js';
import type { AttributeSpec } from '../model.js';
import type { Texts } from '../texts.js';
import { el } from './dom.js';

/** What the selected objects say: the same (undefined for nothing), or not the same. */
export type Shown = { readonly kind: 'one'; readonly value: unknown } | { readonly kind: 'mixed' };

export interface AttributeField {
  readonly element: HTMLElement;
  /** `owner` names whose value it is: an entry that was refused stays until it is corrected or somebody else's value is shown. */
  show(shown: Shown, disabled: boolean, owner: string): void;
  focus(): void;
}

type Control = HTMLInputElement | HTMLSelectElement;

/** One attribute as its kind of control; `changed` gets values that the spec allows, undefined where the field was emptied. */
export function attributeField(spec: AttributeSpec, texts: Texts, changed: (value: unknown) => void): AttributeField {
  const control = controlOf(spec, texts);
  let shownOwner = '';
  const error = el('small', { class: 'an-error', role: 'alert', hidden: true });
  const element = el('label', { class: `an-attribute an-attribute-${spec.type}` }, el('span', {}, spec.name), control, error);
  control.addEventListener(spec.type === 'text' || spec.type === 'number' ? 'input' : 'change', () => {
    const value = valueOf(spec, control);
    const problem = value === undefined || isAllowed(spec, value) ? null : problemOf(spec, texts);
    error.hidden = problem === null;
    error.textContent = problem ?? '';
    control.setAttribute('aria-invalid', String(problem !== null));
    if (problem === null) {
      changed(value);
    }
  });
  return {
    element,
    focus: () => {
      control.focus();
      if (control instanceof HTMLInputElement && control.type !== 'checkbox') {
        control.select();
      }
    },
    show(shown, disabled, owner) {
      const refused = owner === shownOwner && control.getAttribute('aria-invalid') === 'true';
      shownOwner = owner;
      control.disabled = disabled;
      // What stands in the field is what was just typed; writing it again would move the caret to its end.
      if (refused || (shown.kind === 'one' && sameAsShown(spec, control, shown.value))) {
        return;
      }
      error.hidden = true;
      control.setAttribute('aria-invalid', 'false');
      write(spec, control, shown, texts);
    },
  };
}

function controlOf(spec: AttributeSpec, texts: Texts): Control {
  const common = { 'data-attribute': spec.name };
  switch (spec.type) {
    case 'select': return el('select', common,
      el('option', { value: 'mixed', hidden: true }, texts.get('mixedValues')),
      el('option', { value: 'none' }, '–'),
      ...(spec.values ?? []).map(value => el('option', { value: `=${value}` }, value)));
    case 'checkbox': return el('input', { ...common, type: 'checkbox' });
    case 'number': return el('input', {
      ...common, type: 'number', min: spec.min?.toString() ?? false, max: spec.max?.toString() ?? false, step: spec.step?.toString() ?? 'any',
    });
    case 'text': return el('input', { ...common, type: 'text', autocomplete: 'off' });
  }
}

function valueOf(spec: AttributeSpec, control: Control): unknown {
  switch (spec.type) {
    case 'select': return control.value.startsWith('=') ? control.value.slice(1) : undefined;
    case 'checkbox': return (control as HTMLInputElement).checked;
    case 'number': {
      // A browser answers with nothing for half a number such as "-": that is an entry, though none to take.
      const { value, validity } = control as HTMLInputElement;
      return value === '' && !validity.badInput ? undefined : value === '' ? NaN : Number(value);
    }
    case 'text': return control.value === '' ? undefined : control.value;
  }
}

function sameAsShown(spec: AttributeSpec, control: Control, value: unknown): boolean {
  return spec.type === 'checkbox'
    ? (control as HTMLInputElement).checked === (value === true) && !(control as HTMLInputElement).indeterminate
    : valueOf(spec, control) === (value ?? undefined) && control.value !== 'mixed' && control.getAttribute('placeholder') === null;
}

function write(spec: AttributeSpec, control: Control, shown: Shown, texts: Texts): void {
  const value = shown.kind === 'one' ? shown.value : undefined;
  if (control instanceof HTMLSelectElement) {
    control.value = shown.kind === 'mixed' ? 'mixed' : typeof value === 'string' ? `=${value}` : 'none';
  } else if (spec.type === 'checkbox') {
    control.checked = value === true;
    control.indeterminate = shown.kind === 'mixed';
  } else {
    control.value = value === undefined || value === null ? '' : String(value);
    if (shown.kind === 'mixed') {
      control.placeholder = texts.get('mixedValues');
    } else {
      control.removeAttribute('placeholder');
    }
  }
}

function problemOf(spec: AttributeSpec, texts: Texts): string {
  const low = spec.min ?? null;
  const high = spec.max ?? null;
  return low !== null && high !== null ? texts.get('numberBetween', low, high)
    : low !== null ? texts.get('numberFrom', low)
      : high !== null ? texts.get('numberTo', high) : texts.get('numberNeeded');
}
