import type { Engine } from './engine.js';
import type { Change, Origin } from './store.js';
import type { ToolOption } from './tools/options.js';

/** How far the queue of the page is, in images. */
export interface QueueProgress {
  /** Of all that the page's filter lets through: those that somebody has begun or finished. */
  readonly done: number;
  readonly total: number;
  /** Place of the shown image, from 1; 0 where the filter leaves it out. */
  readonly position: number;
}

/** The engine as this mode sees it; small enough for tests to fake. */
export type SingleHost = Pick<Engine, 'assetId' | 'readOnly' | 'activeClassId' | 'setTool' | 'notify' | 'run' | 'touch'> & {
  readonly video: object | null;
  readonly input: { readonly dragging: boolean } | null;
  readonly tool: Pick<Engine['tool'], 'id' | 'drawing'>;
  readonly toolbox: { readonly activeDefinition: { readonly draws?: readonly unknown[] } };
  readonly drawSettings: { readonly turnToUnlabelled: boolean; set(change: { turnToUnlabelled: boolean }): void };
  readonly session: { readonly store: { get(id: string): unknown }; readonly history: { readonly canUndo: boolean } } | null;
  readonly options: Pick<Engine['options'], 'onNavigate' | 'onOpenImage' | 'onReview' | 'progress'> & { readonly sessions: { flushAll(keepalive: boolean): Promise<void> } };
};

/** One object an image: as soon as a shape is finished, the page turns by itself, with the same class and tool in the hand. */
export class SingleObject {
  progress: QueueProgress | null = null;
  private kept: { readonly classId: string | null; readonly toolId: string } | null = null;
  private drawnId: string | null = null;
  /** Images that the mode turned away from, the last one last: where undo finds what it is to take back. */
  private turned: string[] = [];
  private undoOnId: string | null = null;

  constructor(private readonly engine: SingleHost) {}

  get active(): boolean {
    return this.kept !== null;
  }

  toggle(): void {
    if (this.active) {
      this.leave();
    } else {
      this.enter();
    }
  }

  leave(): void {
    this.kept = null;
    this.drawnId = null;
    this.turned = [];
    this.engine.touch();
  }

  /** Nothing of the class is here: that is a finding, so the image is done. */
  noObject(): void {
    if (this.active && !this.engine.readOnly) {
      this.engine.options.onReview('done', '');
      this.turn();
    }
  }

  /** Told of every change of what is stored. */
  follow(changes: readonly Change[], origin: Origin): void {
    const made = this.active && origin === 'local' ? changes.find(({ before, after }) => before === undefined && after !== undefined) : undefined;
    if (made) {
      this.drawnId = made.id;
      this.kept = { classId: made.after!.classId, toolId: this.engine.tool.id };
    }
  }

  /** At most once a frame: turns as soon as nothing is half drawn any more. Masks and skeletons are stored bit by bit before that. */
  step(): void {
    const { engine, drawnId } = this;
    if (drawnId === null || (engine.tool.drawing ?? false) || engine.input?.dragging) {
      return;
    }
    this.drawnId = null;
    if (engine.session?.store.get(drawnId) !== undefined) {
      this.turn();
    }
  }

  /** An image is there. */
  opened(): void {
    const { engine, kept } = this;
    this.drawnId = null;
    if (kept === null) {
      return;
    }
    if (engine.video !== null) {
      this.leave();
      return;
    }
    engine.activeClassId = kept.classId;
    engine.setTool(kept.toolId);
    const undoes = this.undoOnId === engine.assetId;
    this.undoOnId = null;
    if (undoes && engine.session?.history.canUndo) {
      engine.run('undo');
    }
    void this.ask();
  }

  /** Where the shown image has nothing to take back: goes to the last one turned away from, and takes back there. */
  undoBehind(): boolean {
    const { engine } = this;
    const back = this.active ? this.turned.filter(id => id !== engine.assetId).at(-1) : undefined;
    if (back === undefined) {
      return false;
    }
    this.turned = this.turned.slice(0, this.turned.lastIndexOf(back));
    this.undoOnId = back;
    engine.options.onOpenImage(back);
    return true;
  }

  options(): readonly ToolOption[] {
    const { engine, progress } = this;
    const { drawSettings } = engine;
    if (engine.video !== null || (!this.active && !engine.toolbox.activeDefinition.draws)) {
      return [];
    }
    const toggle: ToolOption = { kind: 'toggle', id: 'single', text: 'singleShort', icon: 'turn', command: 'singleObject', on: this.active, set: () => this.toggle() };
    if (!this.active) {
      return [toggle];
    }
    const [at, of] = drawSettings.turnToUnlabelled ? [progress?.done, progress?.total] : [progress?.position, progress?.total];
    return [
      toggle,
      ...(progress ? [{ kind: 'note', id: 'singleProgress', text: 'singleProgress', values: [at!, of!] } as const] : []),
      { kind: 'toggle', id: 'turnToUnlabelled', text: 'turnToUnlabelled', on: drawSettings.turnToUnlabelled, set: turnToUnlabelled => drawSettings.set({ turnToUnlabelled }) },
      { kind: 'button', id: 'noObject', text: 'noObjectShort', command: 'noObject', press: () => this.noObject() },
    ];
  }

  private enter(): void {
    const { engine } = this;
    if (engine.readOnly || engine.video !== null) {
      engine.notify(engine.readOnly ? 'readOnly' : 'singleImagesOnly');
      return;
    }
    if (!engine.toolbox.activeDefinition.draws) {
      engine.run('repeatTool');
    }
    if (!engine.toolbox.activeDefinition.draws) {
      engine.notify('singleNeedsTool');
      return;
    }
    this.kept = { classId: engine.activeClassId, toolId: engine.tool.id };
    engine.notify('singleBegun');
    engine.touch();
    void this.ask();
  }

  private turn(): void {
    const { engine } = this;
    if (engine.assetId !== null) {
      this.turned.push(engine.assetId);
    }
    engine.options.onNavigate(engine.drawSettings.turnToUnlabelled ? 'nextUnlabelled' : 'next');
  }

  private async ask(): Promise<void> {
    const { engine } = this;
    const { assetId } = engine;
    // What was just drawn counts as begun only once the server has it.
    await engine.options.sessions.flushAll(false);
    const progress = await engine.options.progress();
    if (assetId === engine.assetId) {
      this.progress = progress ?? this.progress;
      engine.touch();
    }
  }
}
