import { titleKeys } from '../keys/sheet.js';
import type { AnnotatorClass } from '../model.js';
import { tallyOf } from '../tally.js';
import { el, setFlag, setPressed, setText } from './dom.js';
import { icon } from './icons.js';
import type { View, ViewContext } from './view.js';

interface ClassRow {
  readonly element: HTMLElement;
  readonly use: HTMLButtonElement;
  readonly count: HTMLElement;
  readonly eye: HTMLButtonElement;
}

/** The classes: which one is drawn with, how many objects each has, and whether they are shown. */
export class ClassPanel implements View {
  readonly element: HTMLElement;
  private readonly list = el('div', { class: 'an-classes' });
  private rows = new Map<string, ClassRow>();
  private shownClasses: readonly AnnotatorClass[] | null = null;
  private seenVersion = -1;

  constructor(private readonly context: ViewContext) {
    this.element = el('section', { class: 'an-class-section' }, el('h3', {}, context.texts.get('classes')), this.list);
    context.engine.keymap.follow(() => (this.shownClasses = null));
  }

  update(): void {
    const { engine } = this.context;
    if (engine.classes !== this.shownClasses) {
      this.shownClasses = engine.classes;
      this.build();
    }
    for (const [id, row] of this.rows) {
      setPressed(row.use, engine.activeClassId === id);
    }
    if (engine.version === this.seenVersion) {
      return;
    }
    this.seenVersion = engine.version;
    const counts = tallyOf(engine).byClass;
    for (const [id, row] of this.rows) {
      setText(row.count, String(counts.get(id) ?? 0));
      const visible = engine.filter.isClassVisible(id);
      setPressed(row.eye, !visible);
      setFlag(row.element, 'data-hidden', !visible);
    }
  }

  private build(): void {
    const { engine, texts } = this.context;
    this.seenVersion = -1;
    this.rows = new Map(engine.classes.map((target, position) => [target.id, this.row(target, position)]));
    const rows = [...this.rows.values()].map(row => row.element);
    this.list.replaceChildren(...(rows.length > 0 ? rows : [el('p', { class: 'an-empty' }, texts.get('noClasses'))]));
  }

  private row(target: AnnotatorClass, position: number): ClassRow {
    const { engine, texts } = this.context;
    const swatch = el('span', { class: 'an-swatch' });
    swatch.style.setProperty('--class-color', engine.palette.look(target.id).color);
    const count = el('span', { class: 'an-count' });
    const keys = titleKeys(engine.keymap, `class:${position + 1}`, texts);
    const use = el('button', {
      type: 'button', class: 'an-class', 'data-class': target.id, title: texts.get('useClass', target.name),
      onclick: () => {
        engine.actions.useClass(target.id);
        engine.stage.element.focus({ preventScroll: true });
      },
    }, swatch, el('span', { class: 'an-name' }, target.name), count, el('kbd', { hidden: keys === '' }, keys));
    const eye = el('button', {
      type: 'button', class: 'an-mini an-eye', 'aria-label': texts.get('toggleClass', target.name), title: texts.get('toggleClass', target.name),
      onclick: () => engine.filter.setClassVisible(target.id, !engine.filter.isClassVisible(target.id)),
    }, icon('eye'), icon('eyeOff'));
    return { element: el('div', { class: 'an-class-row' }, use, eye), use, count, eye };
  }
}
