// Takes the README's pictures of a freshly set-up platform into docs/images: node scripts/screenshots.mjs [FOLDER]
// Needs a build (./run.sh once) and Chromium. FOLDER with annotated images is shown instead of the generated sample, for example a copy of BCCD.
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
const port = 5180;
const origin = `http://127.0.0.1:${port}`;
const program = join(root, 'Platform.Web/bin/Release/net10.0/Platform.Web.dll');

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

/** The sample project, trained for a minute: enough for curves that look like curves. */
async function makeSample(page) {
  await page.goto(origin);
  await page.getByRole('button', { name: /sample/i }).click();
  await page.waitForURL(/\/runs\//, { timeout: 120_000 });
  return { run: page.url(), project: page.url().replace(/\/runs\/.*/, '') };
}

async function shoot(page, name, address, settle = 1500) {
  await page.goto(address);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.waitForTimeout(settle);
  await page.screenshot({ path: join(out, `${name}.png`) });
  console.log(`docs/images/${name}.png`);
}

const { server, link } = start();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'] });
try {
  mkdirSync(out, { recursive: true });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', colorScheme: 'light' });
  const page = await context.newPage();
  await signIn(page, await link);
  const { run, project } = await makeSample(page);
  await page.waitForTimeout(100_000);
  await shoot(page, 'run', run);
  await shoot(page, 'overview', project);
  await page.goto(`${project}/datasets`);
  await page.locator('a[href*="/datasets/"]').first().click();
  await page.waitForURL(/\/datasets\/[0-9a-f-]+$/);
  await shoot(page, 'dataset', page.url(), 3000);
  await page.locator('a[href*="/annotate/"]').first().click();
  await page.waitForURL(/\/annotate\//);
  await shoot(page, 'canvas', page.url(), 3000);
} finally {
  await browser.close();
  server.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
}
