import { inBrowser } from '../support/in-browser.js';
import { lookAt, NOTHING_WRONG } from '../support/looks.js';
import {
  atAcme,
  historyOf,
  ownComplaints,
  signInAtAcme,
  type SocialHouse,
  startSocialHouse,
} from '../support/social-house.js';
import { visit } from '../support/visitor.js';

inBrowser('the page to sign in on, where nothing but providers is configured', (browser) => {
  let house: SocialHouse;
  let url: string;
  beforeAll(async () => {
    house = await startSocialHouse({ SOCIAL_REDIRECT_URIS: '', ALLOWED_ORIGINS: '' });
    ({ url } = house.gatehouse);
  });
  afterAll(() => house.stop());

  it('signs somebody in, and out', async () => {
    const { id } = atAcme(house, { name: 'Ada Lovelace' });
    const { context, page, complaints, leave } = await visit(browser(), `${url}/sign-in`);
    expect(await lookAt(page, 'sign-in')).toEqual(NOTHING_WRONG);
    await page.getByRole('button', { name: 'Continue with Acme' }).click();
    await signInAtAcme(page, id);

    await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
    expect(await page.getByRole('status').textContent()).toBe('As Ada Lovelace.');
    expect(await lookAt(page, 'sign-in-done')).toEqual(NOTHING_WRONG);
    expect(page.url()).toBe(`${url}/sign-in`);
    expect((await historyOf(page)).filter((address) => /[?&]code=ghc_/.test(address))).toEqual([]);
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
    const refresh = () => context.cookies(url).then((all) => all.filter(({ name }) => name === 'gatehouse_refresh'));
    expect(await refresh()).toEqual([expect.objectContaining({ httpOnly: true, sameSite: 'Strict' })]);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
    expect(await refresh()).toEqual([]);
    expect(ownComplaints(complaints)).toEqual([]);
    await leave();
  });

  it('says so when somebody thinks better of it, and in German to those who prefer that', async () => {
    const { page, leave } = await visit(browser(), `${url}/sign-in`, { locale: 'de-AT' });
    await page.getByRole('button', { name: 'Weiter mit Acme' }).click();
    await page.getByRole('link', { name: /Cancel/ }).click();
    await expect.poll(() => page.getByRole('status').textContent()).toBe('Die Anmeldung wurde dort abgebrochen.');
    expect(await lookAt(page, 'sign-in-refused')).toEqual(NOTHING_WRONG);
    await leave();
  });

  it('takes no code that another has begun for (login CSRF), and shows no words of an address', async () => {
    const { page, leave } = await visit(browser(), `${url}/sign-in?code=ghc_x&state=of-somebody-else`);
    await expect.poll(() => page.getByRole('status').textContent()).toMatch(/not begun in this tab/);
    expect(page.url()).toBe(`${url}/sign-in`);
    await page.goto(`${url}/sign-in?error=constructor&state=x`);
    await expect.poll(() => page.getByRole('status').textContent()).toMatch(/not begun in this tab/);
    await leave();
  });

  it('is moved to where people come back to, when it is opened under another name of the machine', async () => {
    const { page, leave } = await visit(browser(), `${url.replace('localhost', '127.0.0.1')}/sign-in`);
    await page.waitForURL(`${url}/sign-in`);
    await leave();
  });

  it('is where a sign-in that was begun in another browser leads on to', async () => {
    const { page, leave } = await visit(browser(), `${url}/api/v1/auth/social/acme/callback?code=x&state=x`);
    await page.getByRole('heading', { name: 'This sign-in is over' }).waitFor();
    expect(await lookAt(page, 'sign-in-over')).toEqual(NOTHING_WRONG);
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await page.getByRole('button', { name: 'Continue with Acme' }).waitFor();
    await leave();
  });
});
