import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { launchOptions } from '../../../Platform.Web/Client/harness/driver/browser.js';

export const windowSize = { width: 1600, height: 900 };
export const imageSize = { width: 4000, height: 3000 };

/** `screen` shows 60 frames a second; `unbounded` begins the next frame when the last is done, which tells what a frame costs. */
export function launch(pace: 'screen' | 'unbounded'): Promise<Browser> {
  const extra = pace === 'screen' ? [] : ['--disable-frame-rate-limit', '--disable-gpu-vsync'];
  return chromium.launch({ ...launchOptions, args: [...launchOptions.args, ...extra, '--enable-precise-memory-info'] });
}

/** A 12-megapixel JPEG with the grain of a photograph, made by the browser itself and put into a temporary folder. */
export async function makePhotograph(browser: Browser): Promise<string> {
  const page = await browser.newPage();
  const base64 = await page.evaluate(async ({ width, height }) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d')!;
    const image = context.createImageData(width, height);
    let state = 1;
    for (let i = 0; i < image.data.length; i += 4) {
      const x = (i / 4) % width;
      const y = Math.floor(i / 4 / width);
      state = (state * 1664525 + 1013904223) % 4294967296;
      const grain = (state / 4294967296) * 24;
      image.data.set([90 + 60 * Math.sin(x / 180) + grain, 100 + 50 * Math.sin(y / 140) + grain, 80 + 40 * Math.sin((x + y) / 300) + grain, 255], i);
    }
    context.putImageData(image, 0, 0);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 })).arrayBuffer());
    let text = '';
    for (let i = 0; i < bytes.length; i += 0x8000) {
      text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    }
    return btoa(text);
  }, imageSize);
  await page.close();
  const folder = mkdtempSync(join(tmpdir(), 'canvas-bench-'));
  writeFileSync(join(folder, 'photograph.jpg'), Buffer.from(base64, 'base64'));
  return folder;
}

/** JavaScript heap after a full collection, in megabytes. */
export async function heapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1e6;
}
