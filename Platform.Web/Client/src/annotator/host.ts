import { Engine } from './engine.js';
import { Input } from './input.js';
import { openJournalSetting, type JournalSetting } from './journal/browserJournal.js';
import { textWithKeys } from './keys/sheet.js';
import type { AnnotatorClass } from './model.js';
import type { Around } from './propagation.js';
import type { QueueProgress } from './singleObject.js';
import { imageUrl, prefetchPicture } from './protocol.js';
import { ReviewDesk, type Direction } from './review/desk.js';
import type { SaveStatus } from './saveQueue.js';
import { SettingsStore } from './settings.js';
import { publishAttributes, takeSnapshot } from './snapshot.js';
import { exposeTestHook } from './testHook.js';
import { Texts, type TextKey } from './texts.js';
import { Surroundings } from './ui/surroundings.js';
import { Workplace } from './workplace.js';

/** The .NET component, as Blazor hands it over. */
export interface DotNetReference {
  invokeMethodAsync(method: string, ...values: unknown[]): Promise<unknown>;
}

export interface AnnotatorOptions {
  /** Without a trailing slash; relative addresses count from the document's base. */
  readonly apiBase: string;
  /** Keeps the journals of people who share a browser apart. */
  readonly userKey: string;
  readonly classes: readonly AnnotatorClass[];
  readonly readOnly: boolean;
  readonly texts: Readonly<Record<string, string>>;
}

let created = 0;
const SnapshotDelayMs = 150;
/** Messages about somebody's work; the rest pass by. */
const importantNotices: ReadonlySet<TextKey> = new Set(['conflictCopied', 'conflictRecreated', 'conflictKept', 'restored', 'imageFailed', 'storageFull', 'refused']);

/** What .NET can ask of the canvas. Every method returns at once or a promise; none needs a circuit to work on. */
export class Annotator {
  private readonly abort = new AbortController();
  private readonly surroundings: Surroundings;
  private readonly workplace: Workplace;
  private readonly settings: SettingsStore;
  private readonly engine: Engine;
  private readonly themes: MutationObserver;
  private readonly apiBase: string;
  private sequence = 0;
  private snapshotTimer = 0;
  private drained = false;

  private constructor(private readonly element: HTMLElement, options: AnnotatorOptions, setting: JournalSetting | null, private readonly dotNet: DotNetReference | null) {
    this.apiBase = new URL(options.apiBase, document.baseURI).href;
    const texts = new Texts(options.texts);
    this.settings = new SettingsStore(window.localStorage, options.userKey);
    this.workplace = new Workplace({ apiBase: this.apiBase, userKey: options.userKey, setting, engine: () => this.engine });
    const navigate = (direction: Direction): void => void this.call('OnNavigateAsync', direction);
    this.engine = new Engine({
      apiBase: this.apiBase,
      http: this.workplace.http,
      userKey: options.userKey,
      sessions: this.workplace.sessions,
      settings: this.settings,
      classes: options.classes,
      readOnly: options.readOnly,
      onChange: () => this.changed(),
      onMove: () => this.surroundings.move(),
      onNotice: (key, ...values) => this.surroundings.notices.show(textWithKeys(this.engine.keymap, texts, key, ...values), importantNotices.has(key), texts.get('close')),
      onMenu: (at, items) => this.surroundings.menu.show(at, items),
      textOf: (key, ...values) => textWithKeys(this.engine.keymap, texts, key, ...values),
      onReview: (name, argument) => desk.run(name, argument),
      onNavigate: navigate,
      onOpenImage: assetId => void this.call('OnOpenImageAsync', assetId),
      progress: () => this.ask<QueueProgress>('ReadProgressAsync'),
      onPropagate: originals => void this.surroundings.propagate.open(originals),
      onOpen: what => this.surroundings.open(what),
    });
    const { sessions, review, drafts, live } = this.workplace;
    const desk = new ReviewDesk({ engine: this.engine, review, http: this.workplace.http, navigate, openReject: () => this.surroundings.open('reject'), writeComment: at => this.surroundings.writeComment(at) });
    this.surroundings = new Surroundings(element, {
      engine: this.engine,
      texts,
      around: () => this.ask<Around>('ListAroundAsync'),
      idPrefix: `an-${++created}`,
      dirty: () => sessions.dirty,
      status: () => this.status(),
      sessions, review, drafts, live, desk,
      safety: () => this.workplace.safety,
    });
    this.engine.input = new Input(this.engine.stage.element, element, this.engine);
    this.themes = new MutationObserver(() => this.readTheme());
    this.themes.observe(document.documentElement, { attributes: true });
    exposeTestHook(element, this.engine, () => this.status(), () => sessions.dirty);
    this.readTheme();
    this.watchPage();
  }

  static async create(element: HTMLElement, options: AnnotatorOptions, dotNet: DotNetReference | null): Promise<Annotator> {
    return new Annotator(element, options, await openJournalSetting().catch(() => null), dotNet);
  }

  async load(assetId: string): Promise<void> {
    await this.engine.load(assetId);
    if (!this.drained) {
      this.drained = true;
      void this.workplace.takeUpOrphans();
    }
  }

  /** Warms the browser's cache with the pictures that come next. */
  prefetch(assetIds: readonly string[]): void {
    for (const assetId of assetIds) {
      void prefetchPicture(imageUrl(this.apiBase, assetId));
    }
  }

  setClasses(classes: readonly AnnotatorClass[]): void { this.engine.setClasses(classes); }
  setReadOnly(readOnly: boolean): void { this.engine.setReadOnly(readOnly); }
  setTool(tool: string): void { this.engine.setTool(tool); }
  setActiveClass(classId: string): void { this.engine.activeClassId = classId; this.engine.touch(); }
  setSelectionClass(classId: string): void { this.engine.actions.setSelectionClass(classId); }
  deleteSelection(): void { this.engine.run('delete'); }
  acceptSelection(): void { this.engine.run('accept'); }
  undo(): void { this.engine.run('undo'); }
  redo(): void { this.engine.run('redo'); }
  fit(): void { this.engine.run('fit'); }
  setConfidence(value: number): void { this.engine.filter.setConfidence(value); }
  setClassVisible(classId: string, visible: boolean): void { this.engine.filter.setClassVisible(classId, visible); }

  /** Selects a shape of the image in view and brings it into sight; one that is not there is passed over. */
  showObject(id: string): void {
    if (this.engine.objects.exists(id)) {
      this.engine.actions.focus(id, false);
    }
  }

  /** Sends unsaved edits now; when the server has answered, how many could not be saved. */
  async flush(): Promise<number> {
    await this.workplace.sessions.flushAll(false);
    return this.workplace.sessions.dirty;
  }

  async dispose(): Promise<void> {
    clearTimeout(this.snapshotTimer);
    this.abort.abort();
    this.themes.disconnect();
    this.engine.dispose();
    this.surroundings.dispose();
    await this.workplace.close();
  }

  private status(): SaveStatus | null {
    return this.engine.session?.queue.status ?? null;
  }

  private changed(): void {
    this.workplace.live.follow();
    this.surroundings.update();
    publishAttributes(this.element, this.engine, this.status(), this.workplace.sessions.dirty);
    this.snapshotTimer ||= window.setTimeout(() => {
      this.snapshotTimer = 0;
      void this.call('OnSnapshotAsync', takeSnapshot(++this.sequence, this.engine, this.status(), this.workplace.sessions.dirty));
    }, SnapshotDelayMs);
  }

  /** The queue is the page's knowledge; without a circuit nobody can say what comes next. */
  private async ask<T>(method: string): Promise<T | null> {
    try {
      return (await this.dotNet?.invokeMethodAsync(method)) as T | undefined ?? null;
    } catch {
      return null;
    }
  }

  private async call(method: string, value: unknown): Promise<void> {
    try {
      await this.dotNet?.invokeMethodAsync(method, value);
    } catch {
      // The circuit is away. Work goes on without it; the next snapshot says everything anew.
    }
  }

  private watchPage(): void {
    const { signal } = this.abort;
    this.workplace.watch(signal);
    window.addEventListener('storage', event => event.key === this.settings.key && this.settings.reload(), { signal });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.readTheme(), { signal });
  }

  private readTheme(): void {
    this.engine.setAccent(getComputedStyle(this.element).getPropertyValue('--an-accent').trim());
  }
}
