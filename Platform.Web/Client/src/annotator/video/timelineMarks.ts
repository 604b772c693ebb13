import type { Engine } from '../engine.js';
import { isOutside, type Keyframe } from './tracks.js';
import type { Video } from './video.js';

/** Half the width of the slider's thumb, in CSS pixels: where the slider's first and last frame lie inside its box. */
export const ThumbRadiusPx = 8;
const MostTracks = 3;
const DiamondPx = 4;

/** Where a frame lies on the timeline, in CSS pixels. */
export function placeOf(frame: number, lastFrame: number, widthPx: number): number {
  return ThumbRadiusPx + (lastFrame === 0 ? 0 : (frame / lastFrame) * (widthPx - 2 * ThumbRadiusPx));
}

/** Keyframes of the selected tracks and where they are in sight; with none selected, the frames on which something is stored. */
export class TimelineMarks {
  readonly canvas = document.createElement('canvas');
  private drawn = '';

  constructor(private readonly engine: Engine) {
    this.canvas.className = 'an-time-marks';
    this.canvas.setAttribute('aria-hidden', 'true');
  }

  update(video: Video): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const { engine } = this;
    const key = [engine.assetId, engine.selection.version, video.objects.changes, width, height].join();
    if (key === this.drawn || width === 0) {
      return;
    }
    this.drawn = key;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    const context = this.canvas.getContext('2d')!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const tracks = video.selectedTracks().slice(0, MostTracks);
    if (tracks.length === 0) {
      this.drawStored(context, video, width, height);
    }
    tracks.forEach((keyframes, i) => this.drawTrack(context, video, keyframes, width, (height * (i + 0.5)) / tracks.length));
  }

  private drawTrack(context: CanvasRenderingContext2D, video: Video, keyframes: readonly Keyframe[], width: number, y: number): void {
    context.fillStyle = context.strokeStyle = this.engine.palette.look(keyframes[0]!.classId).color;
    context.lineWidth = 2;
    const x = (frame: number): number => placeOf(frame, video.last, width);
    keyframes.forEach((keyframe, i) => {
      if (!isOutside(keyframe)) {
        context.globalAlpha = 0.55;
        context.beginPath();
        context.moveTo(x(keyframe.frame), y);
        context.lineTo(x(keyframes[i + 1]?.frame ?? video.last), y);
        context.stroke();
      }
    });
    context.globalAlpha = 1;
    for (const keyframe of keyframes) {
      const at = x(keyframe.frame);
      context.beginPath();
      context.moveTo(at, y - DiamondPx);
      context.lineTo(at + DiamondPx, y);
      context.lineTo(at, y + DiamondPx);
      context.lineTo(at - DiamondPx, y);
      context.closePath();
      if (isOutside(keyframe)) {
        context.lineWidth = 1.5;
        context.stroke();
        context.lineWidth = 2;
      } else {
        context.fill();
      }
    }
  }

  private drawStored(context: CanvasRenderingContext2D, video: Video, width: number, height: number): void {
    context.fillStyle = getComputedStyle(this.canvas).color;
    // One mark a pixel is all that can be seen, however many frames fall on it.
    const places = new Set([...video.objects.storedFrames()].map(frame => Math.round(placeOf(frame, video.last, width))));
    context.globalAlpha = 0.6;
    places.forEach(place => context.fillRect(place, height / 2 - 3, 1, 6));
    context.globalAlpha = 1;
  }
}
