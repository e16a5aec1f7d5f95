import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { heading, member, type Member, open } from '../support/app.js';
import { startForeignSite } from '../support/foreign-site.js';
import { FOREIGN_HOST, inBrowser } from '../support/in-browser.js';

/** What a page of somebody else tries, in the browser of somebody who is signed in. Says what it could read. */
type Attempt = (page: Page, api: string) => Promise<string>;

const NOTHING = 'nothing';
const COOKIE_MODE = { 'x-token-transport': 'cookie', 'content-type': 'application/json' };

const asking =
  (
    method: string,
    path: string,
    init: Pick<RequestInit, 'mode'> & { headers?: Record<string, string>; body?: string } = {},
  ): Attempt =>
  (page, api) =>
    page.evaluate(
      ([url, options]) =>
        fetch(url, options).then(
          async (response) => (response.type === 'opaque' ? 'nothing' : `${response.status}: ${await response.text()}`),
          () => 'nothing',
        ),
      [api + path, { method, credentials: 'include', ...init }] as const,
    );

/** A form needs no permission of anybody. What it gets is a page that the attacker cannot read. */
const posting =
  (path: string, enctype: string, fields: Record<string, string>): Attempt =>
  async (page, api) => {
    const answer = page.waitForResponse(api + path);
    await page.evaluate(
      ([action, type, entries]) => {
        const form = Object.assign(document.createElement('form'), { action, method: 'post', enctype: type });
        for (const [name, value] of Object.entries(entries)) {
          form.append(Object.assign(document.createElement('input'), { name, value }));
        }
        document.body.append(form);
        form.submit();
      },
      [api + path, enctype, fields] as const,
    );
    const status = (await answer).status();
    return status >= 400 ? NOTHING : `accepted with ${status}`;
  };

const embedding =
  (tag: 'script' | 'img', path: string): Attempt =>
  (page, api) =>
    page.evaluate(
      ([name, src]) =>
        new Promise<string>((resolve) => {
          const element = Object.assign(document.createElement(name), { src });
          element.addEventListener('load', () => resolve(`${name} was loaded`));
          element.addEventListener('error', () => resolve('nothing'));
          document.body.append(element);
        }),
      [tag, api + path] as const,
    );

const framing =
  (address: 'app' | 'gatehouse', path: string): Attempt =>
  async (page) => {
    await page.evaluate(
      (src) => {
        document.body.append(Object.assign(document.createElement('iframe'), { src }));
      },
      inject(address) + path,
    );
    await page.waitForTimeout(1_000);
    const shown = page.frames().filter((frame) => frame.url().startsWith(inject(address)));
    return shown.length === 0 ? NOTHING : 'the page was framed';
  };

/** Somebody who was opened can be written to, unless they have parted from their opener. */
const opening: Attempt = async (page) => {
  const opened = page.context().waitForEvent('page');
  await page.evaluate((url) => {
    Object.assign(window, { victim: window.open(url) });
  }, inject('app'));
  await heading(await opened, /^Hello/).waitFor();
  const reach = await page.evaluate(() => {
    const { victim } = window as unknown as { victim: Window | null };
    return victim === null || victim.closed ? 'nothing' : 'the window is in reach';
  });
  await (await opened).close();
  return reach;
};

const ATTEMPTS: [name: string, attempt: Attempt][] = [
  ['refresh', asking('POST', '/auth/refresh', { headers: COOKIE_MODE, body: '{}' })],
  ['refresh without reading the answer', asking('POST', '/auth/refresh', { mode: 'no-cors' })],
  ['refresh without the header', asking('POST', '/auth/refresh', { body: '{}' })],
  ['refresh by a form', posting('/auth/refresh', 'application/x-www-form-urlencoded', {})],
  ['refresh by a form that looks like JSON', posting('/auth/refresh', 'text/plain', { '{"a":"': '"}' })],
  [
    'refresh by the token endpoint',
    posting('/auth/token', 'application/x-www-form-urlencoded', { grant_type: 'refresh_token' }),
  ],
  ['log out', asking('POST', '/auth/logout', { headers: COOKIE_MODE })],
  ['log out without reading the answer', asking('POST', '/auth/logout', { mode: 'no-cors' })],
  ['log out by a form', posting('/auth/logout', 'text/plain', {})],
  ['end all sessions', asking('DELETE', '/auth/sessions?include_current=true', { headers: COOKIE_MODE })],
  ['read the profile', asking('GET', '/users/me', { headers: COOKIE_MODE })],
  ['read the devices', asking('GET', '/auth/sessions')],
  ['run an answer as a script', embedding('script', '/users/me')],
  ['show an answer as a picture', embedding('img', '/users/me')],
  ['frame the application', framing('app', '/')],
  ['frame a page of the service', framing('gatehouse', '/reset-password')],
  ['reach into a window with the application', opening],
];

inBrowser('the application itself', (browser) => {
  it('can do what others cannot, so that the attempts are real ones', async () => {
    const { page, leave } = await member(browser());
    const api = `${inject('gatehouse')}/api/v1`;
    const [refresh, profile] = [
      asking('POST', '/auth/refresh', { headers: COOKIE_MODE, body: '{}' }),
      asking('GET', '/users/me'),
    ];
    expect(await refresh(page, api)).toMatch(/^200: .*access_token/);
    expect(await profile(page, api)).toMatch(/^401: .*missing_access_token/);
    await leave();
  });
});

describe.each([
  ['of another site, by number', '127.0.0.1'],
  ['of another site, by name', FOREIGN_HOST],
  ['of the same site, at another port', 'localhost'],
])('a page %s', (_, host) => {
  inBrowser('in the browser of somebody who is signed in', (browser) => {
    let site: Awaited<ReturnType<typeof startForeignSite>>;
    let victim: Member;
    beforeAll(async () => {
      site = await startForeignSite();
      victim = await member(browser());
    });
    afterAll(async () => {
      await victim?.leave();
      await site?.stop();
    });
    const cookies = async () =>
      (await victim.context.cookies())
        .map(({ name, value }) => `${name}=${value}`)
        .toSorted()
        .join('; ');

    it.each(ATTEMPTS)('cannot %s', async (_, attempt) => {
      const before = await cookies();
      const page = await victim.context.newPage();
      await page.goto(`http://${host}:${site.port}/`);
      expect(await attempt(page, `${inject('gatehouse')}/api/v1`)).toBe(NOTHING);
      await page.close();
      if (attempt !== opening) expect(await cookies()).toBe(before);
    });

    it('has left the victim signed in', async () => {
      await victim.page.reload();
      await heading(victim.page, /^Hello/).waitFor();
      await open(victim.page, 'Devices');
      await victim.page.getByText('This device').waitFor();
      await expect.poll(() => victim.page.getByRole('main').getByRole('listitem').count()).toBe(1);
    });
  });
});
