import { chromium, type Browser } from 'playwright-core';

const ChromiumPath = process.env['PLATFORM_CHROMIUM'] ?? '/usr/bin/chromium';
/** Set by `runTests.ts`: the address of the one Chromium that all test files share. */
export const BrowserAddressVariable = 'PLATFORM_HARNESS_BROWSER';

export const launchOptions = {
  executablePath: ChromiumPath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
};

let shared: Promise<Browser> | undefined;

/** The runner's Chromium, or one of this process where a test file is run alone. */
export function sharedBrowser(): Promise<Browser> {
  const address = process.env[BrowserAddressVariable];
  shared ??= address ? chromium.connect(address) : chromium.launch(launchOptions);
  return shared;
}

export async function closeBrowser(): Promise<void> {
  await (await shared)?.close();
  shared = undefined;
}
