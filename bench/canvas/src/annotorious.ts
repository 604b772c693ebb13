import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Annotation, BoxGeometry } from '../../../Platform.Web/Client/src/annotator/model.js';
import type { AnnotoriousProbe } from './annotorious.page.js';
import { heapMb, imageSize, windowSize } from './browsers.js';
import { cpuOfFrame } from './cpu.js';
import { bundlePage } from './ours.js';
import type { Results } from './results.js';
import type { Counts } from './shapesBench.js';
import { mean, percentile } from './stats.js';

declare const probe: AnnotoriousProbe;

const fit = Math.min(windowSize.width / imageSize.width, windowSize.height / imageSize.height);

/** The same picture and boxes in the other library, in the same browsers. */
export async function benchAnnotorious(results: Results, boxes: readonly Annotation[], folder: string, browsers: { screen: Browser; unbounded: Browser }, { frames, hits }: Counts): Promise<void> {
  const { script, style } = await bundlePage('annotorious');
  const html = `<!DOCTYPE html><style>${style} body { margin: 0; overflow: hidden } #holder { width: ${imageSize.width}px }</style>
    <div id="holder"><img src="/photograph.jpg" width="${imageSize.width}" height="${imageSize.height}"></div>`;
  const photograph = readFileSync(join(folder, 'photograph.jpg'));
  const server = createHttpServer((request, response) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin').setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    request.url === '/' ? response.setHeader('Content-Type', 'text/html').end(html) : response.setHeader('Content-Type', 'image/jpeg').end(photograph);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const plain = boxes.map(({ id, geometry }) => ({ id, ...(geometry as BoxGeometry) }));
  const prepare = async (browser: Browser, hint: boolean): Promise<{ page: Page; openMs: number }> => {
    const page = await browser.newPage({ viewport: windowSize });
    page.setDefaultTimeout(600_000);
    await page.goto(address);
    await page.addScriptTag({ content: script });
    return { page, openMs: await page.evaluate(({ plain, fit, hint }) => probe.open(plain, fit, hint), { plain, fit, hint }) };
  };

  for (const [hint, key, how] of [[false, '', 'sharp'], [true, '_hinted', 'as a texture that is only moved (will-change)']] as const) {
    await measure(await prepare(browsers.screen, hint), key, how);
    const { page } = await prepare(browsers.unbounded, hint);
    for (const move of ['pan', 'zoom'] as const) {
      const series = await page.evaluate(({ n, fit, move }) => probe[move](n, fit), { n: frames, fit, move });
      results.add(`annotorious_boxes10000${key}_${move}_cost_ms`, `Annotorious, 10,000 boxes, ${how}: ${move}, cost of a frame`, mean(series.moving));
    }
    await page.close();
  }
  server.close();

  async function measure({ page, openMs }: { page: Page; openMs: number }, key: string, how: string): Promise<void> {
    for (const move of ['pan', 'zoom'] as const) {
      const { result, cpuMs } = await cpuOfFrame(frames, () => page.evaluate(({ n, fit, move }) => probe[move](n, fit), { n: frames, fit, move }));
      results.add(`annotorious_boxes10000${key}_${move}_frame_p95_ms`, `Annotorious, 10,000 boxes, ${how}: ${move}, frame p95`, percentile(result.moving, 0.95));
      results.add(`annotorious_boxes10000${key}_${move}_cpu_ms`, `Annotorious, 10,000 boxes, ${how}: ${move}, processor time of a frame`, cpuMs);
    }
    if (key === '') {
      results.add('annotorious_boxes10000_set_ms', 'Annotorious, 10,000 boxes: annotations set and shown, picture there already', openMs);
      const hover = await page.evaluate(n => probe.hover(n), frames);
      results.add('annotorious_boxes10000_hover_frame_p95_ms', 'Annotorious, 10,000 boxes: hover, frame p95', percentile(hover.moving, 0.95));
      const times = await page.evaluate(({ n, width, height }) => probe.hits(n, width, height), { n: hits, ...imageSize });
      results.add('annotorious_boxes10000_hit_p95_ms', 'Annotorious, 10,000 boxes: hit test p95', percentile(times, 0.95));
      results.add('annotorious_boxes10000_heap_mb', 'Annotorious, 10,000 boxes: JavaScript heap', await heapMb(page));
    }
    await page.close();
  }
}
