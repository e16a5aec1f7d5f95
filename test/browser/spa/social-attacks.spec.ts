import type { BrowserContext, Page } from 'playwright-core';
import { heading } from '../support/app.js';
import { inBrowser } from '../support/in-browser.js';
import { lookAt, NOTHING_WRONG } from '../support/looks.js';
import { apiOf, register } from '../support/people.js';
import {
  atAcme,
  historyOf,
  ownComplaints,
  signInAtAcme,
  type SocialHouse,
  startSocialHouse,
} from '../support/social-house.js';
import { visit } from '../support/visitor.js';

inBrowser('sign-in with a provider refuses', (browser) => {
  let house: SocialHouse;
  beforeAll(async () => {
    house = await startSocialHouse();
  });
  afterAll(() => house?.stop());
  afterEach(() => house.odd.behave());

  const goOn = (page: Page, label = 'Acme') =>
    page.getByRole('button', { name: `Continue with ${label}`, exact: true }).click();

  const cookiesOf = async (context: BrowserContext) =>
    (await context.cookies(house.gatehouse.url)).filter(({ name }) => name.includes('refresh'));

  /** An attacker begins, and keeps the address instead of following it. */
  async function withheld(pattern: string, id: string): Promise<string> {
    const { context, page, leave } = await visit(browser(), house.app);
    let kept = '';
    // Not by `route`, which never sees where a redirect leads.
    const network = await context.newCDPSession(page);
    network.on('Fetch.requestPaused', ({ requestId, request }) => {
      kept = request.url;
      void network.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    });
    await network.send('Fetch.enable', { patterns: [{ urlPattern: pattern }] });
    await goOn(page);
    await signInAtAcme(page, id);
    await expect.poll(() => kept).not.toBe('');
    await leave();
    return kept;
  }

  async function expectStranger(page: Page): Promise<void> {
    expect(await cookiesOf(page.context())).toEqual([]);
    await page.goto(house.app);
    await heading(page, 'Sign in').waitFor();
  }

  it('a callback that was begun in another browser', async () => {
    const address = await withheld('*/auth/social/acme/callback?*', atAcme(house).id);
    const { page, leave } = await visit(browser(), house.app);
    const answer = await page.goto(address);
    expect(answer!.status()).toBe(400);
    expect(await page.content()).toContain('invalid_social_flow');
    await expectStranger(page);
    await leave();
  });

  it('so also while the victim has begun a sign-in of their own', async () => {
    const address = await withheld('*/auth/social/acme/callback?*', atAcme(house).id);
    const { page, leave } = await visit(browser(), house.app);
    await goOn(page);
    await page.locator('[name=login]').waitFor();
    expect((await page.goto(address))!.status()).toBe(400);
    await expectStranger(page);
    await leave();
  });

  it('a callback that comes twice', async () => {
    const { context, page, leave } = await visit(browser(), house.app);
    const { id } = atAcme(house);
    const callbacks: string[] = [];
    context.on('request', (request) => {
      if (request.url().includes('/acme/callback?')) callbacks.push(request.url());
    });
    await goOn(page);
    await signInAtAcme(page, id);
    await heading(page, `Hello, ${id}`).waitFor();
    expect(callbacks).toHaveLength(1);
    expect((await page.goto(callbacks[0]!))!.status()).toBe(400);
    await page.goto(house.app);
    await heading(page, `Hello, ${id}`).waitFor(); // And it takes nothing from who is signed in.
    await leave();
  });

  it("somebody else's return: nobody ends up in the account of an attacker", async () => {
    const address = await withheld('*/signed-in?*', atAcme(house).id);
    expect(address).toContain('code=');
    const { page, complaints, leave } = await visit(browser(), house.app);
    await page.goto(address);
    await heading(page, 'You are not signed in').waitFor();
    await page.getByText('was not begun in this browser').waitFor();
    expect(page.url()).toBe(`${house.app}/signed-in`);
    expect((await historyOf(page)).join('\n')).not.toContain('code=');
    expect(await lookAt(page, 'social-refused')).toEqual(NOTHING_WRONG);
    await page.getByRole('link', { name: 'Back to signing in' }).click();
    await expectStranger(page);
    expect(ownComplaints(complaints)).toEqual([]);
    await leave();
  });

  it('an address that belongs to somebody, and that neither side has proven', async () => {
    const owner = await register(house.gatehouse.url);
    const { id } = atAcme(house, { email: owner.email, email_verified: false });
    const { page, complaints, leave } = await visit(browser(), house.app);
    await goOn(page);
    await signInAtAcme(page, id);
    await page.getByText('There is an account with your e-mail address already.').waitFor();
    expect(ownComplaints(complaints)).toEqual([]);
    await expectStranger(page);
    const answer = await apiOf(house.gatehouse.url).post('/auth/login', owner);
    expect(answer.status).not.toBe(200); // More than username and password: nothing is read that is not asked for.
    const { username, password } = owner;
    expect((await apiOf(house.gatehouse.url).post('/auth/login', { username, password })).status).toBe(200);
    await leave();
  });

  it('who thinks better of it at the provider', async () => {
    const { page, complaints, leave } = await visit(browser(), house.app);
    await goOn(page);
    await page.getByRole('link', { name: /Cancel/ }).click();
    await page.getByText('Nothing has changed here.').waitFor();
    expect(page.url()).toBe(`${house.app}/signed-in`);
    expect(ownComplaints(complaints)).toEqual([]);
    await expectStranger(page);
    await leave();
  });

  it.each<[string, (odd: SocialHouse['odd']) => void, string]>([
    [
      'a provider that answers with a page',
      (odd) => odd.instead.set('/token', () => ({ type: 'text/html', body: '<h1>Down for the night</h1>' })),
      'The provider does not answer.',
    ],
    [
      'a provider that signs for somebody else',
      (odd) => (odd.idToken = { sub: 'eve', aud: 'another application' }),
      'The answer of the provider could not be believed.',
    ],
    [
      'a provider that names no address',
      (odd) => (odd.idToken = odd.userinfo = { sub: 'eve' }),
      'has told us no e-mail address',
    ],
  ])('%s', async (_, behave, sentence) => {
    behave(house.odd);
    const { page, complaints, leave } = await visit(browser(), house.app);
    await goOn(page, 'Odd Fellows');
    await page.waitForURL(`${house.odd.issuer}/**`);
    await page.goto(house.odd.back(page.url()));
    await page.getByText(sentence).waitFor();
    expect((await historyOf(page)).filter((url) => url.startsWith(house.app)).join('\n')).not.toMatch(/error=|state=/);
    expect(ownComplaints(complaints)).toEqual([]);
    await expectStranger(page);
    await leave();
  });
});
