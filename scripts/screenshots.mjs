// Takes the README's pictures into docs/images: node scripts/screenshots.mjs
// Sets a platform up on a data folder of its own, makes the sample project there and waits until its model is trained: six minutes or so. Needs a build (./run.sh once) and Chromium.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { chromium } = createRequire(join(root, 'Platform.Web/Client/package.json'))('playwright-core');
const out = join(root, 'docs/images');
const data = mkdtempSync(join(tmpdir(), 'platform-screenshots-'));
const origin = 'http://127.0.0.1:5180';
const program = join(root, 'Platform.Web/bin/Release/net10.0/Platform.Web.dll');
const settleMs = 2500;
const trainingMs = 15 * 60_000;

/** Starts the platform on a data folder of its own; answers the one-time link that it prints. */
function start() {
  const server = spawn('dotnet', [program, '--urls', origin], { cwd: data, env: { ...process.env, Platform__DataRoot: data } });
  const link = new Promise((answer, refuse) => {
    server.stdout.on('data', text => {
      const found = /http:\/\/\S+\/sign-in\?token=\S+/.exec(String(text));
      if (found) {
        answer(found[0]);
      }
    });
    server.on('exit', code => refuse(new Error(`The platform ended with ${code}.`)));
  });
  return { server, link };
}

async function signIn(page, link) {
  await page.goto(link);
  await page.fill("[name='Form.Name']", 'Kim Ada');
  await page.fill("[name='Form.Email']", 'ada@example.com');
  await page.fill("[name='Form.Department']", 'Vision Lab');
  await page.click('button[type=submit]');
  await page.waitForSelector('main');
}

/** The sample project up to its trained model; answers the addresses of what came of it. */
async function makeSample(page) {
  await page.goto(origin);
  const begun = Date.now();
  await page.getByRole('button', { name: /sample/i }).click();
  await page.waitForURL(/\/runs\//, { timeout: 120_000 });
  const run = page.url();
  await page.getByText('Completed', { exact: true }).first().waitFor({ timeout: trainingMs });
  console.log(`Sample project: from the button to the trained model ${Math.round((Date.now() - begun) / 1000)} s`);
  return { run, project: run.replace(/\/runs\/.*/, ''), model: await addressOf(page, run, 'a[href*="/versions/"]') };
}

async function addressOf(page, from, link) {
  await page.goto(from);
  const found = page.locator(link).first();
  await found.waitFor();
  return new URL(await found.getAttribute('href'), origin).href;
}

async function shoot(page, name, address) {
  await page.goto(address);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.waitForTimeout(settleMs);
  await page.screenshot({ path: join(out, `${name}.png`) });
  console.log(`docs/images/${name}.png`);
}

const { server, link } = start();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'] });
try {
  mkdirSync(out, { recursive: true });
  const view = { viewport: { width: 1440, height: 900 }, locale: 'en-US', colorScheme: 'light' };
  const context = await browser.newContext(view);
  const page = await context.newPage();
  await signIn(page, await link);
  const { run, project, model } = await makeSample(page);
  const dataset = await addressOf(page, `${project}/datasets`, 'a[href*="/datasets/"]');
  const canvas = await addressOf(page, dataset, 'a[href*="/annotate/"]');
  const pages = { overview: project, dataset, canvas, run, model };
  for (const [name, address] of Object.entries(pages)) {
    await shoot(page, name, address);
  }
  const korean = await browser.newContext({ ...view, locale: 'ko-KR', colorScheme: 'dark', storageState: await context.storageState() });
  await shoot(await korean.newPage(), 'canvas-ko-dark', canvas);
} finally {
  await browser.close();
  server.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
}
