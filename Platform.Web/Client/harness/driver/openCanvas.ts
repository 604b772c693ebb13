import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import type { Annotation, AnnotatorClass } from '../../src/annotator/model.js';
import { FakePlatform } from '../fake/platform.js';
import type { PageOptions, Theme } from '../page.js';
import { HarnessServer } from '../server.js';
import { readTexts, type Locale } from '../texts.js';
import { sharedBrowser } from './browser.js';
import { CanvasPage } from './canvasPage.js';

export interface CanvasOptions {
  /** A generated picture's size, or a folder whose pictures become the images, in order of their names. Default 800 × 600. */
  readonly image?: { readonly width: number; readonly height: number; readonly folder?: string };
  /** Further generated images of the same size, for the way to the next one. */
  readonly moreImages?: number;
  readonly classes?: readonly AnnotatorClass[];
  readonly annotations?: readonly Annotation[];
  readonly locale?: Locale;
  readonly theme?: Theme;
  readonly readOnly?: boolean;
  /** The window; default 1280 × 800. */
  readonly window?: { readonly width: number; readonly height: number };
  readonly userKey?: string;
  /** Merged into the annotation document: `{ tiled: true }`, `{ video: { frameCount, fps, durationMs } }`. */
  readonly documentExtras?: Record<string, unknown>;
}

export const defaultClasses: readonly AnnotatorClass[] = [
  { id: 'c0000000-0000-7000-8000-000000000001', key: 'car', name: 'Car', color: '#e5484d', index: 0 },
  { id: 'c0000000-0000-7000-8000-000000000002', key: 'tree', name: 'Tree', color: '#30a46c', index: 1 },
  { id: 'c0000000-0000-7000-8000-000000000003', key: 'person', name: 'Person', color: '#0091ff', index: 2 },
];

/** A server, a browser context and a page with the annotator on it; ready when the first image is. */
export async function openCanvas(options: CanvasOptions = {}): Promise<CanvasPage> {
  const server = createServer(options);
  await server.start();
  const context = await (await sharedBrowser()).newContext({
    viewport: options.window ?? { width: 1280, height: 800 },
    locale: options.locale === 'ko' ? 'ko-KR' : 'en-GB',
    colorScheme: options.theme ?? 'light',
  });
  return openTab(server, context);
}

/** Another tab of the same person at the same server: shares cookies and storage with the first. */
export async function openTab(server: HarnessServer, context: BrowserContext, path = '/'): Promise<CanvasPage> {
  const page = await context.newPage();
  const canvas = new CanvasPage(page, server);
  await page.goto(server.address + path);
  await canvas.ready();
  return canvas;
}

/** The same without a browser, for work by hand. */
export function createServer(options: CanvasOptions): HarnessServer {
  const platform = new FakePlatform(options.classes ?? defaultClasses);
  const image = options.image ?? { width: 800, height: 600 };
  const files = options.image?.folder ? picturesIn(options.image.folder) : [undefined];
  const wanted = [...files, ...Array.from({ length: options.moreImages ?? 0 }, () => undefined)];
  const assets = wanted.map((file, i) => platform.add({
    width: image.width,
    height: image.height,
    file,
    readOnly: options.readOnly,
    annotations: i === 0 ? options.annotations : [],
    documentExtras: options.documentExtras,
  }));
  const locale = options.locale ?? 'en';
  const annotator = { userKey: options.userKey ?? 'kim', classes: platform.classes, readOnly: options.readOnly ?? false, texts: readTexts(locale) };
  const around = (assetId: string): object => {
    const at = assets.findIndex(asset => asset.id === assetId);
    return { before: assets.slice(0, Math.max(0, at)).reverse().map(asset => asset.id), after: assets.slice(at + 1).map(asset => asset.id) };
  };
  const page = (assetId: string): PageOptions => ({ answers: { ListAroundAsync: around(assetId), ReadProgressAsync: { done: 12, total: 40, position: assets.findIndex(asset => asset.id === assetId) + 1 } }, locale, theme: options.theme ?? 'light', assetId, annotator });
  return new HarnessServer(platform, page, assets[0]!.id);
}

function picturesIn(folder: string): string[] {
  return readdirSync(folder).filter(name => /\.(jpe?g|png)$/i.test(name)).sort().map(name => join(folder, name));
}
