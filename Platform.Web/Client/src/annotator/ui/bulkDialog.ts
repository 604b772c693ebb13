import { flags, type Flag } from '../attributes.js';
import { filteredObjects, inScope, isTrack, runBulk, sharedSpecs, takers, type BulkAction } from '../bulk.js';
import type { Annotation, AttributeSpec } from '../model.js';
import { attributeField, type AttributeField } from './attributeField.js';
import { el, setFlag, setText } from './dom.js';
import type { ViewContext } from './view.js';

const kinds = ['relabel', 'flag', 'attribute', 'hide', 'lock', 'copy', 'delete'] as const;
type Kind = (typeof kinds)[number];

interface Check {
  readonly input: HTMLInputElement;
  readonly label: HTMLElement;
  readonly text: 'bulkTags' | 'bulkTracks';
}

/** One action for everything that the object list's filter lets through on this image: says for how many it is before it is done. */
export class BulkDialog {
  readonly element: HTMLDialogElement;
  private readonly title = el('h2', {});
  private readonly kind: HTMLSelectElement;
  private readonly classId: HTMLSelectElement;
  private readonly flag: HTMLSelectElement;
  private readonly spec: HTMLSelectElement;
  private readonly value = el('div', { class: 'an-attributes' });
  private readonly tags: Check;
  private readonly tracks: Check;
  private readonly note = el('p', { class: 'an-hint', role: 'status' });
  private readonly apply: HTMLButtonElement;
  private objects: readonly Annotation[] = [];
  private specs: readonly AttributeSpec[] = [];
  private given: unknown;
  private field: AttributeField | null = null;

  constructor(private readonly context: ViewContext) {
    const { texts } = context;
    this.kind = this.select('bulkAction');
    this.classId = this.select('bulkClass');
    this.flag = this.select('bulkFlag');
    this.spec = this.select('bulkAttribute');
    this.tags = this.check('bulkTags');
    this.tracks = this.check('bulkTracks');
    this.kind.append(...kinds.map(kind => el('option', { value: kind }, texts.get(`bulk_${kind}`))));
    this.flag.append(...flags.flatMap(flag => [el('option', { value: `${flag}:on` }, texts.get('bulkFlagOn', texts.get(flag))), el('option', { value: `${flag}:off` }, texts.get('bulkFlagOff', texts.get(flag)))]));
    this.spec.addEventListener('change', () => this.showField());
    this.apply = el('button', { type: 'button', class: 'an-accept', 'data-action': 'bulkApply', onclick: () => this.run() });
    this.element = el('dialog', { class: 'an-dialog an-propagate', 'aria-label': texts.get('bulk') },
      el('header', {}, this.title),
      el('div', { class: 'an-dialog-body' },
        ...[this.kind, this.classId, this.flag, this.spec].map(select => el('label', { class: 'an-setting' }, el('span', {}, select.getAttribute('aria-label')!), select)),
        this.value, this.tags.label, this.tracks.label, this.note),
      el('footer', {}, el('button', { type: 'button', class: 'an-plain', onclick: () => this.element.close() }, texts.get('cancel')), this.apply));
    this.element.addEventListener('keydown', event => this.keyDown(event));
  }

  open(): void {
    const { engine, texts } = this.context;
    this.objects = filteredObjects(engine);
    const all = [...engine.objects.all()].length;
    setText(this.title, texts.get(engine.filter.filtered ? 'bulkTitle' : 'bulkTitleAll', this.objects.length, all));
    this.tags.input.checked = this.tracks.input.checked = false;
    this.refresh();
    this.element.showModal();
    this.kind.focus();
  }

  private get targets(): Annotation[] {
    return inScope(this.objects, { tags: this.tags.input.checked, tracks: this.tracks.input.checked });
  }

  private refresh(): void {
    const { engine, texts } = this.context;
    const { targets } = this;
    const kind = this.kind.value as Kind;
    const counts = [this.objects.filter(annotation => annotation.type === null).length, this.objects.filter(isTrack).length] as const;
    [this.tags, this.tracks].forEach(({ label, input, text }, i) => {
      setFlag(label, 'hidden', counts[i] === 0);
      setText(label.lastElementChild!, texts.get(text, counts[i]!));
      input.disabled = counts[i] === 0;
    });
    this.fill(this.classId, takers(targets, engine.classes).map(each => [each.id, each.name]));
    this.specs = sharedSpecs(targets.map(({ classId }) => engine.classSet.get(classId)));
    this.fill(this.spec, this.specs.map(({ name }) => [name, name]));
    this.showParameter(this.classId, kind === 'relabel');
    this.showParameter(this.flag, kind === 'flag');
    this.showParameter(this.spec, kind === 'attribute');
    this.showField();
    const locked = targets.filter(annotation => engine.marks.has('locked', annotation)).length;
    const refused = locked > 0 && !['hide', 'lock', 'copy'].includes(kind);
    setText(this.note, refused ? engine.text('bulkLocked', locked) : kind === 'attribute' && this.specs.length === 0 ? texts.get('bulkNoAttribute') : '');
    this.apply.disabled = engine.readOnly || refused || targets.length === 0 || (kind === 'attribute' && this.specs.length === 0);
    setText(this.apply, texts.get('bulkApply', targets.length));
  }

  private showField(): void {
    const spec = this.kind.value === 'attribute' ? this.specs.find(({ name }) => name === this.spec.value) : undefined;
    this.given = spec?.type === 'checkbox' ? false : undefined;
    this.field = spec ? attributeField(spec, this.context.texts, value => (this.given = value)) : null;
    this.field?.show({ kind: 'one', value: this.given }, false, spec!.name);
    this.value.replaceChildren(...(this.field ? [this.field.element] : []));
  }

  private get action(): BulkAction {
    const kind = this.kind.value as Kind;
    switch (kind) {
      case 'relabel': return { kind, classId: this.classId.value };
      case 'attribute': return { kind, name: this.spec.value, value: this.given };
      case 'flag': {
        const [flag, state] = this.flag.value.split(':');
        return { kind, flag: flag as Flag, on: state === 'on' };
      }
      default: return { kind };
    }
  }

  private run(): void {
    const { targets, action } = this;
    this.element.close();
    runBulk(this.context.engine, targets, action);
  }

  private fill(select: HTMLSelectElement, options: readonly (readonly [string, string])[]): void {
    const { value } = select;
    select.replaceChildren(...options.map(([id, text]) => el('option', { value: id }, text)));
    if (options.some(([id]) => id === value)) {
      select.value = value;
    }
  }

  private showParameter(select: HTMLSelectElement, shown: boolean): void {
    setFlag(select.parentElement!, 'hidden', !shown);
  }

  private select(text: 'bulkAction' | 'bulkClass' | 'bulkFlag' | 'bulkAttribute'): HTMLSelectElement {
    return el('select', { 'aria-label': this.context.texts.get(text), 'data-action': text, onchange: () => this.refresh() });
  }

  private check(text: Check['text']): Check {
    const input = el('input', { type: 'checkbox', 'data-action': text, onchange: () => this.refresh() });
    return { input, label: el('label', { class: 'an-setting an-setting-toggle' }, input, el('span', {})), text };
  }

  private keyDown(event: KeyboardEvent): void {
    // The canvas hears no keys while the dialog is open.
    event.stopPropagation();
    if (event.key === 'Enter' && !this.apply.disabled && !(event.target instanceof HTMLButtonElement)) {
      event.preventDefault();
      this.run();
    }
  }
}
