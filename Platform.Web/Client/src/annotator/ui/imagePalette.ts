import type { WorkState } from '../model.js';
import { el, setFlag, setText } from './dom.js';
import type { ViewContext } from './view.js';

/** An image of the same dataset version, as the server finds it. */
interface NamedImage {
  readonly id: string;
  readonly fileName: string;
  readonly annotationCount: number;
  readonly workState: WorkState;
}

/** A person types on; the server is asked when they rest. */
const RestMs = 120;
const ThumbnailPx = 128;

/** Finds another image by its name and opens it; before anything is typed, those that one worked on last. */
export class ImagePalette {
  readonly element: HTMLElement;
  private readonly input = el('input', { type: 'text', class: 'an-search', role: 'combobox', 'aria-expanded': 'true', autocomplete: 'off', spellcheck: 'false', 'data-action': 'findImage', oninput: () => this.typed() });
  private readonly list = el('div', { class: 'an-palette-list', role: 'listbox' });
  private readonly note = el('p', { class: 'an-empty', role: 'status' });
  private shown: readonly NamedImage[] = [];
  private at = 0;
  private asked = 0;
  private timer = 0;
  /** The search under way; Enter waits for it, so that a fast typist opens what was typed and not what stood there before. */
  private answer: Promise<void> = Promise.resolve();

  constructor(private readonly context: ViewContext) {
    const { texts, idPrefix } = context;
    this.input.placeholder = texts.get('findImagePlaceholder');
    this.input.setAttribute('aria-label', texts.get('findImage'));
    this.list.id = `${idPrefix}-images`;
    this.input.setAttribute('aria-controls', this.list.id);
    this.element = el('div', { class: 'an-palette an-images', hidden: true, tabindex: '-1', 'aria-label': texts.get('findImage') }, this.input, this.list, this.note);
    this.element.addEventListener('keydown', event => this.keyDown(event));
    this.element.addEventListener('focusout', event => !this.element.contains(event.relatedTarget as Node | null) && this.hide());
    for (const type of ['pointerdown', 'pointermove', 'pointerup', 'dblclick', 'wheel', 'contextmenu']) {
      this.element.addEventListener(type, event => event.stopPropagation());
    }
  }

  open(): void {
    this.input.value = '';
    this.element.hidden = false;
    this.show([]);
    setText(this.note, '');
    this.input.focus({ preventScroll: true });
    this.answer = this.search();
  }

  /** Opens the image that this person worked on last, other than the one that is shown. */
  async resume(): Promise<void> {
    const { engine } = this.context;
    const recent = await this.ask('');
    const last = recent?.find(image => image.id !== engine.assetId);
    if (last) {
      engine.options.onOpenImage(last.id);
    } else {
      engine.notify(recent ? 'nothingToResume' : 'findImageFailed');
    }
  }

  private typed(): void {
    clearTimeout(this.timer);
    this.answer = new Promise(resolve => {
      this.timer = window.setTimeout(() => void this.search().then(resolve), this.input.value === '' ? 0 : RestMs);
    });
  }

  private async search(): Promise<void> {
    const search = ++this.asked;
    const { texts } = this.context;
    const { value } = this.input;
    const found = await this.ask(value.trim());
    if (search === this.asked && !this.element.hidden) {
      this.show(found ?? []);
      setText(this.note, found === null ? texts.get('findImageFailed') : found.length === 0 ? texts.get(value.trim() === '' ? 'nothingToResume' : 'nothingFound') : value.trim() === '' ? texts.get('workedOnLast') : '');
    }
  }

  private async ask(text: string): Promise<readonly NamedImage[] | null> {
    const { assetId, options } = this.context.engine;
    if (assetId === null) {
      return null;
    }
    const answer = await options.http.send(`assets/${encodeURIComponent(assetId)}/siblings?text=${encodeURIComponent(text)}`);
    return answer.kind === 'ok' && Array.isArray(answer.body) ? answer.body as NamedImage[] : null;
  }

  private show(images: readonly NamedImage[]): void {
    this.shown = images;
    this.at = 0;
    this.list.replaceChildren(...images.map((image, i) => this.row(image, i)));
    setFlag(this.list, 'hidden', images.length === 0);
    this.mark();
  }

  private row(image: NamedImage, i: number): HTMLElement {
    const { engine, idPrefix, texts } = this.context;
    const picture = el('img', { class: 'an-thumbnail', alt: '', loading: 'lazy', src: `${engine.options.apiBase}/assets/${encodeURIComponent(image.id)}/thumbnail?size=${ThumbnailPx}` });
    return el('div', { class: 'an-palette-row', role: 'option', id: `${idPrefix}-images-${i}`, 'data-image': image.id, title: image.fileName, onclick: () => this.pick(image) },
      picture, el('span', { class: 'an-name' }, image.fileName), el('span', { class: 'an-detail' }, texts.get(image.annotationCount > 0 ? 'objectCount' : 'noObjectYet', image.annotationCount)));
  }

  private mark(): void {
    [...this.list.children].forEach((row, i) => row.setAttribute('aria-selected', String(i === this.at)));
    const current = this.list.children[this.at];
    current?.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', current?.id ?? '');
  }

  private keyDown(event: KeyboardEvent): void {
    // The canvas hears no keys; a half-built syllable goes on being built.
    event.stopPropagation();
    if (event.isComposing && event.key !== 'Enter') {
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') {
      this.close();
    } else if (step !== undefined && this.shown.length > 0) {
      this.at = (this.at + step + this.shown.length) % this.shown.length;
      this.mark();
    } else if (event.key === 'Enter') {
      void this.answer.then(() => this.pick(this.shown[this.at]));
    } else {
      return;
    }
    event.preventDefault();
  }

  private pick(image: NamedImage | undefined): void {
    if (image && !this.element.hidden) {
      const { engine } = this.context;
      this.close();
      if (image.id !== engine.assetId) {
        engine.options.onOpenImage(image.id);
      }
    }
  }

  private close(): void {
    this.hide();
    this.context.engine.stage.element.focus({ preventScroll: true });
  }

  private hide(): void {
    clearTimeout(this.timer);
    this.asked++;
    this.element.hidden = true;
  }
}
