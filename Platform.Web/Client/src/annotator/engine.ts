import type { Camera } from './camera.js';
import { Actions } from './actions.js';
import { Announcements } from './announcements.js';
import { ClassSet } from './classSet.js';
import { openContextMenu } from './commands/contextMenu.js';
import type { EngineOptions } from './engineOptions.js';
import type { ImagePoint, Rect, ScreenPoint } from './geometry/math.js';
import type { Input, InputTarget, PointerInput } from './input.js';
import type { Command, When } from './keys/chords.js';
import { holds } from './keys/circumstances.js';
import { KeyboardPointer } from './keys/keyboardPointer.js';
import { Keymap } from './keys/keymap.js';
import type { Marks } from './marks.js';
import { afterMerge } from './mergeNotices.js';
import { isLive, type Annotation, type AnnotatorClass, type ClassShape, type Geometry, type ShapeType, type Size } from './model.js';
import { createAnnotation } from './newAnnotation.js';
import { StoredObjects, type Objects } from './objects.js';
import { openAsset } from './opening.js';
import { Overlay, ReachPx } from './overlay.js';
import { Redraw } from './redraw.js';
import { ImagePainter } from './render/imagePainter.js';
import type { Marking } from './render/markings.js';
import type { Palette } from './render/palette.js';
import { nothing } from './render/painting.js';
import { Repaint } from './render/repaint.js';
import { ShapePainting, type ShapeScene } from './render/shapePainter.js';
import { Stage } from './render/stage.js';
import { Scene } from './scene.js';
import { Selection } from './selection.js';
import type { AssetSession } from './session.js';
import type { Settings } from './settings.js';
import { SingleObject } from './singleObject.js';
import { HttpSmartApi, type SmartApi } from './smart/smartApi.js';
import type { Change, Edit, Origin } from './store.js';
import type { TextKey } from './texts.js';
import { tileFetch, tilesUrl } from './tiles/tileApi.js';
import { Toolbox } from './toolbox.js';
import { DrawSettings } from './tools/drawSettings.js';
import type { Draft, GripHit, Pointer, Tool, ToolHost } from './tools/tool.js';
import { Unfinished } from './tools/unfinished.js';
import type { MenuItem } from './ui/menu.js';
import { Video } from './video/video.js';
import { ViewFilter } from './viewFilter.js';
import { Viewport } from './viewport.js';
import { WorkSteps } from './workSteps.js';

export type LoadState = 'empty' | 'loading' | 'ready' | 'failed';

/** Wires store, tools, camera and layers of the one image being shown. All state of the canvas lives here; nothing waits for .NET. */
export class Engine implements ToolHost, InputTarget, ShapeScene {
  readonly selection = new Selection(ids => this.selectionChanged(ids));
  readonly filter = new ViewFilter(() => this.filterChanged(), window.sessionStorage);
  readonly stage: Stage;
  readonly actions: Actions;
  readonly toolbox: Toolbox;
  input: Input | null = null;
  session: AssetSession | null = null;
  loadState: LoadState = 'empty';
  loadMessage: string | null = null;
  assetId: string | null = null;
  readonly classSet = new ClassSet();
  readonly keymap = new Keymap();
  readonly cursor = new KeyboardPointer(this);
  readonly redraw = new Redraw();
  readonly work = new WorkSteps(() => this.session);
  readonly drawSettings = new DrawSettings(window.localStorage, () => this.touch());
  readonly single = new SingleObject(this);
  readonly smart: SmartApi;
  readonly unfinished: Unfinished;
  readonly viewport = new Viewport(() => this.stage.size, () => this.moved());
  /** Bumped when shapes, filter, selection or classes change; lists compare it. */
  version = 0;
  objects: Objects = new StoredObjects();
  /** Set while the asset shown is a video. */
  video: Video | null = null;
  private readonly scene = new Scene(this.filter, classId => this.classSet.get(classId)?.keypoints);
  readonly picture = new ImagePainter();
  private readonly repaint = new Repaint(() => this.stage.shapes, this.scene);
  private readonly over = new Overlay(this, annotation => this.repaint.shape(annotation));
  private unsubscribe: () => void = () => undefined;
  private loads = 0;
  /** Ends what only the image being opened needs. */
  private opening = new AbortController();
  private readonly announcements = new Announcements(() => this.selection.hovered, () => this.options.onChange());
  private forcedReadOnly: boolean;

  constructor(readonly options: EngineOptions) {
    this.forcedReadOnly = options.readOnly;
    this.actions = new Actions(this);
    this.smart = new HttpSmartApi(options.http, () => ({ assetId: this.assetId, frame: this.video?.frame ?? null }));
    this.unfinished = new Unfinished(window.localStorage, options.userKey, () => this.assetId);
    this.toolbox = new Toolbox(this, this.classSet, area => this.viewport.showArea(area));
    this.stage = new Stage({
      beforeFrame: () => this.input?.flush(),
      camera: () => this.camera,
      content: () => ({ x: 0, y: 0, ...this.image }),
      image: (camera, region, ratio) => (this.loadState === 'ready' ? this.picture.painting(camera, region, ratio, this.look.smoothing) : nothing),
      shapes: (camera, region) => (this.loadState === 'ready' ? new ShapePainting(this, camera, region) : nothing),
      overlay: () => this.over.painter(),
      resized: (stage, before) => this.viewport.resized(stage, before),
      crosshair: this.over.crosshair.element,
      afterFrame: () => this.afterFrame(),
    });
    this.setClasses(options.classes);
    if (!this.readOnly) {
      this.setTool(this.toolbox.offered.find(definition => definition.draws)?.id ?? 'select');
    }
  }

  get look(): Settings { return this.options.settings.value; }
  get classes(): readonly AnnotatorClass[] { return this.classSet.list; }
  get palette(): Palette { return this.classSet.palette; }
  get activeClassId(): string | null { return this.classSet.activeId; }
  set activeClassId(id: string | null) { this.classSet.activeId = id; }
  get image(): Size { return this.viewport.image; }
  get camera(): Camera { return this.viewport.camera; }
  get scale(): number { return this.viewport.camera.scale; }
  get readOnly(): boolean { return this.forcedReadOnly || (this.session?.document.readOnly ?? false); }
  get tool(): Tool { return this.toolbox.active; }
  get marks(): Marks { return this.filter.marks; }
  get hasSelection(): boolean { return this.selection.size > 0; }

  /** Shows another image; edits of the one before go on being saved behind it. */
  async load(assetId: string): Promise<void> {
    const load = ++this.loads;
    this.leave();
    this.assetId = assetId;
    this.setLoadState('loading', null);
    const { signal } = (this.opening = new AbortController());
    const progress = (share: number): void => this.setLoadState('loading', this.text('cuttingTiles', Math.round(share * 100)));
    const { opened, picture, layout } = await openAsset({ ...this.options, assetId, progress, signal });
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
    this.viewport.image = width > 0 && height > 0 ? { width, height } : { width: picture?.width ?? 1, height: picture?.height ?? 1 };
    this.filter.open(assetId);
    this.video = session.document.video ? new Video(this, session, session.document.video) : null;
    this.objects = this.video?.objects ?? new StoredObjects(session.store);
    this.scene.reset(this.objects.all());
    this.unsubscribe = session.store.subscribe((changes, origin) => this.storeChanged(changes, origin));
    session.events = { status: () => this.touch(), merged: result => afterMerge(this, result) };
    this.viewport.fit();
    this.setLoadState('ready', null);
    this.cursor.follow();
    this.tool.resume?.();
    this.single.opened();
    if (opened.restored > 0) {
      this.options.onNotice('restored', opened.restored);
    }
    if (this.video) {
      return;
    }
    if (!picture && !layout) {
      this.options.onNotice('imageFailed');
    }
    const seen = (part?: Rect): void => {
      this.stage.image.invalidate(part);
      this.stage.touch();
    };
    if (layout) {
      this.picture.showTiles(layout, tileFetch(tilesUrl(this.options.apiBase, assetId)), seen);
    } else {
      void this.picture.show(picture, this.image, () => seen());
    }
  }

  /** Another frame of the video: its picture and its objects. */
  showFrame(picture: ImageBitmap): void {
    if (!this.tool.drawing) {
      this.tool.cancel();
    }
    this.picture.showBorrowed(picture, this.image);
    this.scene.reset(this.objects.all());
    this.stage.image.renew();
    this.stage.shapes.renew();
    this.version++;
    this.touch();
  }

  setClasses(classes: readonly AnnotatorClass[]): void {
    this.classSet.replace(classes);
    this.stage.shapes.invalidate();
    this.touch();
  }

  setReadOnly(readOnly: boolean): void {
    this.forcedReadOnly = readOnly;
    this.touch();
  }

  setAccent(accent: string): void {
    this.over.accent = accent || this.over.accent;
    this.stage.touch();
  }

  setTool(id: string): void {
    if (this.toolbox.take(id)) {
      this.redraw.end();
      this.selection.hover(null);
      this.touch();
    }
  }

  /** Stored shapes to point out over everything. */
  setMarkings(markings: readonly Marking[]): void {
    if (this.over.setMarkings(markings)) {
      this.stage.touch();
    }
  }

  /** Something that the overlay or the panels show may have changed. */
  touch(): void {
    this.announcements.noteChange();
    this.stage.touch();
  }

  run(command: Command): void { this.actions.run(command); }
  requestFrame(): void { this.stage.requestFrame(); }
  dispose(): void {
    this.loads++;
    this.unsubscribe();
    this.input?.dispose();
    this.video?.dispose();
    this.stage.dispose();
    this.announcements.dispose();
    this.picture.release();
  }

  // What tools and the input layer ask for.

  activeClass(...shapes: readonly ClassShape[]): AnnotatorClass | undefined { return this.classSet.activeFor(shapes); }
  holds(when: When): boolean { return holds(this, when); }
  selected(): Annotation[] { return this.selection.ids().map(id => this.get(id)).filter(annotation => annotation !== undefined); }
  get(id: string): Annotation | undefined { return this.objects.get(id); }
  isShown(id: string): boolean {
    const annotation = this.get(id);
    return annotation !== undefined && this.filter.shows(annotation);
  }

  hitShape(point: ImagePoint, type: Pointer['type']): Annotation | undefined { return this.scene.hit(point, ReachPx[type] / this.camera.scale, id => this.selection.has(id)); }
  hitGrip(point: ScreenPoint, type: Pointer['type']): GripHit | undefined { return this.over.hitGrip(point, type); }
  get hoveredPoint(): GripHit | undefined { return this.over.hoveredPoint(); }
  shapesIn(rect: Rect): Annotation[] { return this.scene.shapesIn(rect); }
  isSelected(id: string): boolean { return this.selection.has(id); }
  isLifted(id: string): boolean { return this.over.isLifted(id); }
  get isLifting(): boolean { return this.over.isLifting; }

  newAnnotation(type: ShapeType | null, geometry: Geometry | Record<string, never>, classId: string): Annotation {
    return this.redraw.drawn(type, geometry) ?? createAnnotation(type, geometry, classId, this.classSet.get(classId), this.scene.highestZ);
  }

  edit(edits: readonly Edit[], mergeKey: string | null = null): void {
    if (edits.some(({ id }) => this.marks.has('locked', this.get(id) ?? { id }))) {
      this.notify('lockedRefused');
    } else if (this.session && !this.readOnly) {
      const changes = this.session.store.apply(this.objects.toStored(edits), 'local');
      this.session.history.push(changes, performance.now(), mergeKey);
      this.redraw.follow(edits);
    }
  }

  setDraft(draft: Draft | null): void {
    this.over.setDraft(draft);
    this.stage.touch();
  }

  /** Where no tool means anything else by it: the whole image, and back again. */
  doubleClicked(pointer: Pointer): void {
    if (!this.toolbox.activeDefinition.draws && !this.hitShape(pointer.image, pointer.type)) {
      this.viewport.toggleFit();
    }
  }

  menuAsked(pointer: Pointer | null): void { openContextMenu(this, pointer); }
  held(id: string): Tool { return this.toolbox.held(id); }
  setCursor(cursor: string): void { this.stage.element.style.cursor = cursor; }
  panBy(dx: number, dy: number): void { this.viewport.panBy(dx, dy); }
  zoomAt(at: ScreenPoint, factor: number): void { this.viewport.zoomAt(at, factor); }
  pointerAt(screen: ScreenPoint, event: PointerInput, trail: readonly ScreenPoint[] = [screen]): Pointer { return this.viewport.pointerAt(screen, event, trail); }

  get pointer(): ScreenPoint | null { return this.over.pointer; }

  /** Of the mouse or a finger, which takes over from the keyboard. */
  pointerMoved(at: ScreenPoint | null): void {
    this.over.pointer = at;
    if (at) {
      this.cursor.stop();
    } else {
      this.selection.hover(null);
    }
    this.stage.touch();
  }

  notify(key: TextKey, ...values: (string | number)[]): void { this.options.onNotice(key, ...values); }
  text(key: TextKey, ...values: (string | number)[]): string { return this.options.textOf(key, ...values); }
  menu(at: ScreenPoint, items: readonly MenuItem[]): void { this.options.onMenu(at, items); }

  private storeChanged(stored: readonly Change[], origin: Origin): void {
    const changes = this.objects.follow(stored);
    this.single.follow(stored, origin);
    if (origin !== 'remote') {
      this.filter.keep(changes);
    }
    this.scene.follow(changes);
    this.repaint.changes(changes);
    this.selection.remove(changes.filter(({ id, after }) => (after ? !isLive(after) : !this.objects.exists(id))).map(change => change.id));
    this.version++;
    this.touch();
  }

  private selectionChanged(ids: readonly string[]): void {
    ids.forEach(id => this.repaint.shape(this.get(id)));
    this.version++;
    this.touch();
  }

  /** What is out of sight is out of the selection, or a key would change what nobody sees. */
  private filterChanged(): void {
    this.selection.remove(this.selected().filter(annotation => !this.filter.shows(annotation)).map(annotation => annotation.id));
    this.stage.shapes.invalidate();
    this.version++;
    this.touch();
  }

  private leave(): void {
    this.opening.abort();
    this.toolbox.park();
    this.redraw.end();
    this.unsubscribe();
    this.unsubscribe = () => undefined;
    if (this.session) {
      this.session.events = { status: () => this.touch(), merged: () => undefined };
      void this.session.queue.flush();
    }
    this.session = null;
    if (this.video) {
      this.picture.showBorrowed(null, this.image);
      this.video.dispose();
      this.video = null;
    }
    this.selection.clear();
    this.selection.hover(null);
    this.objects = new StoredObjects();
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

  private moved(): void {
    this.announcements.noteMove();
    this.options.onMove();
    this.stage.touch();
  }

  private afterFrame(): void {
    this.single.step();
    this.announcements.afterFrame();
  }
}
