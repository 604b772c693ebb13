import type { Camera } from '../camera.js';
import type { Rect } from '../geometry/math.js';
import type { Annotation, Size } from '../model.js';
import { CachedLayer } from './cachedLayer.js';
import { FrameLog } from './frameLog.js';
import { LayerFrame } from './layerFrame.js';
import type { LayerPainter, Painting } from './painting.js';

/** Beyond this a retina canvas costs more than the eye gains. */
const MaxPixelRatio = 2;

export interface StagePainters {
  /** Runs first in each frame; may change the camera and invalidate layers. */
  beforeFrame(): void;
  camera(): Camera;
  /** Where anything is to be seen, in image pixels. */
  content(): Rect;
  image(camera: Camera, region: Rect, ratio: number): Painting<never>;
  shapes: LayerPainter<Annotation>;
  /** What to draw over everything, or null for nothing. */
  overlay(camera: Camera, stage: Size): ((context: CanvasRenderingContext2D) => void) | null;
  resized(stage: Size, before: Size): void;
  /** Lies under the overlay. */
  readonly crosshair: HTMLElement;
  afterFrame(): void;
}

/** Three layers by how often they change (picture, resting shapes, what follows the pointer) and the one frame loop that feeds them. */
export class Stage {
  readonly element = document.createElement('div');
  readonly image: CachedLayer;
  readonly shapes: CachedLayer<Annotation>;
  readonly frames = new FrameLog();
  private readonly overlay = document.createElement('canvas');
  private readonly overlayContext: CanvasRenderingContext2D;
  private readonly resizes: ResizeObserver;
  private stageSize: Size = { width: 0, height: 0 };
  private ratio = 1;
  private handle = 0;
  private overlayDirty = true;
  private overlayEmpty = false;

  constructor(private readonly painters: StagePainters) {
    this.element.className = 'an-stage';
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'application');
    this.image = new CachedLayer('an-layer', (camera, region) => painters.image(camera, region, this.ratio), painters.content);
    this.shapes = new CachedLayer('an-layer', painters.shapes, painters.content);
    this.overlay.className = 'an-layer';
    this.overlayContext = this.overlay.getContext('2d')!;
    this.element.append(...this.image.canvases, ...this.shapes.canvases, painters.crosshair, this.overlay);
    this.resizes = new ResizeObserver(() => this.measure());
    this.resizes.observe(this.element);
  }

  get size(): Size {
    return this.stageSize;
  }

  /** No frame is waiting: what is on the screen is final. */
  get idle(): boolean {
    return this.handle === 0;
  }

  requestFrame(): void {
    this.handle ||= requestAnimationFrame(now => this.frame(now));
  }

  /** The camera or anything that follows the pointer changed. */
  touch(): void {
    this.overlayDirty = true;
    this.requestFrame();
  }

  dispose(): void {
    cancelAnimationFrame(this.handle);
    this.handle = -1;
    this.resizes.disconnect();
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    const before = this.stageSize;
    if (width === 0 || height === 0) {
      return;
    }
    this.stageSize = { width, height };
    this.ratio = Math.min(MaxPixelRatio, window.devicePixelRatio || 1);
    const frame = new LayerFrame(this.stageSize, this.ratio);
    this.image.resize(frame);
    this.shapes.resize(frame);
    this.overlay.width = Math.round(width * this.ratio);
    this.overlay.height = Math.round(height * this.ratio);
    this.painters.resized(this.stageSize, before);
    this.touch();
  }

  private frame(now: number): void {
    const started = performance.now();
    this.handle = 0;
    this.painters.beforeFrame();
    if (this.stageSize.width > 0) {
      const camera = this.painters.camera();
      const imageWaits = this.image.update(camera, now);
      const shapesWait = this.shapes.update(camera, now);
      if (this.overlayDirty) {
        this.overlayDirty = false;
        this.paintOverlay(camera);
      }
      if (imageWaits || shapesWait) {
        this.requestFrame();
      }
    }
    this.painters.afterFrame();
    this.frames.add(now, performance.now() - started);
  }

  private paintOverlay(camera: Camera): void {
    const paint = this.painters.overlay(camera, this.stageSize);
    if (!paint && this.overlayEmpty) {
      return;
    }
    const context = this.overlayContext;
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.stageSize.width, this.stageSize.height);
    paint?.(context);
    this.overlayEmpty = !paint;
    // A canvas that shows nothing is still blended over the others in every frame.
    this.overlay.style.visibility = paint ? '' : 'hidden';
  }
}
