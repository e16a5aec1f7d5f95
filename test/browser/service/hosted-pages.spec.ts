import { inject } from 'vitest';
import { inBrowser } from '../support/in-browser.js';
import { linkFromLetter } from '../support/letters.js';
import { lookAt, NOTHING_WRONG } from '../support/looks.js';
import { apiOf, register } from '../support/people.js';
import { visit, withoutRefusals } from '../support/visitor.js';

const ANOTHER = 'numbers dream in brass';

inBrowser('the pages that letters lead to', (browser) => {
  const url = inject('gatehouse');

  it('proves an address by the keyboard alone', async () => {
    const { email, password } = await register(url);
    const { page, complaints, leave } = await visit(browser(), `${url}/forgot-password`);
    await page.goto(await linkFromLetter(page, url, email, 'Confirm your e-mail address'));
    expect(page.url()).not.toContain('token');
    expect(await lookAt(page, 'hosted-verify-email')).toEqual(NOTHING_WRONG);

    await page.keyboard.press('Tab');
    await page.keyboard.type('not the password');
    await page.keyboard.press('Enter');
    const message = page.getByRole('status');
    await expect.poll(() => message.textContent()).toMatch(/\S/);
    expect(await lookAt(page, 'hosted-verify-email-refused')).toEqual(NOTHING_WRONG);
    // The field has the focus again, so that one may type at once.
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your e-mail address is confirmed' }).waitFor();
    expect(await lookAt(page, 'hosted-verify-email-done')).toEqual(NOTHING_WRONG);
    expect(withoutRefusals(complaints)).toEqual([]);
    await leave();
  });

  it('shows and hides a password, and takes somebody over who did not make the account', async () => {
    const { email } = await register(url);
    const { page, complaints, leave } = await visit(browser(), `${url}/forgot-password`);
    await page.goto(await linkFromLetter(page, url, email, 'Confirm your e-mail address'));
    const field = page.getByLabel('Password', { exact: true });
    await field.fill('seen');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await field.getAttribute('type')).toBe('text');
    await page.getByRole('button', { name: 'Hide' }).click();
    expect(await field.getAttribute('type')).toBe('password');

    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    expect(page.url()).not.toContain('token');
    await page.getByLabel('New password').fill(ANOTHER);
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByRole('heading', { name: 'Your new password is set' }).waitFor();
    expect(complaints).toEqual([]);
    await leave();
  });

  it('recovers an account whose password is forgotten', async () => {
    const { username, email } = await register(url);
    const { page, complaints, leave } = await visit(browser(), `${url}/forgot-password`);
    expect(await lookAt(page, 'hosted-forgot-password')).toEqual(NOTHING_WRONG);
    await page.getByLabel('E-mail').fill(email);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    expect(await lookAt(page, 'hosted-forgot-password-done')).toEqual(NOTHING_WRONG);

    const link = await linkFromLetter(page, url, email, 'Choose a new password');
    await page.goto(link);
    await page.getByLabel('New password').fill('password');
    await page.getByRole('button', { name: 'Set the password' }).click();
    await expect.poll(() => page.getByRole('status').textContent()).toMatch(/12/);
    expect(await lookAt(page, 'hosted-reset-password-refused')).toEqual(NOTHING_WRONG);
    await page.getByLabel('New password').fill(ANOTHER);
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByRole('heading', { name: 'Your new password is set' }).waitFor();
    expect((await apiOf(url).post('/auth/login', { username, password: ANOTHER })).status).toBe(200);

    await page.goto('about:blank');
    await page.goto(link);
    await page.getByLabel('New password').fill(ANOTHER);
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByRole('link', { name: /another|again|new/i }).waitFor();
    expect(await lookAt(page, 'hosted-reset-password-void')).toEqual(NOTHING_WRONG);
    expect(withoutRefusals(complaints)).toEqual([]);
    await leave();
  });

  it.each([
    'accept-invitation',
    'confirm-registration',
    'confirm-email',
    'not-me',
    'request-unlock',
    'unlock',
    'restore-account',
  ])('is readable by everybody: /%s, with a token and without', async (path) => {
    const { page, complaints, leave } = await visit(browser(), `${url}/${path}#token=${'A'.repeat(43)}`);
    expect(await lookAt(page, `hosted-${path}`)).toEqual(NOTHING_WRONG);
    await page.goto('about:blank');
    await page.goto(`${url}/${path}`);
    expect(await lookAt(page, `hosted-${path}-without`)).toEqual(NOTHING_WRONG);
    expect(complaints).toEqual([]);
    await leave();
  });

  it('speaks German to those who prefer it', async () => {
    const { page, leave } = await visit(browser(), `${url}/forgot-password`, { locale: 'de-AT' });
    expect(await page.getAttribute('html', 'lang')).toBe('de');
    expect(await lookAt(page, 'hosted-forgot-password-german')).toEqual(NOTHING_WRONG);
    await leave();
  });

  it('says so when the service is away', async () => {
    const { context, page, leave } = await visit(browser(), `${url}/forgot-password`);
    await context.setOffline(true);
    await page.getByLabel('E-mail').fill('ada@example.org');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('status').textContent()).toMatch(/\S/);
    await context.setOffline(false);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    await leave();
  });
});
