import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { createServer, defaultClasses } from '../../../Platform.Web/Client/harness/driver/openCanvas.js';
import type { HarnessServer } from '../../../Platform.Web/Client/harness/server.js';
import type { Annotation } from '../../../Platform.Web/Client/src/annotator/model.js';
import { repositoryFolder } from '../../../Platform.Web/Client/harness/paths.js';
import { imageSize, windowSize } from './browsers.js';
import type { OursProbe } from './ours.page.js';

declare const probe: OursProbe;

export interface OpenedCanvas extends AsyncDisposable {
  readonly page: Page;
  readonly server: HarnessServer;
  /** Opens a second image with the shapes, when everything the first needed is warm. */
  open(): Promise<{ firstMs: number; completeMs: number }>;
}

export async function bundlePage(name: string): Promise<{ script: string; style: string }> {
  const result = await build({
    entryPoints: [join(repositoryFolder, 'bench', 'canvas', 'src', `${name}.page.ts`)],
    bundle: true, format: 'iife', target: 'es2022', outdir: 'out', write: false, logLevel: 'warning',
  });
  const textOf = (ending: string): string => result.outputFiles.find(file => file.path.endsWith(ending))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}

/** Our canvas on an empty image, with a second image that holds the shapes. */
export async function openOurs(browser: Browser, folder: string, annotations: readonly Annotation[]): Promise<OpenedCanvas> {
  const server = createServer({ image: { ...imageSize, folder } });
  const first = [...server.platform.assets.values()][0]!;
  const second = server.platform.add({ ...imageSize, file: first.file, annotations });
  await server.start();
  const page = await browser.newPage({ viewport: windowSize });
  page.on('pageerror', error => console.error(error));
  await page.goto(server.address);
  await page.waitForFunction(() => (window as unknown as { harness?: { loaded?: boolean } }).harness?.loaded === true);
  await page.addScriptTag({ content: (await bundlePage('ours')).script });
  // A first real move: the browser then knows a mouse, whose pointer synthetic events can capture.
  await page.mouse.move(800, 450);
  await page.evaluate(() => probe.settle());
  return {
    page,
    server,
    open: () => page.evaluate(id => probe.open(id), second.id),
    async [Symbol.asyncDispose]() {
      await page.close();
      await server.kill();
    },
  };
}

export const classes = defaultClasses;
