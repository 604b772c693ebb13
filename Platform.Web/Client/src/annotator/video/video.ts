import type { Engine } from '../engine.js';
import { clamp } from '../geometry/math.js';
import type { VideoFacts } from '../model.js';
import { fetchPicture, frameUrl } from '../protocol.js';
import type { AssetSession } from '../session.js';
import type { Edit } from '../store.js';
import { ExcludedFrames } from './excludedFrames.js';
import { FrameObjects } from './frameObjects.js';
import { FrameSource } from './frameSource.js';
import { Player } from './player.js';
import type { Keyframe } from './tracks.js';

const BytesPerPixel = 4;

/** The video being shown: which frame, its picture and its objects. A frame's picture and its objects change together, never one before the other. */
export class Video {
  readonly objects: FrameObjects;
  readonly player: Player;
  readonly excluded: ExcludedFrames;
  /** A drawn shape begins a track; else it stands on its frame alone. */
  drawsTracks = true;
  private readonly source: FrameSource;
  private wanted: number;
  private failedFrame: number | null = null;
  private handle = 0;
  private disposed = false;

  constructor(private readonly engine: Engine, private readonly session: AssetSession, readonly facts: VideoFacts) {
    const { assetId, width, height } = session.document;
    this.excluded = new ExcludedFrames(facts.excludedFrames ?? [], facts.frameCount - 1);
    this.objects = new FrameObjects({ assetId, store: session.store, classOf: id => engine.classSet.get(id), drawsTracks: () => this.drawsTracks });
    this.source = new FrameSource({
      frameCount: facts.frameCount,
      frameBytes: width * height * BytesPerPixel,
      now: () => performance.now(),
      fetchFrame: (frame, signal) => fetchPicture(frameUrl(engine.options.apiBase, assetId, frame), signal),
      arrived: (frame, ok) => this.arrived(frame, ok),
    });
    this.player = new Player({
      fps: facts.fps > 0 ? facts.fps : 1,
      frameCount: facts.frameCount,
      frames: this.source,
      shown: () => this.frame,
      passesOver: frame => this.excluded.passesOver(frame),
      show: frame => this.show(frame),
      changed: () => engine.touch(),
    });
    this.wanted = clamp(this.rememberedFrame(), 0, this.last);
    this.objects.show(this.wanted);
    this.source.goTo(this.wanted, 1);
  }

  /** The frame on the screen. */
  get frame(): number { return this.objects.frame; }
  /** The frame that a person asked for; ahead of `frame` while its picture is under way. */
  get target(): number { return this.player.playing ? this.frame : this.wanted; }
  get last(): number { return this.facts.frameCount - 1; }
  get isLoading(): boolean { return this.source.get(this.target) === undefined && this.failedFrame !== this.target; }
  get hasFailed(): boolean { return this.failedFrame === this.target; }

  /** Tracks of what is selected, also where they are out of sight on this frame. */
  selectedTracks(): (readonly Keyframe[])[] {
    return this.engine.selection.ids().filter(id => this.objects.book.has(id)).map(id => this.objects.book.keyframes(id));
  }

  goTo(frame: number): void {
    this.player.pause();
    const next = clamp(Math.round(frame), 0, this.last);
    const direction = next < this.wanted ? -1 : 1;
    this.wanted = next;
    this.source.goTo(next, direction);
    if (this.source.get(next)) {
      this.show(next);
    } else {
      this.failedFrame = null;
      this.engine.touch();
    }
  }

  step(by: number): void {
    this.goTo(this.excluded.step(this.target, by));
  }

  /** To this frame, or where it is left out to the nearest one that is not. */
  goToShown(frame: number, direction: 1 | -1): void {
    this.goTo(this.excluded.nearest(clamp(Math.round(frame), 0, this.last), direction));
  }

  /** Leaves the frame shown out, or takes it back; the server keeps it for everybody. */
  async toggleExcluded(): Promise<void> {
    const { engine, excluded, frame } = this;
    if (engine.readOnly) {
      engine.notify('readOnly');
      return;
    }
    const exclude = !excluded.has(frame);
    if (exclude && excluded.size === this.last) {
      engine.notify('lastFrameLeft');
      return;
    }
    excluded.ask(frame, exclude);
    engine.notify(exclude ? 'frameExcluded' : 'frameRestored', frame);
    if (exclude && !excluded.shown) {
      this.goToShown(frame, 1);
    }
    engine.touch();
    const path = `assets/${encodeURIComponent(this.session.document.assetId)}/excluded-frames`;
    const answer = await engine.options.http.send(path, { method: 'POST', body: exclude ? { exclude: [frame] } : { restore: [frame] } });
    excluded.answered(frame);
    if (answer.kind === 'ok') {
      const { excludedFrames } = answer.body as { excludedFrames: number[] };
      excluded.told(excludedFrames);
      this.session.setExcludedFrames(excludedFrames);
    } else {
      engine.notify('frameNotExcluded', frame, answer.kind === 'refused' ? answer.message : engine.text('findImageFailed'));
    }
    engine.touch();
  }

  togglePlay(): void {
    if (this.player.playing) {
      this.player.pause();
      this.wanted = this.frame;
      this.source.goTo(this.frame, 1);
    } else {
      this.player.play(performance.now());
      this.animate();
    }
  }

  /** Edits of stored keyframes and shapes, as one step to undo. */
  edit(edits: readonly Edit[]): void {
    if (this.engine.readOnly || edits.length === 0) {
      return;
    }
    const objects = edits.map(({ id, after }) => after ?? this.session.store.get(id)).filter(stored => stored !== undefined);
    if (objects.some(stored => this.engine.marks.has('locked', stored))) {
      this.engine.notify('lockedRefused');
      return;
    }
    this.session.history.push(this.session.store.apply(edits, 'local'), performance.now());
  }

  /** Before a step is undone or done again: goes to where it happened, or nobody would see it. */
  reveal(edits: readonly Edit[]): void {
    const frames = edits.map(({ id, after }) => (after ?? this.session.store.get(id))?.frame).filter(frame => typeof frame === 'number');
    if (frames.length > 0 && !frames.includes(this.frame)) {
      this.goTo(frames[0]!);
    }
  }

  dispose(): void {
    this.disposed = true;
    cancelAnimationFrame(this.handle);
    this.player.pause();
    this.source.dispose();
  }

  private show(frame: number): void {
    const picture = this.source.get(frame);
    if (!picture) {
      return;
    }
    this.wanted = this.player.playing ? frame : this.wanted;
    this.source.shown = frame;
    this.failedFrame = null;
    this.objects.show(frame);
    this.rememberFrame(frame);
    this.engine.showFrame(picture);
  }

  private arrived(frame: number, ok: boolean): void {
    if (frame !== this.wanted || this.player.playing) {
      return;
    }
    if (ok) {
      this.show(frame);
    } else {
      this.failedFrame = frame;
      this.engine.notify('frameFailed', frame);
      this.engine.touch();
    }
  }

  private animate(): void {
    this.handle = requestAnimationFrame(now => {
      this.player.tick(now);
      if (this.player.playing && !this.disposed) {
        this.animate();
      }
    });
  }

  // A person who comes back to a video goes on where they were, in this tab.
  private rememberedFrame(): number {
    return Number(readStored(this.key)) || 0;
  }

  private rememberFrame(frame: number): void {
    try {
      window.sessionStorage.setItem(this.key, String(frame));
    } catch {
      // Storage full or forbidden: the video then opens at its start.
    }
  }

  private get key(): string {
    return `annotator.frame.${this.session.document.assetId}`;
  }
}

function readStored(key: string): string | null {
  try {
    return window.sessionStorage.getItem(key);
  } catch {
    return null;
  }
}
