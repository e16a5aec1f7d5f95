import { inject } from 'vitest';
import { ADMIN, PASSWORD, uniqueName } from '#test/support/names.js';
import { heading, member, open } from '../support/app.js';
import { inBrowser } from '../support/in-browser.js';
import { apiOf } from '../support/people.js';
import { withoutRefusals } from '../support/visitor.js';

inBrowser('the list of users', (browser) => {
  const gatehouse = inject('gatehouse');

  it('is found through, and looked through page by page', async () => {
    // With a name in common, so that what others register meanwhile does not move the pages.
    const clan = uniqueName();
    for (let number = 10; number < 22; number += 1) {
      const username = `${clan}-${number}`;
      const { status } = await apiOf(gatehouse).post('/auth/register', {
        username,
        email: `${username}@example.org`,
        password: PASSWORD,
      });
      expect(status).toBe(201);
    }
    const { page, complaints, leave } = await member(browser(), { person: ADMIN });
    await open(page, 'Users');
    const names = () => page.locator('table.users strong').allTextContents();
    await page.getByLabel('Search').fill(clan);
    await page.getByText('1 to 10 of 12').waitFor();
    const first = await names();
    expect(first).toEqual(Array.from({ length: 10 }, (_, index) => `${clan}-${21 - index}`));
    expect(await page.getByRole('button', { name: 'Previous' }).isDisabled()).toBe(true);

    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('11 to 12 of 12').waitFor();
    expect(await names()).toEqual([`${clan}-11`, `${clan}-10`]);
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Previous' }).click();
    await page.getByText('1 to 10 of 12').waitFor();
    expect(await names()).toEqual(first);

    await page.getByLabel('Search').fill(`${clan}-15@example.org`);
    await page.getByText('1 to 1 of 1').waitFor();
    expect(await names()).toEqual([`${clan}-15`]);
    await page.getByLabel('Show').selectOption('Deactivated');
    await page.getByText('Nobody is like that.').waitFor();
    expect(withoutRefusals(complaints)).toEqual([]);
    await leave();
  });

  it('lets somebody be deactivated, which ends their sessions, and be activated again', async () => {
    const theirs = await member(browser());
    const { person } = theirs;
    const { page, leave } = await member(browser(), { person: ADMIN });
    await open(page, 'Users');
    await page.getByLabel('Search').fill(person.username);
    await page.getByText('1 to 1 of 1').waitFor();
    await page.getByRole('button', { name: `Deactivate ${person.username}` }).click();
    await page.getByText('Deactivated', { exact: true }).and(page.locator('.badge')).waitFor();

    const signIn = () => apiOf(gatehouse).post('/auth/login', { username: person.username, password: person.password });
    expect((await signIn()).body).toMatchObject({ code: 'account_disabled' });
    await open(theirs.page, 'Devices');
    await heading(theirs.page, 'Sign in').waitFor();

    await page.getByRole('button', { name: `Activate ${person.username}` }).click();
    await page.getByRole('button', { name: `Deactivate ${person.username}` }).waitFor();
    expect((await signIn()).status).toBe(200);
    await leave();
    await theirs.leave();
  });

  it('offers nothing against oneself', async () => {
    const { page, leave } = await member(browser(), { person: ADMIN });
    await open(page, 'Users');
    await page.getByLabel('Search').fill(ADMIN.email);
    await page.getByText(/1 to 1 of 1/).waitFor();
    expect(await page.getByRole('button', { name: /activate/i }).count()).toBe(0);
    await leave();
  });

  it('is no page for others', async () => {
    const { page, leave } = await member(browser());
    expect(await page.getByRole('link', { name: 'Users' }).count()).toBe(0);
    await page.goto(`${inject('app')}/users`);
    await page.getByText('You may not do this.').waitFor();
    expect(await page.locator('table.users').count()).toBe(0);
    await leave();
  });
});
