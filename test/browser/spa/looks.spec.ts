import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { ADMIN } from '#test/support/names.js';
import { heading, member, open, signIn } from '../support/app.js';
import { inBrowser } from '../support/in-browser.js';
import { lookAt, NOTHING_WRONG } from '../support/looks.js';
import { startOwnHouse } from '../support/own-house.js';
import { apiOf, register, somebody } from '../support/people.js';
import { visit, withoutRefusals } from '../support/visitor.js';

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

inBrowser('how the application looks, and whether everybody can use it', (browser) => {
  const looksRight = async (page: Page, name: string) =>
    expect(await lookAt(page, `app-${name}`)).toEqual(NOTHING_WRONG);

  it('to a stranger', async () => {
    const { page, complaints, leave } = await visit(browser(), inject('app'));
    await heading(page, 'Sign in').waitFor();
    await looksRight(page, 'sign-in');
    await page.getByLabel('Username or e-mail').fill('nobody');
    await page.getByLabel('Password', { exact: true }).fill('nothing');
    await page.keyboard.press('Enter');
    await page.getByText('do not belong together').waitFor();
    await looksRight(page, 'sign-in-refused');

    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await looksRight(page, 'forgot-password');
    await page.getByLabel('E-mail').fill('nobody@example.org');
    await page.keyboard.press('Enter');
    await heading(page, 'Look into your mail').waitFor();
    await looksRight(page, 'forgot-password-done');

    await page.getByRole('link', { name: 'Back to signing in' }).click();
    await page.getByRole('link', { name: 'Create an account' }).click();
    await looksRight(page, 'register');
    const { username, email } = await register(inject('gatehouse'));
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('E-mail').fill(email.replace('u', 'v'));
    await page.getByLabel('Password', { exact: true }).fill('password');
    await page.keyboard.press('Enter');
    await page.getByText('Use at least 12 characters').waitFor();
    await looksRight(page, 'register-weak');
    await page.getByLabel('Password', { exact: true }).fill('seven quiet lanterns drift');
    await page.keyboard.press('Enter');
    await page.getByText('This username is taken.').waitFor();
    await looksRight(page, 'register-taken');
    expect(withoutRefusals(complaints)).toEqual([]);
    await leave();
  });

  it('to a member', async () => {
    const person = await register(inject('gatehouse'));
    const phone = await member(browser(), { person, options: { userAgent: PHONE } });
    const { page, complaints, leave } = await member(browser(), { person });
    await looksRight(page, 'profile');
    await open(page, 'Security');
    await looksRight(page, 'security');
    await page.getByRole('button', { name: 'Delete the account' }).click();
    await looksRight(page, 'security-delete');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await open(page, 'Devices');
    await page.getByText('This device').waitFor();
    await looksRight(page, 'devices');
    await apiOf(inject('gatehouse')).post('/auth/login', { username: person.username, password: 'wrong' });
    await open(page, 'Activity');
    await page.getByText('Account created').waitFor();
    await looksRight(page, 'activity');
    await page.goto(`${inject('app')}/nowhere`);
    await heading(page, 'There is nothing here').waitFor();
    await looksRight(page, 'not-found');
    expect(withoutRefusals(complaints)).toEqual([]);
    await leave();
    await phone.leave();
  });

  it('to somebody who is signed out, or closes the account', async () => {
    const { page, person, complaints, leave } = await member(browser());
    const api = apiOf(inject('gatehouse'));
    const { body } = await api.post('/auth/login', { username: person.username, password: person.password });
    await api.delete('/auth/sessions', body.access_token);
    await open(page, 'Devices');
    await page.getByText('Your session is over').waitFor();
    await looksRight(page, 'sign-in-ended');
    await signIn(page, person);
    await open(page, 'Security');
    await page.getByRole('button', { name: 'Delete the account' }).click();
    await page.getByLabel('Your password', { exact: true }).fill(person.password);
    await page.keyboard.press('Enter');
    await heading(page, 'Your account is closed').waitFor();
    await looksRight(page, 'goodbye');
    expect(withoutRefusals(complaints)).toEqual([]);
    await leave();
  });

  it('to somebody whose account a letter makes', async () => {
    const house = await startOwnHouse({ REGISTRATION_DISCLOSURE: 'hidden' });
    const { page, complaints, leave } = await visit(browser(), house.app);
    await page.getByRole('link', { name: 'Create an account' }).click();
    const { username, email, password } = somebody();
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await heading(page, 'Look into your mail').waitFor();
    await looksRight(page, 'register-letter');
    expect(withoutRefusals(complaints)).toEqual([]);
    await leave();
    await house.stop();
  });

  it('to an administrator', async () => {
    for (let made = 0; made < 11; made += 1) await register(inject('gatehouse'));
    const { page, complaints, leave } = await member(browser(), { person: ADMIN });
    await open(page, 'Users');
    await page.getByText(/1 to 10 of \d+/).waitFor();
    await looksRight(page, 'users');
    expect(withoutRefusals(complaints)).toEqual([]);
    await leave();
  });
});
