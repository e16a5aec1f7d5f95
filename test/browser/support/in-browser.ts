import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './find-chromium.js';

/** Names that lead here, so that pages of a site that is not ours can be tried. Others lead nowhere. */
export const FOREIGN_HOST = 'evil.example';

export const OPTIONS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--host-resolver-rules=MAP ${FOREIGN_HOST} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1`,
];

const START_MS = 30_000;
export const executablePath = findChromium();

/** A `describe` whose tests have a browser, with a new, empty profile. Skipped where there is none. */
export function inBrowser(name: string, tests: (browser: () => Browser) => void): void {
  describe.runIf(executablePath)(name, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: OPTIONS, headless: true, timeout: START_MS });
    });
    afterAll(() => browser?.close());
    tests(() => browser);
  });
}
