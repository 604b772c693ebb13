import { spawn } from 'node:child_process';
import { chromium } from 'playwright-core';
import { BrowserAddressVariable, launchOptions } from './driver/browser.js';

// node runTests.js ARGUMENTS…: `node --test ARGUMENTS…` with one Chromium for all test files, each of which is a process of its own.
const browser = await chromium.launchServer(launchOptions);
const tests = spawn(process.execPath, ['--test', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, [BrowserAddressVariable]: browser.wsEndpoint() },
});
process.exitCode = await new Promise<number>(resolve => tests.on('exit', code => resolve(code ?? 1)));
await browser.close();
