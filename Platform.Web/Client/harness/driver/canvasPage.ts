import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Camera } from '../../src/annotator/camera.js';
import type { Annotation } from '../../src/annotator/model.js';
import type { TestHook } from '../../src/annotator/testHook.js';
import type { FakeAsset, FakePlatform } from '../fake/platform.js';
import { repositoryFolder } from '../paths.js';
import type { HarnessServer } from '../server.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface DragOptions {
  readonly button?: 'left' | 'middle' | 'right';
  /** Moves between press and release; a hand makes many. */
  readonly steps?: number;
  readonly modifiers?: readonly ('Shift' | 'Control' | 'Alt' | 'Space')[];
}

const Host = '#host';

/** What a person does on the canvas, in image pixels, and what is then to be seen. Ends itself where it was declared by `await using`. */
export class CanvasPage implements AsyncDisposable {
  /** Script and console errors so far; there should be none. */
  readonly problems: string[] = [];

  constructor(readonly page: Page, readonly server: HarnessServer) {
    page.on('pageerror', error => this.problems.push(String(error)));
    page.on('console', message => message.type() === 'error' && this.problems.push(message.text()));
  }

  get platform(): FakePlatform {
    return this.server.platform;
  }

  /** The image that the harness opens first, as the server holds it. */
  get asset(): FakeAsset {
    return [...this.platform.assets.values()][0]!;
  }

  /** Waits until the image is there and the first frame is drawn. */
  async ready(): Promise<void> {
    await this.page.waitForFunction(() => (window as unknown as { harness?: { loaded?: boolean } }).harness?.loaded === true);
    await this.settled();
  }

  /** Two frames later what was just done is on the screen, and a moment after that in the panels, which hear of it behind the frame. */
  async settled(): Promise<void> {
    await this.page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 20)))));
  }

  /** Reads the test hook in the page: `canvas.read(hook => hook.tool)`. The function must not use anything outside itself. */
  read<T>(read: (hook: TestHook) => T): Promise<T> {
    return this.page.$eval(Host, (host, source) => (new Function(`return (${source})`)() as (hook: TestHook) => T)((host as HTMLElement).annotator!), read.toString()) as Promise<T>;
  }

  shapes(): Promise<Annotation[]> {
    return this.read(hook => [...hook.shapes]);
  }

  selectedIds(): Promise<string[]> {
    return this.read(hook => [...hook.selectedIds]);
  }

  camera(): Promise<Camera> {
    return this.read(hook => hook.camera);
  }

  /** Position in the window of a point of the image. */
  async toScreen(point: Point): Promise<Point> {
    const [camera, stage] = await Promise.all([this.camera(), this.page.locator('.an-stage').boundingBox()]);
    return { x: point.x * camera.scale + camera.x + stage!.x, y: point.y * camera.scale + camera.y + stage!.y };
  }

  /** Where a mouse stands that points there: on whole pixels of the window, hence up to half of one beside it. */
  async mouseAt(point: Point): Promise<Point> {
    const { x, y } = await this.toScreen(point);
    return { x: Math.round(x), y: Math.round(y) };
  }

  async toImage(screen: Point): Promise<Point> {
    const [camera, stage] = await Promise.all([this.camera(), this.page.locator('.an-stage').boundingBox()]);
    return { x: (screen.x - stage!.x - camera.x) / camera.scale, y: (screen.y - stage!.y - camera.y) / camera.scale };
  }

  /** Picks the box tool and drags a box. */
  async draw(from: Point, to: Point): Promise<void> {
    await this.key('r');
    await this.drag(from, to);
  }

  async drag(from: Point, to: Point, { button = 'left', steps = 5, modifiers = [] }: DragOptions = {}): Promise<void> {
    const [start, end] = [await this.mouseAt(from), await this.mouseAt(to)];
    await this.withModifiers(modifiers, async () => {
      await this.page.mouse.move(start.x, start.y);
      await this.page.mouse.down({ button });
      await this.page.mouse.move(end.x, end.y, { steps });
      await this.page.mouse.up({ button });
    });
    await this.settled();
  }

  async click(point: Point, { button = 'left', count = 1, modifiers = [] }: { button?: 'left' | 'middle' | 'right'; count?: number; modifiers?: DragOptions['modifiers'] } = {}): Promise<void> {
    const { x, y } = await this.mouseAt(point);
    await this.withModifiers(modifiers ?? [], () => this.page.mouse.click(x, y, { button, clickCount: count }));
    await this.settled();
  }

  async move(point: Point): Promise<void> {
    const { x, y } = await this.mouseAt(point);
    await this.page.mouse.move(x, y);
    await this.settled();
  }

  /** Turns the wheel over a point; negative is towards the screen, which zooms in. */
  async wheel(point: Point, deltaY: number): Promise<void> {
    await this.move(point);
    await this.page.mouse.wheel(0, deltaY);
    await this.settled();
  }

  /** Presses keys one after the other, named as Playwright names them: `b`, `Control+z`, `Escape`. */
  async key(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
    await this.settled();
  }

  /** Waits until something is so in the page; the failure says what it waited for. */
  async waitFor(what: string, condition: (hook: TestHook) => boolean, timeoutMs = 10_000): Promise<void> {
    for (const end = Date.now() + timeoutMs; !(await this.read(condition));) {
      if (Date.now() > end) {
        throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  saved(): Promise<void> {
    return this.waitFor('everything is saved', hook => hook.dirty === 0 && hook.status?.state === 'saved');
  }

  /** Shows another image, as the page around the canvas does. */
  async load(assetId: string): Promise<void> {
    await this.page.evaluate(id => (window as unknown as { harness: { annotator: { load(id: string): Promise<void> } } }).harness.annotator.load(id), assetId);
    await this.settled();
  }

  /** What the canvas told .NET so far. */
  calls(): Promise<{ method: string; values: unknown[] }[]> {
    return this.page.evaluate(() => (window as unknown as { harness: { calls: { method: string; values: unknown[] }[] } }).harness.calls);
  }

  /** Into `artifacts/screenshots/canvas/`. */
  async screenshot(name: string): Promise<string> {
    const path = join(repositoryFolder, 'artifacts', 'screenshots', 'canvas', `${name}.png`);
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path });
    return path;
  }

  /** Ends this page's browser context and its server. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
    await this.server.kill();
  }

  private async withModifiers(modifiers: readonly string[], action: () => Promise<void>): Promise<void> {
    for (const key of modifiers) {
      await this.page.keyboard.down(key);
    }
    await action();
    for (const key of modifiers) {
      await this.page.keyboard.up(key);
    }
  }
}
