import type { JournalItem } from '../journal/journal.js';
import type { Refusal } from '../save/refusals.js';
import { el } from './dom.js';
import { icon } from './icons.js';
import { editsAsJson, takeAlong } from './takeAlong.js';
import type { ViewContext } from './view.js';

interface KeptImage {
  readonly assetId: string;
  readonly message: string | null;
  readonly refused: readonly Refusal[];
  readonly count: number | null;
  /** Runs with the edits; true where they may be forgotten. */
  take(use: (items: readonly JournalItem[]) => Promise<boolean>): Promise<void>;
  retry?(): void;
}

/** What the server did not take, why, and the ways out: nothing leaves the browser before a person says so. */
export class KeptDialog {
  readonly element: HTMLDialogElement;
  private readonly body = el('div', { class: 'an-kept' });

  constructor(private readonly context: ViewContext) {
    const { texts } = context;
    const title = `${context.idPrefix}-kept`;
    this.element = el('dialog', { class: 'an-dialog an-kept-dialog', 'aria-labelledby': title },
      el('header', {}, el('h2', { id: title }, texts.get('keptTitle')),
        el('button', { type: 'button', class: 'an-tool', 'aria-label': texts.get('close'), onclick: () => this.element.close() }, icon('close'))),
      this.body);
    // The canvas hears no keys while the dialog is open.
    this.element.addEventListener('keydown', event => event.stopPropagation());
  }

  open(): void {
    this.render();
    this.element.showModal();
  }

  private render(): void {
    const { texts } = this.context;
    const images = this.images();
    this.body.replaceChildren(...(images.length === 0
      ? [el('p', {}, texts.get('keptNothing'))]
      : [el('p', {}, texts.get('keptExplained')), ...images.map(image => this.section(image))]));
  }

  private images(): KeptImage[] {
    const { sessions } = this.context;
    const unsaved = sessions.unsaved().map(({ assetId, status, items }): KeptImage => ({
      assetId,
      message: status.refused.length > 0 ? null : status.message,
      refused: status.refused,
      count: status.dirty,
      take: async use => {
        const taken = items();
        if (await use(taken)) {
          sessions.get(assetId)?.discard(taken.map(item => item.id));
        }
      },
      retry: () => void sessions.get(assetId)?.queue.retry(),
    }));
    const stranded = [...sessions.stranded].map(([assetId, message]): KeptImage =>
      ({ assetId, message, refused: [], count: null, take: use => sessions.takeStranded(assetId, use) }));
    return [...unsaved, ...stranded];
  }

  private section(image: KeptImage): HTMLElement {
    const { texts, engine } = this.context;
    const here = image.assetId === engine.assetId;
    const title = el('h3', {}, texts.get(here ? 'keptHere' : 'keptElsewhere'), ...(image.count === null ? [] : [el('span', { class: 'an-count' }, String(image.count))]));
    const reasons = image.refused.length > 0
      ? [el('ul', { class: 'an-kept-list' }, ...image.refused.map(refusal => this.refusedRow(refusal, here)))]
      : image.message === null ? [] : [el('p', { class: 'an-kept-reason' }, image.message)];
    return el('section', { 'data-asset': image.assetId }, title, ...reasons, el('div', { class: 'an-kept-actions' },
      ...(image.retry ? [this.button('retry', () => {
        image.retry!();
        this.element.close();
      })] : []),
      this.button('copyEdits', () => void this.copy(image)),
      this.discardButton(image),
      ...(here ? [] : this.linkTo(image.assetId))));
  }

  private refusedRow({ id, message }: Refusal, here: boolean): HTMLElement {
    const { engine, texts } = this.context;
    const annotation = here ? engine.session?.store.get(id) : undefined;
    const look = annotation && engine.palette.look(annotation.classId);
    const swatch = el('span', { class: 'an-swatch' });
    swatch.style.setProperty('--class-color', look?.color ?? 'transparent');
    const object = annotation && engine.objects.idOf(annotation);
    return el('li', {}, swatch, el('span', { class: 'an-name' }, look?.name ?? texts.get(annotation ? 'unknownClass' : 'shapeDeleted')), el('span', { class: 'an-kept-reason' }, message),
      ...(object === undefined ? [] : [el('button', {
        type: 'button', class: 'an-link',
        onclick: () => {
          this.element.close();
          engine.setTool('select');
          engine.actions.focus(object, false);
          engine.actions.zoomTo(object);
        },
      }, texts.get('showShape'))]));
  }

  private discardButton(image: KeptImage): HTMLButtonElement {
    const { texts } = this.context;
    let sure = false;
    const button: HTMLButtonElement = this.button('discardEdits', () => {
      if (!sure) {
        sure = true;
        button.textContent = texts.get('discardSure');
        return;
      }
      void image.take(() => Promise.resolve(true)).then(() => this.render());
    });
    button.className = 'an-reject';
    return button;
  }

  private async copy(image: KeptImage): Promise<void> {
    const { engine } = this.context;
    await image.take(async items => {
      engine.notify((await takeAlong(`edits-${image.assetId}`, editsAsJson(image.assetId, items))) === 'copied' ? 'editsCopied' : 'editsInFile');
      return false;
    });
  }

  /** The same page with another image: its address names the image. */
  private linkTo(assetId: string): HTMLElement[] {
    const shown = this.context.engine.assetId;
    return shown !== null && location.pathname.includes(shown)
      ? [el('a', { class: 'an-link', href: location.pathname.replace(shown, assetId) }, this.context.texts.get('keptOpen'))]
      : [];
  }

  private button(text: 'retry' | 'copyEdits' | 'discardEdits', action: () => void): HTMLButtonElement {
    return el('button', { type: 'button', class: 'an-option', 'data-action': text, onclick: action }, this.context.texts.get(text));
  }
}
