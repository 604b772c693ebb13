import type { Browser } from 'playwright-core';
import type { Annotation } from '../../../Platform.Web/Client/src/annotator/model.js';
import { heapMb } from './browsers.js';
import { cpuOfFrame } from './cpu.js';
import { openOurs } from './ours.js';
import type { OursProbe } from './ours.page.js';
import type { FrameSeries } from './probe.js';
import type { Results } from './results.js';
import { mean, percentile } from './stats.js';

declare const probe: OursProbe;

export interface Counts {
  readonly frames: number;
  readonly hits: number;
  readonly drawn: number;
  readonly openings: number;
}

const FrameGoal = { limit: 16.7, side: 'below' } as const;

/** Opening, moving, hovering and drawing with many shapes on the image. */
export async function benchShapes(results: Results, name: string, label: string, annotations: readonly Annotation[], folder: string, browsers: { screen: Browser; unbounded: Browser }, counts: Counts): Promise<void> {
  const openings = await openSeveralTimes(browsers.screen, folder, annotations, counts.openings);
  results.addMedian(`${name}_open_first_frame_ms`, `${label}: opening, first frame`, openings.map(opening => opening.firstMs));
  results.addMedian(`${name}_open_ms`, `${label}: opening, everything drawn`, openings.map(opening => opening.completeMs), { limit: 500, side: 'below' });
  await atScreenPace(results, name, label, annotations, folder, browsers.screen, counts);
  await unbounded(results, name, label, annotations, folder, browsers.unbounded, counts);
}

async function openSeveralTimes(browser: Browser, folder: string, annotations: readonly Annotation[], times: number): Promise<{ firstMs: number; completeMs: number }[]> {
  const openings = [];
  for (let i = 0; i < times; i++) {
    await using canvas = await openOurs(browser, folder, annotations);
    openings.push(await canvas.open());
  }
  return openings;
}

async function atScreenPace(results: Results, name: string, label: string, annotations: readonly Annotation[], folder: string, browser: Browser, { frames, hits }: Counts): Promise<void> {
  await using canvas = await openOurs(browser, folder, annotations);
  const { page } = canvas;
  await canvas.open();
  const pan = await cpuOfFrame(frames, () => page.evaluate(n => probe.pan(n), frames));
  addFrames(results, `${name}_pan`, `${label}: pan, whole image in view`, pan.result);
  results.add(`${name}_pan_cpu_ms`, `${label}: pan, processor time of a frame`, pan.cpuMs);
  const zoom = await cpuOfFrame(frames, () => page.evaluate(n => probe.zoom(n), frames));
  addFrames(results, `${name}_zoom`, `${label}: zoom in and out`, zoom.result);
  results.add(`${name}_zoom_cpu_ms`, `${label}: zoom, processor time of a frame`, zoom.cpuMs);
  const hover = await page.evaluate(n => probe.hover(n), frames);
  results.add(`${name}_hover_frame_p95_ms`, `${label}: hover, frame p95`, percentile(hover.moving, 0.95), FrameGoal);
  const times = await page.evaluate(n => probe.hits(n), hits);
  results.add(`${name}_hit_p50_ms`, `${label}: hit test p50`, percentile(times, 0.5));
  results.add(`${name}_hit_p95_ms`, `${label}: hit test p95`, percentile(times, 0.95), { limit: 1, side: 'below' });
  results.add(`${name}_heap_mb`, `${label}: JavaScript heap`, await heapMb(page), { limit: 400, side: 'below' });
}

async function unbounded(results: Results, name: string, label: string, annotations: readonly Annotation[], folder: string, browser: Browser, { frames, drawn }: Counts): Promise<void> {
  await using canvas = await openOurs(browser, folder, annotations);
  const { page } = canvas;
  await canvas.open();
  results.add(`${name}_pan_cost_ms`, `${label}: pan, cost of a frame`, mean((await page.evaluate(n => probe.pan(n), frames)).moving));
  results.add(`${name}_zoom_cost_ms`, `${label}: zoom, cost of a frame`, mean((await page.evaluate(n => probe.zoom(n), frames)).moving));
  const times = await page.evaluate(n => probe.newBoxes(n), drawn);
  results.add(`${name}_new_shape_p50_ms`, `${label}: pointer-up to new box drawn p50`, percentile(times, 0.5));
  results.add(`${name}_new_shape_p95_ms`, `${label}: pointer-up to new box drawn p95`, percentile(times, 0.95), { limit: 16, side: 'below' });
}

/** The frames after the movement count too: a view that sharpens must not stutter. */
function addFrames(results: Results, key: string, label: string, { moving, resting }: FrameSeries): void {
  const all = [...moving, ...resting];
  results.add(`${key}_frame_p50_ms`, `${label}, frame p50`, percentile(all, 0.5));
  results.add(`${key}_frame_p95_ms`, `${label}, frame p95`, percentile(all, 0.95), FrameGoal);
  results.add(`${key}_frame_max_ms`, `${label}, longest frame`, Math.max(...all));
}
