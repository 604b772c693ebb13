import { flags } from '../attributes.js';
import { isLive, type AnnotatorClass } from '../model.js';
import { noCriteria, testOf, type Criteria } from '../search/criteria.js';
import type { TextKey } from '../texts.js';
import { el, setFlag, setPressed, setText } from './dom.js';
import type { ObjectList } from './objectList.js';
import { LayerLimit } from './layerLimit.js';
import { commandButton, iconButton, type View, type ViewContext } from './view.js';

type Choice = Exclude<keyof Criteria, 'text'>;

/** Above the object list: how many there are, what is filtered out, grouped or not, everything hidden or locked. */
export class ObjectHead implements View {
  readonly element: HTMLElement;
  private readonly count = el('span', { class: 'an-count' });
  private readonly search = el('input', { type: 'search', class: 'an-search', 'data-action': 'objectFilter', oninput: () => this.set('text', this.search.value) });
  private readonly choices: ReadonlyMap<Choice, HTMLSelectElement>;
  private readonly details: HTMLElement;
  private readonly more: HTMLButtonElement;
  private readonly group: HTMLButtonElement;
  private readonly layers: HTMLButtonElement;
  private readonly limit: LayerLimit;
  private readonly lockAll: HTMLButtonElement;
  private readonly hideAll: HTMLButtonElement;
  private criteria: Criteria = noCriteria;
  private shownClasses: readonly AnnotatorClass[] | null = null;
  private seenVersion = -1;

  constructor(private readonly context: ViewContext, private readonly list: ObjectList) {
    const { engine, texts } = context;
    this.search.placeholder = texts.get('filterObjects');
    this.search.setAttribute('aria-label', texts.get('filterObjects'));
    this.search.title = texts.get('filterHint');
    this.search.addEventListener('keydown', event => this.keyDown(event));
    this.choices = new Map((['classId', 'source', 'flag', 'size'] as const).map(name => [name, this.choice(name)]));
    this.details = el('div', { class: 'an-filters', hidden: true }, ...this.choices.values());
    this.more = iconButton(context, 'filter', 'moreFilters', () => this.unfold(this.details.hidden));
    const groupBy = (by: 'class' | 'layer') => (): void => list.group(list.grouped === by ? 'none' : by);
    this.group = iconButton(context, 'group', 'groupByClass', groupBy('class'));
    this.layers = iconButton(context, 'layers', 'groupByLayer', groupBy('layer'));
    const bulk = commandButton(context, 'sliders', 'bulk', 'bulk');
    this.lockAll = iconButton(context, 'locked', 'lockAll', () => engine.run('lockAll'));
    this.hideAll = iconButton(context, 'eye', 'hideUnlocked', () => engine.run('hideUnlocked'));
    this.limit = new LayerLimit(context);
    this.element = el('div', { class: 'an-object-head' },
      el('h3', {}, texts.get('objects'), this.count, el('span', { class: 'an-group' }, this.group, this.layers, this.lockAll, this.hideAll)),
      el('div', { class: 'an-filter-line' }, this.search, this.more, bulk),
      this.details, this.limit.element);
  }

  focus(): void {
    this.search.focus();
    this.search.select();
  }

  update(): void {
    const { engine } = this.context;
    if (engine.classes !== this.shownClasses) {
      this.shownClasses = engine.classes;
      this.fillClasses(engine.classes);
      this.apply();
    }
    setPressed(this.group, this.list.grouped === 'class');
    setPressed(this.layers, this.list.grouped === 'layer');
    if (engine.version === this.seenVersion) {
      return;
    }
    this.seenVersion = engine.version;
    const all = [...engine.objects.all()].filter(isLive);
    this.limit.update(all);
    setText(this.count, this.list.count === all.length ? String(all.length) : `${this.list.count} / ${all.length}`);
    setPressed(this.lockAll, all.length > 0 && all.every(annotation => engine.marks.has('locked', annotation)));
    setPressed(this.hideAll, all.some(annotation => engine.marks.has('hidden', annotation)));
    setPressed(this.more, Object.entries(this.criteria).some(([name, value]) => name !== 'text' && value !== ''));
  }

  private unfold(open: boolean): void {
    setFlag(this.details, 'hidden', !open);
    this.more.setAttribute('aria-expanded', String(open));
  }

  private set(name: keyof Criteria, value: string): void {
    this.criteria = { ...this.criteria, [name]: value };
    this.apply();
  }

  private apply(): void {
    const { engine } = this.context;
    const test = testOf(this.criteria, engine.classes);
    if (test !== null || engine.filter.filtered) {
      engine.filter.setTest(test);
    }
  }

  /** Escape clears what is filtered; down leads into the list. */
  private keyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      this.search.value = '';
      this.choices.forEach(choice => (choice.value = ''));
      this.criteria = noCriteria;
      this.apply();
      this.context.engine.stage.element.focus({ preventScroll: true });
    } else if (event.key === 'ArrowDown' && !event.isComposing) {
      event.preventDefault();
      this.list.element.focus();
    }
  }

  private choice(name: Choice): HTMLSelectElement {
    const { texts } = this.context;
    const any: Readonly<Record<Choice, TextKey>> = { classId: 'anyClass', source: 'anySource', flag: 'anyFlag', size: 'anySize' };
    const values: Readonly<Record<Choice, readonly (readonly [string, TextKey])[]>> = {
      classId: [],
      source: [['human', 'sourceHuman'], ['model', 'sourceModel'], ['pending', 'sourcePending']],
      flag: flags.map(flag => [flag, flag]),
      size: [['small', 'sizeSmall'], ['medium', 'sizeMedium'], ['large', 'sizeLarge']],
    };
    const label = texts.get(any[name]);
    return el('select', { 'aria-label': label, 'data-filter': name, onchange: event => this.set(name, (event.target as HTMLSelectElement).value) },
      el('option', { value: '' }, label),
      ...values[name].map(([value, text]) => el('option', { value }, texts.get(text))));
  }

  private fillClasses(classes: readonly AnnotatorClass[]): void {
    const select = this.choices.get('classId')!;
    select.replaceChildren(select.firstElementChild!, ...classes.map(each => el('option', { value: each.id }, each.name)));
    select.value = classes.some(each => each.id === this.criteria.classId) ? this.criteria.classId : '';
    this.criteria = { ...this.criteria, classId: select.value };
  }
}
