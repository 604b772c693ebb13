import type { TestHook } from '../../../Platform.Web/Client/src/annotator/testHook.js';
import { drive, framePainted, nextFrame, scatter, timeCalls, type FrameSeries } from './probe.js';

/** What the benchmark asks of the page with our canvas; only events that a person's hand makes. */
const host = (): HTMLElement => document.getElementById('host')!;
const stage = (): HTMLElement => host().querySelector<HTMLElement>('.an-stage')!;
const hook = (): TestHook => host().annotator!;
const MousePointer = 1;

function pointer(type: string, x: number, y: number, button: number, buttons: number): void {
  const { left, top } = stage().getBoundingClientRect();
  const init = { clientX: left + x, clientY: top + y, button, buttons, pointerId: MousePointer, pointerType: 'mouse', bubbles: true, cancelable: true };
  stage().dispatchEvent(new PointerEvent(type, init));
}

function wheel(deltaY: number): void {
  const { left, top, width, height } = stage().getBoundingClientRect();
  stage().dispatchEvent(new WheelEvent('wheel', { deltaY, clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true }));
}

/** Middle-button drag on a circle, 12 screen pixels a frame. */
async function pan(frames: number): Promise<FrameSeries> {
  const centre = { x: stage().clientWidth / 2, y: stage().clientHeight / 2 };
  const radius = 200;
  const at = (i: number): [number, number] => [centre.x + Math.sin((i * 12) / radius) * radius, centre.y + Math.cos((i * 12) / radius) * radius];
  pointer('pointerdown', ...at(0), 1, 4);
  const series = await drive(frames, i => pointer('pointermove', ...at(i), -1, 4));
  pointer('pointerup', ...at(frames - 1), 1, 0);
  await settle();
  return series;
}

/** Into the picture for half of the frames, out again for the other half; a notch every frame. */
async function zoom(frames: number): Promise<FrameSeries> {
  const series = await drive(frames, i => wheel(i < frames / 2 ? -40 : 40));
  await settle();
  return series;
}

/** The pointer wanders over the shapes. */
async function hover(frames: number): Promise<FrameSeries> {
  const points = scatter(frames, stage().clientWidth, stage().clientHeight);
  const series = await drive(frames, i => pointer('pointermove', points[i]!.x, points[i]!.y, -1, 0));
  await settle();
  return series;
}

function hits(count: number): number[] {
  const { width, height } = hook().image;
  return timeCalls(scatter(count, width, height), (x, y) => hook().hit({ x, y }));
}

/** The compositor has shown what was handed to it last; otherwise the next frame would begin only when that is done, and be charged for it. */
const HeldStillMs = 60;

/** Draws boxes with the box tool, holds still and lets go; answers the times from pointer-up to the frame that shows the box. */
async function newBoxes(count: number): Promise<number[]> {
  const times: number[] = [];
  const { camera, image } = hook();
  for (const place of scatter(count, image.width - 400, image.height - 300)) {
    const before = hook().shapes.length;
    const x = place.x * camera.scale + camera.x;
    const y = place.y * camera.scale + camera.y;
    pointer('pointerdown', x, y, 0, 1);
    for (let i = 1; i <= 4; i++) {
      pointer('pointermove', x + i * 20, y + i * 15, -1, 1);
      await nextFrame();
    }
    await framePainted();
    await new Promise(resolve => setTimeout(resolve, HeldStillMs));
    const released = performance.now();
    pointer('pointerup', x + 80, y + 60, 0, 0);
    times.push((await framePainted()) - released);
    if (hook().shapes.length !== before + 1) {
      throw new Error('The box was not drawn.');
    }
  }
  return times;
}

/** Drags with the left button from one stage point in small steps. */
async function drag(x: number, y: number, frames: number): Promise<FrameSeries> {
  pointer('pointermove', x, y, -1, 0);
  await framePainted();
  pointer('pointerdown', x, y, 0, 1);
  const series = await drive(frames, i => pointer('pointermove', x + Math.sin(i / 10) * 30, y + i / 4, -1, 1));
  pointer('pointerup', x, y + frames / 4, 0, 0);
  await settle();
  return series;
}

/** From the call that .NET makes until everything is drawn; and until the first frame with the picture. */
async function open(assetId: string): Promise<{ firstMs: number; completeMs: number }> {
  const { annotator } = (window as unknown as { harness: { annotator: { load(id: string): Promise<void> } } }).harness;
  const started = performance.now();
  await annotator.load(assetId);
  const first = await framePainted();
  while (!hook().painted) {
    await framePainted();
  }
  return { firstMs: first - started, completeMs: performance.now() - started };
}

async function settle(): Promise<void> {
  for (let i = 0; i < 5 || !hook().painted; i++) {
    await framePainted();
  }
}

const probe = { pan, zoom, hover, hits, newBoxes, drag, open, settle };
export type OursProbe = typeof probe;
Object.assign(window, { probe });
