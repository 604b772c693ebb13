import { isLive, isPending, type AnnotatorClass } from '../model.js';
import { el, setFlag, setPressed, setText } from './dom.js';
import { icon } from './icons.js';
import { ObjectList } from './objectList.js';
import type { View, ViewContext } from './view.js';

interface ClassRow {
  readonly element: HTMLElement;
  readonly use: HTMLButtonElement;
  readonly count: HTMLElement;
  readonly eye: HTMLButtonElement;
}

/** Classes, the threshold for model boxes, and the object list. */
export class Panel implements View {
  readonly element: HTMLElement;
  private readonly classList = el('div', { class: 'an-classes' });
  private readonly objects: ObjectList;
  private readonly objectCount = el('span', { class: 'an-count' });
  private readonly model: HTMLElement;
  private readonly slider = el('input', { type: 'range', min: '0', max: '100', step: '1', value: '0', 'data-action': 'confidence' });
  private readonly threshold = el('output', { class: 'an-count' });
  private readonly acceptShown: HTMLButtonElement;
  private rows = new Map<string, ClassRow>();
  private shownClasses: readonly AnnotatorClass[] | null = null;
  private seenVersion = -1;

  constructor(private readonly context: ViewContext, close: () => void) {
    const { engine, texts } = context;
    this.objects = new ObjectList(context);
    this.slider.setAttribute('aria-label', texts.get('confidence'));
    this.slider.addEventListener('input', () => engine.filter.setConfidence(Number(this.slider.value) / 100));
    this.acceptShown = el('button', { type: 'button', class: 'an-accept', 'data-action': 'acceptShown', onclick: () => engine.actions.acceptShown() });
    this.model = el('section', { class: 'an-model' },
      el('h3', {}, texts.get('confidence'), this.threshold), this.slider, this.acceptShown);
    this.element = el('aside', { class: 'an-panel', 'aria-label': texts.get('panel') },
      el('button', { type: 'button', class: 'an-tool an-panel-close', 'aria-label': texts.get('close'), onclick: close }, icon('close')),
      el('section', { class: 'an-class-section' }, el('h3', {}, texts.get('classes')), this.classList),
      this.model,
      el('section', { class: 'an-object-section' }, el('h3', {}, texts.get('objects'), this.objectCount), this.objects.element));
  }

  update(): void {
    const { engine, texts } = this.context;
    if (engine.classes !== this.shownClasses) {
      this.shownClasses = engine.classes;
      this.buildClasses();
    }
    for (const [id, row] of this.rows) {
      setPressed(row.use, engine.activeClassId === id);
    }
    this.objects.update();
    if (engine.version === this.seenVersion) {
      return;
    }
    this.seenVersion = engine.version;
    setText(this.objectCount, String(this.objects.count));
    const counts = new Map<string, number>();
    let pending = 0;
    let pendingShown = 0;
    for (const annotation of [...(engine.session?.store.all() ?? [])].filter(isLive)) {
      counts.set(annotation.classId, (counts.get(annotation.classId) ?? 0) + 1);
      if (isPending(annotation)) {
        pending++;
        pendingShown += Number(engine.filter.shows(annotation));
      }
    }
    for (const [id, row] of this.rows) {
      setText(row.count, String(counts.get(id) ?? 0));
      const visible = engine.filter.isClassVisible(id);
      setPressed(row.eye, !visible);
      setFlag(row.element, 'data-hidden', !visible);
    }
    setFlag(this.model, 'hidden', pending === 0);
    setFlag(this.objects.element, 'data-reviewing', pending > 0);
    const percent = Math.round(engine.filter.confidence * 100);
    setText(this.threshold, `${percent}%`);
    if (document.activeElement !== this.slider) {
      this.slider.value = String(percent);
    }
    setText(this.acceptShown, texts.get('acceptShown', pendingShown));
    this.acceptShown.disabled = pendingShown === 0 || engine.readOnly;
  }

  private buildClasses(): void {
    const { engine, texts } = this.context;
    this.seenVersion = -1;
    this.rows = new Map(engine.classes.map((target, position) => [target.id, this.classRow(target, position)]));
    const rows = [...this.rows.values()].map(row => row.element);
    this.classList.replaceChildren(...(rows.length > 0 ? rows : [el('p', { class: 'an-empty' }, texts.get('noClasses'))]));
  }

  private classRow(target: AnnotatorClass, position: number): ClassRow {
    const { engine, texts } = this.context;
    const swatch = el('span', { class: 'an-swatch' });
    swatch.style.setProperty('--class-color', engine.palette.look(target.id).color);
    const count = el('span', { class: 'an-count' });
    const use = el('button', {
      type: 'button', class: 'an-class', 'data-class': target.id, title: texts.get('useClass', target.name),
      onclick: () => {
        engine.actions.useClass(target.id);
        engine.stage.element.focus({ preventScroll: true });
      },
    }, swatch, el('span', { class: 'an-name' }, target.name), count, el('kbd', position < 9 ? {} : { hidden: true }, String(position + 1)));
    const eye = el('button', {
      type: 'button', class: 'an-mini an-eye', 'aria-label': texts.get('toggleClass', target.name), title: texts.get('toggleClass', target.name),
      onclick: () => engine.filter.setClassVisible(target.id, !engine.filter.isClassVisible(target.id)),
    }, icon('eye'), icon('eyeOff'));
    return { element: el('div', { class: 'an-class-row' }, use, eye), use, count, eye };
  }
}

/** On a phone the panel is away; classes and the selection's actions stay at the thumb. */
export function createThumbBar(context: ViewContext): View {
  const { engine, texts } = context;
  const chips = el('div', { class: 'an-chips' });
  const accept = el('button', { type: 'button', class: 'an-accept', 'data-action': 'acceptSelection', onclick: () => engine.actions.accept() }, icon('check'), texts.get('accept'));
  const reject = el('button', { type: 'button', class: 'an-reject', 'data-action': 'rejectSelection', onclick: () => engine.run('delete') }, icon('close'), texts.get('reject'));
  const selection = el('div', { class: 'an-selection-bar' }, el('span', { class: 'an-count' }), accept, reject);
  const element = el('div', { class: 'an-thumb' }, selection, chips);
  let shownClasses: readonly AnnotatorClass[] | null = null;
  let seenVersion = -1;
  let buttons: [string, HTMLButtonElement][] = [];
  return {
    element,
    update() {
      if (engine.classes !== shownClasses) {
        shownClasses = engine.classes;
        buttons = engine.classes.map(target => {
          const swatch = el('span', { class: 'an-swatch' });
          swatch.style.setProperty('--class-color', engine.palette.look(target.id).color);
          return [target.id, el('button', { type: 'button', class: 'an-chip', onclick: () => engine.actions.useClass(target.id) }, swatch, target.name)];
        });
        chips.replaceChildren(...buttons.map(([, button]) => button));
      }
      buttons.forEach(([id, button]) => setPressed(button, engine.activeClassId === id));
      if (engine.version === seenVersion) {
        return;
      }
      seenVersion = engine.version;
      const pending = engine.selection.ids().some(id => {
        const annotation = engine.get(id);
        return annotation !== undefined && isPending(annotation);
      });
      setFlag(selection, 'hidden', !pending || engine.readOnly);
      setText(selection.firstElementChild!, texts.get('selectedCount', engine.selection.size));
    },
  };
}
