import { attributesOf, flags, hasFlag, type Flag } from '../attributes.js';
import { attributeEdits } from '../edits.js';
import type { Annotation, AttributeSpec } from '../model.js';
import { attributeField, type AttributeField } from './attributeField.js';
import { el, setFlag, setText } from './dom.js';
import type { View, ViewContext } from './view.js';

/** What is said of the selected objects: flags, and the attributes that all their classes share. */
export class SelectionPanel implements View {
  readonly element: HTMLElement;
  private readonly title = el('span', {});
  private readonly flags: readonly (readonly [Flag, HTMLButtonElement])[];
  private readonly list = el('div', { class: 'an-attributes' });
  private fields: readonly (readonly [AttributeSpec, AttributeField])[] = [];
  private shownSpecs = '';
  private seenVersion = -1;

  constructor(private readonly context: ViewContext) {
    const { engine, texts } = context;
    this.flags = flags.map(flag => [flag, el('button', {
      type: 'button', class: 'an-flag-button', 'data-flag': flag, onclick: () => engine.run(`flag:${flag}`),
    }, texts.get(flag))]);
    this.element = el('section', { class: 'an-selection', hidden: true, 'aria-label': texts.get('selection') },
      el('h3', {}, this.title),
      el('div', { class: 'an-flags', role: 'group', 'aria-label': texts.get('flags') }, ...this.flags.map(([, button]) => button)),
      this.list);
    this.element.addEventListener('keydown', event => this.keyDown(event));
  }

  /** Puts the caret into the first attribute; answers whether there is one. */
  focus(): boolean {
    this.update();
    this.fields[0]?.[1].focus();
    return this.fields.length > 0;
  }

  update(): void {
    const { engine, texts } = this.context;
    if (engine.version === this.seenVersion) {
      return;
    }
    this.seenVersion = engine.version;
    const selected = engine.selected();
    setFlag(this.element, 'hidden', selected.length === 0);
    if (selected.length === 0) {
      return;
    }
    setText(this.title, selected.length === 1 ? engine.palette.look(selected[0]!.classId).name : texts.get('selectedCount', selected.length));
    const fixed = engine.readOnly || selected.every(annotation => engine.marks.has('locked', annotation));
    for (const [flag, button] of this.flags) {
      const carriers = selected.filter(annotation => hasFlag(annotation, flag)).length;
      button.setAttribute('aria-pressed', carriers === 0 ? 'false' : carriers === selected.length ? 'true' : 'mixed');
      button.disabled = fixed;
    }
    const owner = selected.map(({ id }) => id).join();
    this.showFields(this.specsOf(selected));
    for (const [spec, field] of this.fields) {
      const values = new Set(selected.map(annotation => attributesOf(annotation)[spec.name]));
      field.show(values.size === 1 ? { kind: 'one', value: [...values][0] } : { kind: 'mixed' }, fixed, owner);
    }
  }

  /** Specs that every selected object's class has, in the order of the first. */
  private specsOf(selected: readonly Annotation[]): readonly AttributeSpec[] {
    const { classSet } = this.context.engine;
    const lists = [...new Set(selected.map(annotation => annotation.classId))].map(id => classSet.get(id)?.attributes ?? []);
    const written = lists.map(list => new Set(list.map(spec => JSON.stringify(spec))));
    return (lists[0] ?? []).filter(spec => written.every(each => each.has(JSON.stringify(spec))));
  }

  /** The fields stay the same elements as long as they ask for the same: the caret must not jump while somebody types. */
  private showFields(specs: readonly AttributeSpec[]): void {
    const key = JSON.stringify(specs);
    if (key !== this.shownSpecs) {
      this.shownSpecs = key;
      this.fields = specs.map(spec => [spec, attributeField(spec, this.context.texts, value => this.set(spec, value))]);
      this.list.replaceChildren(...this.fields.map(([, field]) => field.element));
    }
  }

  private set(spec: AttributeSpec, value: unknown): void {
    const { engine } = this.context;
    const targets = engine.actions.unlocked();
    // Letters typed without a pause into one field are one step to undo.
    engine.edit(attributeEdits(targets, spec.name, value), `attribute:${spec.name}:${targets.map(({ id }) => id).join()}`);
  }

  /** Page keys lead from object to object with the caret in the same attribute; Escape leads back to the picture. */
  private keyDown(event: KeyboardEvent): void {
    const { engine } = this.context;
    const at = this.fields.findIndex(([, field]) => field.element.contains(event.target as Node));
    if (event.key === 'Escape') {
      event.preventDefault();
      engine.stage.element.focus({ preventScroll: true });
    } else if ((event.key === 'PageDown' || event.key === 'PageUp') && at >= 0) {
      event.preventDefault();
      engine.actions.cycle(event.key === 'PageDown' ? 1 : -1);
      engine.actions.zoomToSelection();
      this.update();
      (this.fields[at] ?? this.fields[0])?.[1].focus();
    }
  }
}
