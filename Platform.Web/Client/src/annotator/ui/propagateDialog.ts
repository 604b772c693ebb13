import type { Annotation } from '../model.js';
import { propagate, type Around, type PropagationReport } from '../propagation.js';
import { el, setFlag, setText } from './dom.js';
import type { ViewContext } from './view.js';

type Target = 'after' | 'before' | 'all';

const StartCount = 10;

/** Asks how far, then copies; closing it while it copies ends the copying after the image under way. */
export class PropagateDialog {
  readonly element: HTMLDialogElement;
  private readonly title = el('h2', {});
  private readonly count = el('input', { type: 'number', class: 'an-number', min: '1', value: String(StartCount), 'data-action': 'propagateCount' });
  private readonly choices: ReadonlyMap<Target, { readonly input: HTMLInputElement; readonly label: HTMLElement }>;
  private readonly state = el('p', { class: 'an-hint', role: 'status' });
  private readonly start: HTMLButtonElement;
  private originals: readonly Annotation[] = [];
  private around: Around = { before: [], after: [] };
  private running = false;

  constructor(private readonly context: ViewContext) {
    const { texts, idPrefix } = context;
    this.choices = new Map((['after', 'before', 'all'] as const).map(target => {
      const input = el('input', { type: 'radio', name: `${idPrefix}-propagate`, value: target, checked: target === 'after', onchange: () => this.refresh() });
      return [target, { input, label: el('label', { class: 'an-setting an-setting-toggle' }, input, el('span', {})) }];
    }));
    this.count.setAttribute('aria-label', texts.get('propagateCount'));
    this.count.addEventListener('input', () => this.refresh());
    this.start = el('button', { type: 'button', class: 'an-accept', 'data-action': 'propagateStart', onclick: () => void this.run() });
    this.element = el('dialog', { class: 'an-dialog an-propagate', 'aria-label': texts.get('copyToImages') },
      el('header', {}, this.title),
      el('div', { class: 'an-dialog-body' },
        ...[...this.choices.values()].map(({ label }) => label),
        el('label', { class: 'an-setting' }, el('span', {}, texts.get('propagateCount')), this.count),
        el('p', { class: 'an-hint' }, texts.get('propagateHint')),
        this.state),
      el('footer', {}, el('button', { type: 'button', class: 'an-plain', onclick: () => this.element.close() }, texts.get('cancel')), this.start));
    this.element.addEventListener('close', () => (this.running = false));
    this.element.addEventListener('keydown', event => this.keyDown(event));
  }

  async open(originals: readonly Annotation[]): Promise<void> {
    const { texts } = this.context;
    this.originals = originals;
    this.around = { before: [], after: [] };
    setText(this.title, texts.get('propagateTitle', originals.length));
    setText(this.state, texts.get('loading'));
    this.start.disabled = true;
    this.element.showModal();
    const around = await this.context.around();
    setText(this.state, around ? '' : texts.get('propagateUnknown'));
    this.around = around ?? this.around;
    this.refresh();
    this.count.select();
  }

  private get target(): Target {
    return [...this.choices].find(([, { input }]) => input.checked)?.[0] ?? 'after';
  }

  private get assetIds(): readonly string[] {
    const { before, after } = this.around;
    const count = Math.max(0, Math.floor(Number(this.count.value)) || 0);
    switch (this.target) {
      case 'after': return after.slice(0, count);
      case 'before': return before.slice(0, count);
      case 'all': return [...after, ...before];
    }
  }

  private refresh(): void {
    const { texts } = this.context;
    const { before, after } = this.around;
    const available: Readonly<Record<Target, number>> = { after: after.length, before: before.length, all: after.length + before.length };
    for (const [target, { input, label }] of this.choices) {
      input.disabled = available[target] === 0;
      setText(label.lastElementChild!, texts.get(`propagate_${target}`, available[target]));
    }
    setFlag(this.count.parentElement!, 'hidden', this.target === 'all');
    this.start.disabled = this.running || this.assetIds.length === 0;
    setText(this.start, texts.get('propagateStart', this.assetIds.length));
  }

  private async run(): Promise<void> {
    const { engine, texts } = this.context;
    const ids = this.assetIds;
    this.running = true;
    this.start.disabled = true;
    const report = await propagate(this.originals, ids, engine.options.sessions, done => {
      setText(this.state, texts.get('propagateProgress', done, ids.length));
      return this.running;
    });
    this.running = false;
    this.element.close();
    this.tell(report);
    engine.touch();
  }

  private tell({ copies, images, present, readOnly, failed }: PropagationReport): void {
    const { engine } = this.context;
    engine.notify('copiedToImages', copies, images);
    if (present > 0) {
      engine.notify('propagatePresent', present);
    }
    if (readOnly + failed > 0) {
      engine.notify('propagateLeftOut', readOnly + failed);
    }
  }

  private keyDown(event: KeyboardEvent): void {
    // The canvas hears no keys while the dialog is open.
    event.stopPropagation();
    if (event.key === 'Enter' && !this.start.disabled && !(event.target instanceof HTMLButtonElement)) {
      event.preventDefault();
      void this.run();
    }
  }
}
