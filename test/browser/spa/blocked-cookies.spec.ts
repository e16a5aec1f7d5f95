import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { inject } from 'vitest';
import { heading, open, signIn } from '../support/app.js';
import { startForeignSite } from '../support/foreign-site.js';
import { executablePath, FOREIGN_HOST, OPTIONS } from '../support/in-browser.js';
import { register } from '../support/people.js';

describe.runIf(executablePath)('a browser whose owner blocks all cookies, and with them storage', () => {
  const BLOCKED = { profile: { default_content_setting_values: { cookies: 2 } } };
  let folder: string;
  let context: BrowserContext;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-profile-'));
    await mkdir(join(folder, 'Default'));
    await writeFile(join(folder, 'Default/Preferences'), JSON.stringify(BLOCKED));
    context = await chromium.launchPersistentContext(folder, { executablePath, args: OPTIONS, locale: 'en-US' });
    context.setDefaultTimeout(30_000);
  });
  afterAll(async () => {
    await context?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('signs in until the token is over, and is then told why; nothing is asked without end', async () => {
    const person = await register(inject('gatehouse'));
    const page = await context.newPage();
    let refreshes = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/auth/refresh')) refreshes += 1;
    });
    await page.clock.install();
    await page.goto(inject('app'));
    await expect(page.evaluate(() => localStorage.length)).rejects.toThrow('Access is denied');
    await signIn(page, person);
    await heading(page, /^Hello/).waitFor();
    expect(refreshes).toBe(1); // Is somebody signed in?
    await page.clock.fastForward('16:00');
    await open(page, 'Devices');
    await page.getByText('your browser does not keep the cookie').waitFor();
    expect(refreshes).toBe(2);
    await page.reload();
    await heading(page, 'Sign in').waitFor();
    expect(refreshes).toBe(3);
  });
});

describe.runIf(executablePath)('a frame of an allowed origin in a page of another site', () => {
  let browser: Browser;
  beforeAll(async () => {
    // Pages that a test makes up count as pages from far away, which may not ask loopback.
    const args = [...OPTIONS, '--disable-features=LocalNetworkAccessChecks'];
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(() => browser?.close());

  it('is signed in only as long as it has the token: the browser takes no cookie there', async () => {
    const gatehouse = inject('gatehouse');
    const { username, password } = await register(gatehouse);
    const site = await startForeignSite();
    const context = await browser.newContext();
    // The application says that nobody may frame it. One that forgot to is what this is about.
    await context.route(`${inject('app')}/**`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>The application</title>' }),
    );
    const page = await context.newPage();
    await page.goto(`http://${FOREIGN_HOST}:${site.port}/`);
    await page.setContent(`<iframe src="${inject('app')}/"></iframe>`);
    const framed = () => page.frames().find((frame) => frame.url().startsWith(inject('app')));
    await expect.poll(framed).toBeDefined();
    const answers = await framed()!.evaluate(
      async ([api, person]) => {
        const headers = { 'x-token-transport': 'cookie', 'content-type': 'application/json' };
        const ask = async (path: string, body: string) => {
          const answer = await fetch(api + path, { method: 'POST', credentials: 'include', body, headers });
          return `${answer.status} ${((await answer.json()) as { code?: string }).code ?? ''}`;
        };
        return [await ask('/auth/login', person), await ask('/auth/refresh', '{}')];
      },
      [`${gatehouse}/api/v1`, JSON.stringify({ username, password })] as const,
    );
    expect(answers).toEqual(['200 ', '401 missing_refresh_token']);
    expect(await context.cookies(gatehouse)).toEqual([]);
    await context.close();
    await site.stop();
  });
});
