import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the console complained about so far, violations of the Content-Security-Policy among it. */
  readonly complaints: string[];
  readonly leave: () => Promise<void>;
}

/** Long enough for a password hash on a busy machine, short enough to tell a hang. */
const PATIENCE_MS = 30_000;

/** Somebody with a browser of their own: no cookie and no storage is shared with others. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'en-US', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  const page = await context.newPage();
  await page.goto(url);
  return { context, page, complaints, leave: () => context.close() };
}

/** Those of them that do not tell of an answer that was refused: a browser writes a line for each. */
export const withoutRefusals = (complaints: readonly string[]): string[] =>
  complaints.filter((complaint) => !/the server responded with a status of 4\d\d/.test(complaint));
