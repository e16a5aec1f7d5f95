import { Client } from 'pg';
import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { heading, member, open, signIn } from '../support/app.js';
import { inBrowser } from '../support/in-browser.js';
import { lookAt, NOTHING_WRONG } from '../support/looks.js';
import { register } from '../support/people.js';
import {
  atAcme,
  historyOf,
  ownComplaints,
  signInAtAcme,
  type SocialHouse,
  startSocialHouse,
} from '../support/social-house.js';
import { visit } from '../support/visitor.js';

const onPostgres = inject('postgres') !== undefined;

inBrowser('sign-in with a provider', (browser) => {
  let house: SocialHouse;
  beforeAll(async () => {
    house = await startSocialHouse();
  });
  afterAll(() => house?.stop());

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const connected = (page: Page) => page.getByRole('list', { name: 'Connected' }).getByRole('listitem');
  const here = async () => {
    const person = await register(house.gatehouse.url);
    return member(browser(), { app: house.app, gatehouse: house.gatehouse.url, person });
  };

  /** Nothing that would let anybody in: neither shown, nor to be found by going back, nor kept. */
  async function expectNoTraces(page: Page): Promise<void> {
    const all = await historyOf(page);
    expect(all.filter((url) => url.startsWith(house.app)).join('\n')).not.toMatch(/code=|state=|ghc_|eyJ|ghr_/);
    const kept = await page.evaluate(() =>
      JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage), history.state]),
    );
    expect(kept).not.toMatch(/ghc_|eyJ|ghr_|verifier/);
  }

  it('is not offered where there is none', async () => {
    const { page, complaints, leave } = await visit(browser(), inject('app'));
    await heading(page, 'Sign in').waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.getByText('Continue with').count()).toBe(0);
    expect(ownComplaints(complaints)).toEqual([]);
    await leave();
  });

  it('makes an account for somebody new, and finds it again', async () => {
    const { id, email } = atAcme(house, { name: 'Ada Lovelace' });
    const { page, complaints, leave } = await visit(browser(), `${house.app}/devices`);
    await button(page, 'Continue with Acme').click();
    await signInAtAcme(page, id);
    // Where they were when they were asked to sign in.
    await heading(page, 'Devices').waitFor();
    expect(page.url()).toBe(`${house.app}/devices`);
    await expectNoTraces(page);
    await open(page, 'Profile');
    await heading(page, 'Hello, Ada Lovelace').waitFor();
    await page.getByText(email).first().waitFor();
    await page.getByText('Confirmed', { exact: true }).waitFor();

    const second = await page.context().newPage();
    await second.goto(house.app);
    await heading(second, 'Hello, Ada Lovelace').waitFor();
    await button(page, 'Sign out').click();
    await heading(second, 'Sign in').waitFor();

    await button(page, 'Continue with Acme').click(); // They are still signed in there.
    await heading(page, 'Hello, Ada Lovelace').waitFor();
    await heading(second, 'Hello, Ada Lovelace').waitFor();
    await expectNoTraces(page);
    expect(ownComplaints(complaints)).toEqual([]);
    await leave();
  });

  it('is offered where one registers', async () => {
    const { id } = atAcme(house);
    const { page, leave } = await visit(browser(), `${house.app}/register`);
    await button(page, 'Continue with Acme').waitFor();
    expect(await lookAt(page, 'social-register')).toEqual(NOTHING_WRONG);
    await button(page, 'Continue with Acme').click();
    await signInAtAcme(page, id);
    await heading(page, `Hello, ${id}`).waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
    await leave();
  });

  it('is connected to an account that there is, opens it, and is disconnected', async () => {
    const { id, email } = atAcme(house);
    const { page, person, complaints, leave } = await here();
    await open(page, 'Security');
    await button(page, 'Connect Acme').click();
    await signInAtAcme(page, id);
    await page.getByText('Acme is connected.').waitFor();
    expect(await connected(page).allInnerTexts()).toEqual([expect.stringContaining(email)]);
    await expectNoTraces(page);
    expect(await lookAt(page, 'social-security')).toEqual(NOTHING_WRONG);
    await page.reload();
    await connected(page).first().waitFor();
    expect(await page.getByText('Acme is connected.').count()).toBe(0);

    await button(page, 'Sign out').click();
    await button(page, 'Continue with Acme').click();
    await heading(page, 'Security').waitFor();
    await open(page, 'Profile');
    await heading(page, `Hello, ${person.username}`).waitFor();

    await open(page, 'Security');
    await button(page, 'Disconnect Acme').click();
    await page.getByText('Acme is disconnected.').waitFor();
    await expect.poll(() => connected(page).count()).toBe(0);
    await button(page, 'Connect Acme').waitFor();
    await open(page, 'Profile');
    await heading(page, `Hello, ${person.username}`).waitFor();
    expect(ownComplaints(complaints)).toEqual([]);
    await leave();
  });

  it('is not disconnected where it is the last way in, until there is a password', async () => {
    const { id } = atAcme(house);
    const { page, leave } = await visit(browser(), `${house.app}/security`);
    await button(page, 'Continue with Acme').click();
    await signInAtAcme(page, id);
    await button(page, 'Disconnect Acme').click();
    await page.getByText('Without this you could not sign in any more.').waitFor();
    expect(await lookAt(page, 'social-last-way-in')).toEqual(NOTHING_WRONG);
    await button(page, 'Set one by letter').click();
    await page.getByText('A letter is on its way to').waitFor();
    expect(await connected(page).count()).toBe(1);
    await leave();
  });

  it.runIf(onPostgres)('asks who it is where the last sign-in is long ago', async () => {
    const { id } = atAcme(house);
    const { page, person, leave } = await here();
    const database = new Client({ connectionString: house.database });
    await database.connect();
    await database.query(
      `UPDATE sessions SET authenticated_at = now() - interval '1 hour'
       WHERE user_id = (SELECT id FROM users WHERE username = $1)`,
      [person.username],
    );
    await database.end();
    await page.goto(`${house.app}/security`);
    await button(page, 'Connect Acme').click();
    const dialog = page.getByRole('dialog', { name: 'Is it you?' });
    await dialog.waitFor();
    expect(await lookAt(page, 'social-step-up')).toEqual(NOTHING_WRONG);
    await dialog.getByLabel('Your password', { exact: true }).fill('not the password');
    await button(page, 'Go on').click();
    await dialog.getByText('do not belong together').waitFor();
    await dialog.getByLabel('Your password', { exact: true }).fill(person.password);
    await button(page, 'Go on').click();
    await signInAtAcme(page, id);
    await page.getByText('Acme is connected.').waitFor();
    await leave();
  });

  it('leaves the password as it was', async () => {
    const { page, person, leave } = await here();
    await button(page, 'Sign out').click();
    await button(page, 'Continue with Acme').waitFor();
    expect(await lookAt(page, 'social-sign-in')).toEqual(NOTHING_WRONG);
    await signIn(page, person);
    await heading(page, `Hello, ${person.username}`).waitFor();
    await leave();
  });
});
