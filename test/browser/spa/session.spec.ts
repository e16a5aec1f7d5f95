import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { heading, member, open, signIn } from '../support/app.js';
import { inBrowser } from '../support/in-browser.js';
import { register } from '../support/people.js';
import { visit } from '../support/visitor.js';

inBrowser('a session in the browser', (browser) => {
  const app = inject('app');

  it('is still there after a reload, and no script finds a token', async () => {
    const { context, page, leave } = await member(browser());
    await page.reload();
    await heading(page, /^Hello/).waitFor();
    const kept = await page.evaluate(async () =>
      JSON.stringify([
        Object.entries(localStorage),
        Object.entries(sessionStorage),
        document.cookie,
        location.href,
        history.state,
        (await indexedDB.databases()).map(({ name }) => name),
        await caches.keys(),
      ]),
    );
    // Neither a JWT nor a refresh token.
    expect(kept).not.toMatch(/eyJ|ghr_/);
    const cookies = await context.cookies(inject('gatehouse'));
    expect(cookies.filter(({ value }) => value.startsWith('ghr_'))).toMatchObject([
      { name: 'gatehouse_refresh', httpOnly: true, sameSite: 'Strict', path: '/' },
    ]);
    await leave();
  });

  it('that was renewed before says that it is over when another device has ended it', async () => {
    const { page, person, leave } = await member(browser());
    const other = await member(browser(), { person });
    await page.reload();
    await heading(page, /^Hello/).waitFor();
    await open(other.page, 'Devices');
    await other.page.getByRole('button', { name: 'Sign out all others' }).click();
    await expect.poll(() => other.page.getByRole('main').getByRole('listitem').count()).toBe(1);
    await open(page, 'Devices');
    await page.getByText('Your session is over').waitFor();
    await signIn(page, person);
    // Where they were.
    await heading(page, 'Devices').waitFor();
    await other.leave();
    await leave();
  });

  it('begins in every tab at once, and ends in every tab at once', async () => {
    const person = await register(inject('gatehouse'));
    const { context, page, leave } = await visit(browser(), app);
    const second = await context.newPage();
    await second.goto(app);
    await heading(second, 'Sign in').waitFor();
    await signIn(page, person);
    await heading(second, `Hello, ${person.username}`).waitFor();
    await second.getByRole('button', { name: 'Sign out' }).click();
    await heading(page, 'Sign in').waitFor();
    await page.reload();
    await heading(page, 'Sign in').waitFor();
    await leave();
  });

  it('is renewed once for all tabs, before its access token is over', async () => {
    const person = await register(inject('gatehouse'));
    const { context, page, leave } = await visit(browser(), 'about:blank');
    await context.clock.install();
    await page.goto(app);
    await signIn(page, person);
    await heading(page, /^Hello/).waitFor();
    const second = await context.newPage();
    await second.goto(app);
    await heading(second, /^Hello/).waitFor();
    const refreshes = countRefreshes([page, second]);
    await context.clock.fastForward('20:00');
    await Promise.all([open(page, 'Devices'), open(second, 'Activity')]);
    await Promise.all([page.getByText('This device').waitFor(), second.getByText('Account created').waitFor()]);
    expect(refreshes()).toBe(1);
    await leave();
  });

  it('says so gently where something else than the service answers', async () => {
    const person = await register(inject('gatehouse'));
    const { context, page, leave } = await visit(browser(), app);
    await heading(page, 'Sign in').waitFor();
    await context.route(`${inject('gatehouse')}/**`, (route) =>
      route.fulfill({
        status: 200,
        contentType: 'text/html',
        headers: { 'access-control-allow-origin': app, 'access-control-allow-credentials': 'true' },
        body: '<h1>Welcome to our hotel</h1>',
      }),
    );
    await signIn(page, person);
    await page.getByText('Is this a network that one has to sign in to?').waitFor({ timeout: 60_000 });
    await context.unroute(`${inject('gatehouse')}/**`);
    await signIn(page, person);
    await heading(page, /^Hello/).waitFor();
    await leave();
  });
});

function countRefreshes(pages: readonly Page[]): () => number {
  let count = 0;
  for (const page of pages) {
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/auth/refresh')) count += 1;
    });
  }
  return () => count;
}
