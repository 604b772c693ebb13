import * as cameras from './camera.js';
import { Actions } from './actions.js';
import type { Handle } from './geometry/box.js';
import type { ImagePoint, Rect, ScreenPoint } from './geometry/math.js';
import { newId } from './ids.js';
import type { Input, InputTarget } from './input.js';
import type { Command } from './keymap.js';
import type { MergeResult } from './merge.js';
import { isBox, isLive, type Annotation, type AnnotatorClass, type BoxAnnotation, type BoxGeometry, type Size } from './model.js';
import { fetchPicture, imageUrl } from './protocol.js';
import { ImagePainter } from './render/imagePainter.js';
import { handleAt, HandleSidePx, isEmptyOverlay, paintOverlay } from './render/overlayPainter.js';
import { Palette } from './render/palette.js';
import { ShapePainter, type ShapeScene } from './render/shapePainter.js';
import { Stage } from './render/stage.js';
import { Scene } from './scene.js';
import { Selection } from './selection.js';
import type { AssetSession } from './session.js';
import type { Sessions } from './sessions.js';
import { boundsOfAnnotation } from './shapes/registry.js';
import type { Change, Edit } from './store.js';
import { takesShape } from './edits.js';
import type { TextKey } from './texts.js';
import { createTools, isToolId } from './tools/registry.js';
import type { Draft, Pointer, Tool, ToolHost, ToolId } from './tools/tool.js';
import { ViewFilter } from './viewFilter.js';

export type LoadState = 'empty' | 'loading' | 'ready' | 'failed';

export interface EngineOptions {
  readonly apiBase: string;
  readonly sessions: Sessions;
  readonly classes: readonly AnnotatorClass[];
  readonly readOnly: boolean;
  readonly onChange: () => void;
  readonly onNotice: (key: TextKey, ...values: (string | number)[]) => void;
  readonly onNavigate: (direction: 'next' | 'previous') => void;
  readonly onHelp: () => void;
}

/** Reach of the pointer around lines and handles, in screen pixels. */
const ReachPx = { mouse: 4, pen: 8, touch: 14 } as const;

/** Wires store, tools, camera and layers of the one image being shown. All state of the canvas lives here; nothing waits for .NET. */
export class Engine implements ToolHost, InputTarget, ShapeScene {
  readonly selection = new Selection(ids => this.selectionChanged(ids));
  readonly filter = new ViewFilter(() => this.filterChanged());
  readonly stage: Stage;
  readonly actions: Actions;
  readonly panTool: Tool;
  input: Input | null = null;
  session: AssetSession | null = null;
  loadState: LoadState = 'empty';
  loadMessage: string | null = null;
  assetId: string | null = null;
  classes: readonly AnnotatorClass[] = [];
  palette = new Palette();
  activeClassId: string | null = null;
  image: Size = { width: 1, height: 1 };
  camera: cameras.Camera = { scale: 1, x: 0, y: 0 };
  showLabels = true;
  showCrosshair = true;
  /** Bumped when shapes, filter, selection or classes change; lists compare it. */
  version = 0;
  private readonly scene = new Scene(this.filter);
  private readonly picture = new ImagePainter();
  private readonly tools: Readonly<Record<ToolId, Tool>>;
  private activeTool: Tool;
  private draft: Draft | null = null;
  private lifted: ReadonlySet<string> = new Set();
  private pointer: ScreenPoint | null = null;
  private accent = '#3b82f6';
  private unsubscribe: () => void = () => undefined;
  private loads = 0;
  private changed = true;
  private forcedReadOnly: boolean;

  constructor(private readonly options: EngineOptions) {
    this.forcedReadOnly = options.readOnly;
    this.actions = new Actions(this, options);
    this.tools = createTools(this);
    this.panTool = this.tools.pan;
    this.activeTool = this.readOnly ? this.tools.select : this.tools.bbox;
    const shapes = new ShapePainter(this);
    this.stage = new Stage({
      beforeFrame: () => this.input?.flush(),
      camera: () => this.camera,
      image: (context, camera, rect, ratio) => this.loadState === 'ready' && this.picture.paint(context, camera, rect, ratio),
      shapes: (context, camera, rect) => this.loadState === 'ready' && shapes.paint(context, camera, rect),
      overlay: (camera, stage) => this.overlay(camera, stage),
      resized: (stage, before) => this.resized(stage, before),
      afterFrame: () => this.announce(),
    });
    this.setClasses(options.classes);
  }

  get readOnly(): boolean {
    return this.forcedReadOnly || (this.session?.document.readOnly ?? false);
  }

  get tool(): Tool {
    return this.activeTool;
  }

  get hasSelection(): boolean {
    return this.selection.size > 0;
  }

  /** Shows another image; edits of the one before go on being saved behind it. */
  async load(assetId: string): Promise<void> {
    const load = ++this.loads;
    this.leave();
    this.assetId = assetId;
    this.setLoadState('loading', null);
    const [opened, picture] = await Promise.all([this.options.sessions.open(assetId), fetchPicture(imageUrl(this.options.apiBase, assetId))]);
    if (load !== this.loads) {
      picture?.close();
      return;
    }
    if (opened.kind === 'failed') {
      picture?.close();
      this.setLoadState('failed', opened.message);
      return;
    }
    const { session } = opened;
    this.session = session;
    const { width, height } = session.document;
    this.image = width > 0 && height > 0 ? { width, height } : { width: picture?.width ?? 1, height: picture?.height ?? 1 };
    this.scene.reset(session.store.all());
    this.unsubscribe = session.store.subscribe(changes => this.storeChanged(changes));
    session.events = { status: () => this.touch(), merged: result => this.merged(result) };
    this.camera = cameras.fit(this.image, this.stage.size);
    this.setLoadState('ready', null);
    if (!picture) {
      this.options.onNotice('imageFailed');
    }
    if (opened.restored > 0) {
      this.options.onNotice('restored', opened.restored);
    }
    void this.picture.show(picture ?? null, this.image, () => {
      this.stage.image.invalidate();
      this.stage.touch();
    });
  }

  setClasses(classes: readonly AnnotatorClass[]): void {
    this.classes = [...classes].sort((a, b) => a.index - b.index);
    this.palette = new Palette(classes);
    const boxClasses = this.classes.filter(candidate => takesShape(candidate, 'bbox'));
    if (!boxClasses.some(candidate => candidate.id === this.activeClassId)) {
      this.activeClassId = boxClasses[0]?.id ?? null;
    }
    this.stage.shapes.invalidate();
    this.touch();
  }

  setReadOnly(readOnly: boolean): void {
    this.forcedReadOnly = readOnly;
    this.touch();
  }

  setAccent(accent: string): void {
    this.accent = accent || this.accent;
    this.stage.touch();
  }

  setTool(id: string): void {
    if (isToolId(id) && this.activeTool.id !== id) {
      this.activeTool.cancel();
      this.activeTool = this.tools[id];
      this.selection.hover(null);
      this.setCursor(id === 'bbox' ? 'crosshair' : id === 'pan' ? 'grab' : 'default');
      this.touch();
    }
  }

  setCamera(camera: cameras.Camera): void {
    this.camera = camera;
    this.touch();
  }

  /** Something that the overlay or the panels show may have changed. */
  touch(): void {
    this.changed = true;
    this.stage.touch();
  }

  run(command: Command): void {
    this.actions.run(command);
  }

  requestFrame(): void {
    this.stage.requestFrame();
  }

  dispose(): void {
    this.loads++;
    this.unsubscribe();
    this.input?.dispose();
    this.stage.dispose();
    this.picture.release();
  }

  // What tools and the input layer ask for.

  activeClass(): AnnotatorClass | undefined {
    return this.classes.find(candidate => candidate.id === this.activeClassId && takesShape(candidate, 'bbox'));
  }

  get(id: string): Annotation | undefined {
    return this.session?.store.get(id);
  }

  hitShape(point: ImagePoint, type: Pointer['type']): Annotation | undefined {
    return this.scene.hit(point, ReachPx[type] / this.camera.scale, id => this.selection.has(id));
  }

  hitHandle(point: ScreenPoint, type: Pointer['type']): { box: BoxAnnotation; handle: Handle } | undefined {
    const box = this.handledBox();
    const handle = box && handleAt(this.camera, box.geometry, point, HandleSidePx / 2 + ReachPx[type] / 2);
    return box && handle ? { box, handle } : undefined;
  }

  shapesIn(rect: Rect): Annotation[] {
    return this.scene.shapesIn(rect);
  }

  isSelected(id: string): boolean {
    return this.selection.has(id);
  }

  isLifted(id: string): boolean {
    return this.lifted.has(id);
  }

  newBox(geometry: BoxGeometry, classId: string): BoxAnnotation {
    return {
      id: newId(), classId, type: 'bbox', geometry, source: 'human', confidence: null, modelVersionId: null, annotator: null, reviewState: 'accepted', revision: 0,
    };
  }

  edit(edits: readonly Edit[], mergeKey: string | null = null): void {
    if (this.session && !this.readOnly) {
      const changes = this.session.store.apply(edits, 'local');
      this.session.history.push(changes, performance.now(), mergeKey);
    }
  }

  setDraft(draft: Draft | null): void {
    const lifted = new Set(draft?.shapes.map(shape => shape.id).filter(id => this.get(id)));
    for (const id of new Set([...lifted, ...this.lifted])) {
      if (lifted.has(id) !== this.lifted.has(id)) {
        this.invalidate(this.get(id));
      }
    }
    this.lifted = lifted;
    this.draft = draft;
    this.stage.touch();
  }

  setCursor(cursor: string): void {
    this.stage.element.style.cursor = cursor;
  }

  panBy(dx: number, dy: number): void {
    this.setCamera(cameras.pan(this.camera, dx, dy, this.image, this.stage.size));
  }

  zoomAt(at: ScreenPoint, factor: number): void {
    this.setCamera(cameras.zoomAt(this.camera, at, factor, this.image, this.stage.size));
  }

  pointerAt(screen: ScreenPoint, event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; pointerType?: string }): Pointer {
    const type = event.pointerType === 'touch' || event.pointerType === 'pen' ? event.pointerType : 'mouse';
    return { screen, image: cameras.toImage(this.camera, screen), shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey, type };
  }

  pointerMoved(at: ScreenPoint | null): void {
    this.pointer = at;
    if (!at) {
      this.selection.hover(null);
    }
    this.stage.touch();
  }

  notify(key: TextKey): void {
    this.options.onNotice(key);
  }

  private handledBox(): BoxAnnotation | undefined {
    const id = this.selection.single();
    const annotation = id === undefined ? undefined : this.get(id);
    return annotation && isBox(annotation) && this.filter.shows(annotation) ? annotation : undefined;
  }

  private overlay(camera: cameras.Camera, stage: Size): ((context: CanvasRenderingContext2D) => void) | null {
    const hovered = this.selection.hovered === null ? undefined : this.get(this.selection.hovered);
    const scene = {
      palette: this.palette,
      image: this.image,
      stage,
      draft: this.draft,
      hovered: hovered && this.filter.shows(hovered) ? hovered : undefined,
      handled: this.readOnly ? undefined : this.handledBox(),
      crosshair: this.showCrosshair && this.activeTool.id === 'bbox' && !this.readOnly ? this.pointer : null,
      accent: this.accent,
    };
    return this.loadState !== 'ready' || isEmptyOverlay(scene) ? null : context => paintOverlay(context, camera, scene);
  }

  private storeChanged(changes: readonly Change[]): void {
    this.scene.follow(changes);
    for (const { before, after } of changes) {
      this.invalidate(before);
      this.invalidate(after);
    }
    this.selection.remove(changes.filter(change => !change.after || !isLive(change.after)).map(change => change.id));
    this.version++;
    this.touch();
  }

  private merged(result: MergeResult): void {
    this.activeTool.cancel();
    const count = (kind: string): number => result.conflicts.filter(conflict => conflict.kind === kind).length;
    const notices: [TextKey, number][] = [
      ['conflictCopied', count('copied')], ['conflictRecreated', count('recreated')], ['conflictKept', count('keptTheirs')],
    ];
    const told = notices.filter(([, n]) => n > 0);
    told.forEach(([key, n]) => this.options.onNotice(key, n));
    if (told.length === 0 && result.taken.size > 0) {
      this.options.onNotice('merged', result.taken.size);
    }
    const copies = [...result.renamed.values()];
    if (copies.length > 0) {
      this.selection.replace(copies);
    }
  }

  private selectionChanged(ids: readonly string[]): void {
    ids.forEach(id => this.invalidate(this.get(id)));
    this.version++;
    this.touch();
  }

  private filterChanged(): void {
    this.stage.shapes.invalidate();
    this.version++;
    this.touch();
  }

  private invalidate(annotation: Annotation | undefined): void {
    const bounds = annotation && boundsOfAnnotation(annotation);
    if (bounds) {
      this.stage.shapes.invalidate(bounds);
    }
  }

  private leave(): void {
    this.activeTool.cancel();
    this.unsubscribe();
    this.unsubscribe = () => undefined;
    if (this.session) {
      this.session.events = { status: () => this.touch(), merged: () => undefined };
      void this.session.queue.flush();
    }
    this.session = null;
    this.selection.clear();
    this.selection.hover(null);
    this.scene.reset([]);
  }

  private setLoadState(state: LoadState, message: string | null): void {
    this.loadState = state;
    this.loadMessage = message;
    this.stage.image.invalidate();
    this.stage.shapes.invalidate();
    this.version++;
    this.touch();
  }

  private resized(stage: Size, before: Size): void {
    const wasFitted = before.width === 0 || Math.abs(this.camera.scale - cameras.fitScale(this.image, before)) < 1e-6;
    this.camera = wasFitted
      ? cameras.fit(this.image, stage)
      : cameras.pan(this.camera, (stage.width - before.width) / 2, (stage.height - before.height) / 2, this.image, stage);
    this.changed = true;
  }

  /** At most once a frame: panels, data attributes and .NET hear of changes together. */
  private announce(): void {
    if (this.changed) {
      this.changed = false;
      this.options.onChange();
    }
  }
}
