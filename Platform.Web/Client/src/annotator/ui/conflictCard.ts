import { decisionsOf, type Decision, type OpenConflict } from '../conflicts.js';
import { isOnShownFrame } from '../objects.js';
import type { Marking } from '../render/markings.js';
import type { TextKey } from '../texts.js';
import { el, setFlag, setText } from './dom.js';
import { icon } from './icons.js';
import type { View, ViewContext } from './view.js';

const decisionTexts: Readonly<Record<OpenConflict['conflict']['kind'], Partial<Record<Decision, TextKey>>>> = {
  copied: { mine: 'takeMine', theirs: 'takeTheirs', both: 'takeBoth' },
  recreated: { mine: 'keepMine', theirs: 'deleteIt' },
  keptTheirs: { mine: 'deleteIt', theirs: 'keepTheirs' },
};

/** Asks about shapes that two people changed. Both versions stand on the canvas until somebody chooses; closing the card loses nothing. */
export class ConflictCard implements View {
  readonly element: HTMLElement;
  private readonly title = el('h2', {});
  private readonly rows = el('ul', {});
  private key = '';
  private hovered: string | null = null;
  private folded = false;

  constructor(private readonly context: ViewContext) {
    const { texts } = context;
    const fold = el('button', { type: 'button', class: 'an-mini', 'aria-label': texts.get('conflictFold'), 'aria-expanded': 'true', onclick: () => {
      this.folded = !this.folded;
      fold.setAttribute('aria-expanded', String(!this.folded));
      setFlag(this.element, 'data-folded', this.folded);
    } }, icon('down'));
    this.element = el('section', { class: 'an-conflicts', role: 'region', 'aria-label': texts.get('conflictTitle'), hidden: true },
      el('header', {}, this.title, fold), el('p', {}, texts.get('conflictExplained')), this.rows);
    for (const type of ['pointerdown', 'pointermove', 'pointerup', 'dblclick', 'wheel', 'contextmenu']) {
      this.element.addEventListener(type, event => event.stopPropagation());
    }
  }

  update(): void {
    const { engine, texts } = this.context;
    const open = this.open();
    setFlag(this.element, 'hidden', open.length === 0);
    setText(this.title, `${texts.get('conflictTitle')} (${open.length})`);
    const key = open.map(({ conflict, mine, theirs }) => `${conflict.id}:${conflict.copyId}:${mine?.classId}:${theirs?.classId}`).join();
    if (key !== this.key) {
      this.key = key;
      this.rows.replaceChildren(...open.map(each => this.row(each)));
    }
    engine.setMarkings([...this.refusedMarkings(), ...open.flatMap(each => this.markingsOf(each))]);
  }

  private open(): OpenConflict[] {
    const { session } = this.context.engine;
    return session?.conflicts.open(id => session.store.get(id)) ?? [];
  }

  private row(open: OpenConflict): HTMLElement {
    const { engine, texts } = this.context;
    const { conflict } = open;
    const look = engine.palette.look((open.theirs ?? open.mine)!.classId);
    const swatch = el('span', { class: 'an-swatch' });
    swatch.style.setProperty('--class-color', look.color);
    const enter = (): void => this.hover(conflict.id);
    const leave = (): void => this.hover(null);
    return el('li', { 'data-conflict': conflict.kind, onpointerenter: enter, onpointerleave: leave, onfocusin: enter, onfocusout: leave },
      el('button', { type: 'button', class: 'an-conflict-name', title: texts.get('showShape'), onclick: () => this.reveal(open) }, swatch, el('span', { class: 'an-name' }, look.name)),
      ...(conflict.kind === 'copied' ? [] : [el('span', { class: 'an-conflict-what' }, texts.get(conflict.kind === 'recreated' ? 'conflictTheyDeleted' : 'conflictYouDeleted'))]),
      el('span', { class: 'an-choice', role: 'group' }, ...decisionsOf(conflict).map(decision => el('button', {
        type: 'button', class: 'an-option', 'data-decision': decision, disabled: engine.readOnly, onclick: () => this.decide(open, decision),
      }, texts.get(decisionTexts[conflict.kind][decision]!)))));
  }

  private decide({ conflict }: OpenConflict, decision: Decision): void {
    const { session } = this.context.engine;
    if (session) {
      // Straight into the store: a conflict is about what is stored, also where a track shows it as one object.
      session.history.push(session.store.apply(session.conflicts.decide(conflict, decision, id => session.store.get(id)), 'local'), performance.now());
      this.hover(null);
      this.context.engine.stage.element.focus({ preventScroll: true });
    }
  }

  private reveal({ mine, theirs }: OpenConflict): void {
    const { engine } = this.context;
    engine.actions.zoomTo(engine.objects.idOf((theirs ?? mine)!));
  }

  private hover(id: string | null): void {
    this.hovered = id;
    this.context.engine.touch();
  }

  /** Mine dashed, theirs solid; the others pale while one is looked at. */
  private markingsOf({ conflict, mine, theirs }: OpenConflict): Marking[] {
    const { texts, engine } = this.context;
    const pale = this.hovered !== null && this.hovered !== conflict.id;
    // The version that was deleted is nowhere in the store, but it is what there is to choose.
    const versions = [[mine ?? conflict.mine, 'mine'], [theirs ?? conflict.theirs, 'theirs']] as const;
    return versions.flatMap(([annotation, style]) => (annotation && isOnShownFrame(engine.objects, annotation) ? [{ annotation, style, pale, label: texts.get(style === 'mine' ? 'mine' : 'theirs') }] : []));
  }

  private refusedMarkings(): Marking[] {
    const { engine, texts } = this.context;
    return (this.context.status()?.refused ?? []).flatMap(({ id }) => {
      const annotation = engine.session?.store.get(id);
      return annotation && isOnShownFrame(engine.objects, annotation) ? [{ annotation, style: 'refused' as const, pale: false, label: texts.get('notSaved') }] : [];
    });
  }
}
