import type { Browser } from 'playwright-core';
import { random, shape } from '../../../Platform.Web/Client/harness/shapes.js';
import { heapMb } from './browsers.js';
import { masks } from './masks.js';
import { classes, openOurs } from './ours.js';
import type { OursProbe } from './ours.page.js';
import type { Results } from './results.js';
import { percentile } from './stats.js';

declare const probe: OursProbe;

/** A hundred masks of a megapixel each: opening and moving. */
export async function benchMasks(results: Results, folder: string, browser: Browser, frames: number): Promise<void> {
  await using canvas = await openOurs(browser, folder, masks(100, classes));
  const { page } = canvas;
  const opening = await canvas.open();
  results.add('masks100_open_first_frame_ms', '100 masks of 1 megapixel: opening, first frame', opening.firstMs);
  results.add('masks100_open_ms', '100 masks of 1 megapixel: opening, everything drawn', opening.completeMs, { limit: 1000, side: 'below' });
  const pan = await page.evaluate(n => probe.pan(n), frames);
  results.add('masks100_pan_frame_p95_ms', '100 masks: pan, frame p95', percentile([...pan.moving, ...pan.resting], 0.95), { limit: 16.7, side: 'below' });
  const zoom = await page.evaluate(n => probe.zoom(n), frames);
  results.add('masks100_zoom_frame_p95_ms', '100 masks: zoom, frame p95', percentile([...zoom.moving, ...zoom.resting], 0.95), { limit: 16.7, side: 'below' });
  const hits = await page.evaluate(() => probe.hits(500));
  results.add('masks100_hit_p95_ms', '100 masks: hit test p95', percentile(hits, 0.95), { limit: 1, side: 'below' });
  results.add('masks100_heap_mb', '100 masks: JavaScript heap', await heapMb(page), { limit: 400, side: 'below' });
}

/** One outline of ten thousand vertices: picking it and dragging one of them. */
export async function benchVertices(results: Results, folder: string, browser: Browser, frames: number): Promise<void> {
  const ring = coast();
  await using canvas = await openOurs(browser, folder, [shape('polygon', { rings: [ring] }, classes[0]!.id)]);
  const { page } = canvas;
  await canvas.open();
  const series = await page.evaluate(async ({ x, y, n }) => {
    const hook = document.getElementById('host')!.annotator!;
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'v', code: 'KeyV', bubbles: true }));
    const at = (px: number, py: number): [number, number] => [px * hook.camera.scale + hook.camera.x, py * hook.camera.scale + hook.camera.y];
    await probe.drag(...at(2000, 1500), 1);
    return probe.drag(...at(x, y), n);
  }, { x: ring[0]!, y: ring[1]!, n: frames });
  results.add('vertices10000_drag_frame_p50_ms', 'one polygon of 10,000 vertices: dragging a vertex, frame p50', percentile([...series.moving, ...series.resting], 0.5));
  results.add('vertices10000_drag_frame_p95_ms', 'one polygon of 10,000 vertices: dragging a vertex, frame p95', percentile([...series.moving, ...series.resting], 0.95), { limit: 33.4, side: 'below' });
}

/** Ten thousand vertices a pixel apart, as a mask traced along its edge has them. */
function coast(): number[] {
  const next = random(5);
  return Array.from({ length: 10_000 }, (_, i) => {
    const angle = (i / 10_000) * 2 * Math.PI;
    const radius = 1100 + 180 * Math.sin(5 * angle) + 40 * Math.sin(31 * angle) + 2 * next();
    return [2000 + Math.cos(angle) * radius, 1500 + Math.sin(angle) * radius];
  }).flat();
}
