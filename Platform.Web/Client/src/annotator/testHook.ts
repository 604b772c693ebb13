import type { Camera } from './camera.js';
import type { Engine, LoadState } from './engine.js';
import type { ImagePoint } from './geometry/math.js';
import type { Annotation } from './model.js';
import type { FrameTime } from './render/frameLog.js';
import type { SaveStatus } from './saveQueue.js';

/** A view of the canvas for browser tests and the benchmark, read off the host element as `element.annotator`. Nothing in it changes anything. */
export interface TestHook {
  readonly loadState: LoadState;
  readonly assetId: string | null;
  readonly camera: Camera;
  readonly image: { readonly width: number; readonly height: number };
  readonly tool: string;
  readonly activeClassId: string | null;
  /** As stored: on a video every keyframe of a track. */
  readonly shapes: readonly Annotation[];
  /** As a person sees them: on a video a track is one object, shown as it is on this frame. */
  readonly objects: readonly Annotation[];
  readonly selectedIds: readonly string[];
  readonly hoveredId: string | null;
  /** Of a video: the frame on the screen and the one asked for. */
  readonly frame: number | null;
  readonly targetFrame: number | null;
  readonly playing: boolean;
  /** Of a video: frames left out. */
  readonly excludedFrames: readonly number[];
  readonly status: SaveStatus | null;
  /** Edits that the server has not acknowledged, over all images of the page. */
  readonly dirty: number;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly frames: readonly FrameTime[];
  /** Nothing is left to draw: every layer is sharp for the camera as it stands. */
  readonly painted: boolean;
  /** Full redraws so far and what the last one cost, by layer. */
  readonly layers: Readonly<Record<'image' | 'shapes', { readonly redraws: number; readonly redrawMs: number }>>;
  /** The shape that a mouse at this point would pick. */
  hit(point: ImagePoint): string | null;
}

declare global {
  interface HTMLElement {
    annotator?: TestHook;
  }
}

export function exposeTestHook(element: HTMLElement, engine: Engine, status: () => SaveStatus | null, dirty: () => number): void {
  const hook: TestHook = {
    get loadState() { return engine.loadState; },
    get assetId() { return engine.assetId; },
    get camera() { return engine.camera; },
    get image() { return engine.image; },
    get tool() { return engine.tool.id; },
    get activeClassId() { return engine.activeClassId; },
    get shapes() { return [...(engine.session?.store.all() ?? [])]; },
    get objects() { return [...engine.objects.all()]; },
    get selectedIds() { return engine.selection.ids(); },
    get hoveredId() { return engine.selection.hovered; },
    get frame() { return engine.video?.frame ?? null; },
    get targetFrame() { return engine.video?.target ?? null; },
    get excludedFrames() { return engine.video?.excluded.all() ?? []; },
    get playing() { return engine.video?.player.playing ?? false; },
    get status() { return status(); },
    get dirty() { return dirty(); },
    get canUndo() { return engine.session?.history.canUndo ?? false; },
    get canRedo() { return engine.session?.history.canRedo ?? false; },
    get frames() { return engine.stage.frames.all(); },
    get painted() { return engine.loadState === 'ready' && engine.stage.idle && !engine.picture.isWaiting; },
    get layers() {
      const { image, shapes } = engine.stage;
      return { image: { redraws: image.redraws, redrawMs: image.redrawMs }, shapes: { redraws: shapes.redraws, redrawMs: shapes.redrawMs } };
    },
    hit: point => engine.hitShape(point, 'mouse')?.id ?? null,
  };
  Object.defineProperty(element, 'annotator', { value: hook, configurable: true });
}
