import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { heading } from '../support/app.js';
import { inBrowser } from '../support/in-browser.js';
import { somebody } from '../support/people.js';
import { visit } from '../support/visitor.js';

const MOST_STOPS = 40;

inBrowser('the keyboard alone', (browser) => {
  it('takes somebody from the registration to the end of the account', async () => {
    const { username, email, password } = somebody();
    const { page, leave } = await visit(browser(), inject('app'));
    await heading(page, 'Sign in').waitFor();
    await tabTo(page, 'Create an account');
    await page.keyboard.press('Enter');
    await heading(page, 'Create an account').waitFor();
    await tabTo(page, 'Username');
    await page.keyboard.type(username);
    await tabTo(page, 'E-mail address');
    await page.keyboard.type(email);
    await tabTo(page, 'Password');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await heading(page, `Hello, ${username}`).waitFor();

    await tabTo(page, 'Security');
    await page.keyboard.press('Enter');
    await heading(page, 'Security').waitFor();
    // Whoever hears the page is told that it is another one, and goes on from its heading.
    expect(await nameOfFocus(page)).toBe('Security');
    await tabTo(page, 'Delete the account …');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await nameOfFocus(page)).toBe('Your password');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await nameOfFocus(page)).toBe('Delete the account …');
    await page.keyboard.press('Enter');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await heading(page, 'Your account is closed').waitFor();
    await leave();
  });

  it('skips what is the same on every page, and always shows where it is', async () => {
    const { username, email, password } = somebody();
    const { page, leave } = await visit(browser(), `${inject('app')}/register`);
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await heading(page, `Hello, ${username}`).waitFor();
    await page.reload();
    await heading(page, `Hello, ${username}`).waitFor();
    await page.keyboard.press('Tab');
    expect(await nameOfFocus(page)).toBe('Skip to the content');
    expect(await hasOutline(page)).toBe(true);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await nameOfFocus(page)).toBe('Send it again');
    expect(await hasOutline(page)).toBe(true);
    await leave();
  });
});

async function tabTo(page: Page, name: string): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    if ((await nameOfFocus(page)) === name) return;
  }
  throw new Error(`The keyboard never comes to ${name}`);
}

/** As it is read aloud. */
const nameOfFocus = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const focused = document.activeElement as HTMLInputElement | null;
    return (focused?.labels?.[0] ?? focused)?.textContent?.trim() ?? '';
  });

const hasOutline = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
