import { sameCamera, type Camera } from '../camera.js';
import type { Rect } from '../geometry/math.js';
import { afterTask } from './afterTask.js';
import { LayerFrame } from './layerFrame.js';
import { Pace } from './pace.js';
import { nothing, runToEnd, type LayerPainter } from './painting.js';
import { PaintJob } from './paintJob.js';
import { Surface } from './surface.js';

/** Part of a frame that drawing may take while something is on the screen already; the rest belongs to the browser. */
const SliceMs = 5;
/** The same while there is nothing to show: whoever opens an image wants it soon and does not move yet. */
const OpeningSliceMs = 25;
/** Everything is redrawn at once while it takes no longer than this. */
const CheapMs = 4;
/** The same while the view moves, when the browser's part of it (handing a whole canvas on) would count in every frame. */
const CheapMovingMs = 1;
const RestMs = 90;
const MostDirtyParts = 12;
const LateFrameMs = 20;
const LongestFrameMs = 1000;

/**
 * A layer of the stage: the visible drawing is moved with the camera by a CSS transform, while its successor is made behind it in pieces
 * that never block a frame. Changes of the content repaint only the parts that they touch.
 */
export class CachedLayer<Item = never> {
  private frame = new LayerFrame({ width: 0, height: 0 }, 1);
  private front: Surface<Item>;
  private back: Surface<Item>;
  private job: PaintJob<Item> | null = null;
  private dirty: Rect[] | 'all' = 'all';
  /** Changed while a job was under way, which may have passed there already; repainted on its drawing when it is done. */
  private late: Rect[] = [];
  private readonly pace = new Pace();
  private last: Camera | null = null;
  private movedAtMs = 0;
  /** What drawing everything takes, as far as known. */
  private wholeMs = 0;
  private drawnAtMs: number | null = null;
  private atOnce = false;
  /** Complete drawings so far. */
  redraws = 0;
  /** What the latest complete drawing took, over all its pieces. */
  redrawMs = 0;

  /** `content` tells where anything is to be seen, in image pixels. */
  constructor(className: string, private readonly painter: LayerPainter<Item>, private readonly content: () => Rect) {
    this.front = new Surface(className);
    this.back = new Surface(className);
    this.back.visible = false;
  }

  get canvases(): readonly HTMLCanvasElement[] {
    return [this.front.canvas, this.back.canvas];
  }

  resize(frame: LayerFrame): void {
    this.frame = frame;
    this.front.resize(frame);
    this.back.resize(frame);
    this.job = null;
    this.dirty = 'all';
  }

  /** A part of the image has to be painted anew, or everything. `preview` is drawn over the old picture where repainting has to wait. */
  invalidate(part?: Rect, preview?: Item): void {
    if (!part || this.dirty === 'all' || this.dirty.length >= MostDirtyParts) {
      this.dirty = 'all';
      return;
    }
    this.dirty.push(part);
    if (preview !== undefined && this.front.drawn && this.msFor(part) > SliceMs) {
      this.drawOver(preview);
    }
  }

  /** Another picture altogether, to be seen in the next frame whatever it takes: the frames of a video, whose layers change together or not at all. */
  renew(): void {
    this.dirty = 'all';
    this.atOnce = true;
  }

  /** Something came that lies over everything else: it is drawn, and nothing is repainted. */
  add(item: Item): void {
    if (this.dirty !== 'all' && this.front.drawn) {
      this.drawOver(item);
    }
  }

  /** Brings the layer closer to what a camera wants; answers whether there is more to do in a later frame. */
  update(camera: Camera, nowMs: number): boolean {
    this.watch(camera, nowMs);
    this.repaintCheapParts();
    if (this.job && !this.job.whole && this.wants(camera) === 'now') {
      this.job = null;
    }
    if (!this.job) {
      this.begin(camera, nowMs);
    }
    if (this.job) {
      this.proceed(this.job);
    }
    this.front.place(camera);
    return this.job !== null || this.dirty.length > 0 || this.drawnAtMs !== null || this.wants(camera) !== 'nothing';
  }

  private watch(camera: Camera, nowMs: number): void {
    if (!this.last || !sameCamera(this.last, camera)) {
      this.last = camera;
      this.movedAtMs = nowMs;
    }
    // What the browser does with a drawing after ours is done shows only as a late next frame.
    const sinceMs = nowMs - (this.drawnAtMs ?? nowMs);
    this.drawnAtMs = null;
    if (sinceMs > LateFrameMs && sinceMs < LongestFrameMs) {
      this.wholeMs = Math.max(this.wholeMs, sinceMs);
    }
  }

  private begin(camera: Camera, nowMs: number): void {
    const want = this.wants(camera);
    const rests = nowMs - this.movedAtMs >= RestMs;
    if (want === 'now' || (want === 'atRest' && (rests || this.wholeMs <= CheapMovingMs))) {
      this.beginWhole(camera, nowMs, this.atOnce ? Infinity : this.isBlank ? OpeningSliceMs : CheapMs);
      this.atOnce = false;
    } else if (this.dirty !== 'all' && this.dirty.length > 0) {
      this.job = PaintJob.ofPart(this.back, this.front, this.dirty.shift()!);
    }
  }

  private beginWhole(camera: Camera, nowMs: number, atOnceMs: number): void {
    const startedMs = performance.now();
    const painting = this.painter(camera, this.frame.region(camera));
    const effort = painting.effort(null);
    this.wholeMs = this.pace.msFor(effort);
    this.dirty = [];
    this.late = [];
    if (this.wholeMs > atOnceMs) {
      this.job = PaintJob.ofEverything(this.back, camera, painting);
      this.redrawMs = 0;
      return;
    }
    this.front.begin(camera, painting);
    runToEnd(painting.paint(this.front.context, null));
    this.redraws++;
    this.redrawMs = 0;
    this.drawnAtMs = nowMs;
    this.measure(effort, startedMs);
  }

  private proceed(job: PaintJob<Item>): void {
    const startedMs = performance.now();
    const { spent, done } = job.proceed(this.pace.effortFor(this.isBlank ? OpeningSliceMs : SliceMs));
    this.measure(spent, startedMs);
    if (!done) {
      return;
    }
    this.job = null;
    [this.front, this.back] = [this.back, this.front];
    this.front.visible = true;
    this.back.visible = false;
    this.redraws += Number(job.whole);
    this.dirty = this.dirty === 'all' ? 'all' : [...this.dirty, ...this.late];
    this.late = [];
  }

  private measure(effort: number, startedMs: number): void {
    afterTask(() => {
      const ms = performance.now() - startedMs;
      this.pace.note(effort, ms);
      this.redrawMs += ms;
    });
  }

  /** What can be repainted within this frame is, on the visible drawing, for whichever camera that was made. */
  private repaintCheapParts(): void {
    if (this.dirty === 'all' || !this.front.drawn) {
      this.job = null;
      return;
    }
    let leftMs = SliceMs;
    this.dirty = this.dirty.filter(part => {
      const ms = this.msFor(part);
      if (ms > leftMs) {
        return true;
      }
      leftMs -= ms;
      this.repaint(part);
      if (this.job) {
        this.late.push(part);
      }
      return false;
    });
  }

  private repaint(part: Rect): void {
    const { front } = this;
    const rect = front.cut(part);
    if (rect) {
      runToEnd(front.drawn!.painting.paint(front.context, rect));
    }
    front.uncut();
  }

  private drawOver(item: Item): void {
    this.front.drawn!.painting.paintOver(this.front.context, item);
    this.job?.add(item);
  }

  private msFor(part: Rect): number {
    return this.pace.msFor(this.front.drawn!.painting.effort(part));
  }

  private get isBlank(): boolean {
    return this.front.drawn === null || this.front.drawn.painting === nothing;
  }

  private wants(camera: Camera): ReturnType<LayerFrame['want']> {
    return this.dirty === 'all' || !this.front.drawn ? 'now' : this.frame.want(this.front.drawn.camera, camera, this.content());
  }
}
