/** Chromium for tests of the HTML report. */

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The browser to test in: `CHROMIUM_PATH`, else Debian's; undefined where there is none. */
export const chromiumPath: string | undefined = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
].find((path) => path !== undefined && existsSync(path));

/** Starts Chromium without anything that would reach for the network by itself. */
export function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('Chromium: not found; set CHROMIUM_PATH');
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
