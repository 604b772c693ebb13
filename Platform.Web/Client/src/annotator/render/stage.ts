import type { Camera } from '../camera.js';
import type { Size } from '../model.js';
import { CachedLayer, type LayerPainter } from './cachedLayer.js';
import { FrameLog } from './frameLog.js';

/** Beyond this a retina canvas costs more than the eye gains. */
const MaxPixelRatio = 2;
const SmoothFrameMs = 20;

export interface StagePainters {
  /** Runs first in each frame; may change the camera and invalidate layers. */
  beforeFrame(): void;
  camera(): Camera;
  image(context: CanvasRenderingContext2D, camera: Camera, rect: Parameters<LayerPainter>[2], ratio: number): void;
  shapes: LayerPainter;
  /** What to draw over everything, or null for nothing. */
  overlay(camera: Camera, stage: Size): ((context: CanvasRenderingContext2D) => void) | null;
  resized(stage: Size, before: Size): void;
  afterFrame(): void;
}

/** Three canvases by how often they change (picture, resting shapes, what follows the pointer) and the one frame loop that feeds them. */
export class Stage {
  readonly element = document.createElement('div');
  readonly image: CachedLayer;
  readonly shapes: CachedLayer;
  readonly frames = new FrameLog();
  private readonly overlay = document.createElement('canvas');
  private readonly overlayContext: CanvasRenderingContext2D;
  private readonly resizes: ResizeObserver;
  private stageSize: Size = { width: 0, height: 0 };
  private ratio = 1;
  private handle = 0;
  private overlayDirty = true;
  private overlayEmpty = false;
  private redrawnAt: number | null = null;

  constructor(private readonly painters: StagePainters) {
    this.element.className = 'an-stage';
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'application');
    this.image = new CachedLayer('an-layer', (context, camera, rect) => painters.image(context, camera, rect, this.ratio));
    this.shapes = new CachedLayer('an-layer', painters.shapes);
    this.overlay.className = 'an-layer';
    this.overlayContext = this.overlay.getContext('2d')!;
    this.element.append(this.image.canvas, this.shapes.canvas, this.overlay);
    this.resizes = new ResizeObserver(() => this.measure());
    this.resizes.observe(this.element);
  }

  get size(): Size {
    return this.stageSize;
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
    this.image.resize(this.stageSize, this.ratio);
    this.shapes.resize(this.stageSize, this.ratio);
    this.overlay.width = Math.round(width * this.ratio);
    this.overlay.height = Math.round(height * this.ratio);
    this.painters.resized(this.stageSize, before);
    this.touch();
  }

  private frame(now: number): void {
    const started = performance.now();
    this.handle = 0;
    if (this.redrawnAt !== null) {
      const late = now - this.redrawnAt;
      this.redrawnAt = null;
      if (late > SmoothFrameMs && late < 1000) {
        this.shapes.noteFrameCost(late);
        this.image.noteFrameCost(late);
      }
    }
    this.painters.beforeFrame();
    if (this.stageSize.width > 0) {
      const camera = this.painters.camera();
      const drawnBefore = this.shapes.redraws + this.image.redraws;
      const imageWaits = this.image.frame(camera, now);
      const shapesWait = this.shapes.frame(camera, now);
      if (this.overlayDirty) {
        this.overlayDirty = false;
        this.paintOverlay(camera);
      }
      const redrawn = this.shapes.redraws + this.image.redraws > drawnBefore;
      if (redrawn) {
        this.redrawnAt = now;
      }
      if (imageWaits || shapesWait || redrawn) {
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
  }
}
