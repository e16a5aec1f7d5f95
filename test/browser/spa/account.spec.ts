import { inject } from 'vitest';
import { heading, member, open, signIn } from '../support/app.js';
import { inBrowser } from '../support/in-browser.js';
import { linkFromLetter } from '../support/letters.js';
import { somebody } from '../support/people.js';
import { visit, withoutRefusals } from '../support/visitor.js';

const ANOTHER = 'numbers dream in brass';
const SIGNED_OUT = 'Your session is over';

inBrowser('the life of an account', (browser) => {
  const app = inject('app');
  const gatehouse = inject('gatehouse');

  it('begins with a registration, and a letter', async () => {
    const person = somebody();
    const { context, page, complaints, leave } = await visit(browser(), app);
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByLabel('Username').fill(person.username);
    await page.getByLabel('E-mail address').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(person.password);
    await page.getByRole('button', { name: 'Create the account' }).click();
    await heading(page, `Hello, ${person.username}`).waitFor();
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.getByText('Another letter is on its way.').waitFor();

    const letter = await context.newPage();
    await letter.goto(await linkFromLetter(page, gatehouse, person.email, 'Confirm your e-mail address'));
    await letter.getByLabel('Password', { exact: true }).fill(person.password);
    await letter.getByRole('button', { name: 'Confirm' }).click();
    await letter.getByRole('heading', { name: 'Your e-mail address is confirmed' }).waitFor();
    await letter.getByRole('link', { name: /Continue|Go on/i }).click();
    await heading(letter, `Hello, ${person.username}`).waitFor();

    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await page.getByText('Confirmed', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Send it again' }).count()).toBe(0);
    expect(withoutRefusals(complaints)).toEqual([]);
    await leave();
  });

  it('has names that can be changed', async () => {
    const { page, leave } = await member(browser());
    const renamed = somebody();
    await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace');
    await page.getByLabel('Username').fill(renamed.username);
    await page.getByRole('button', { name: 'Save' }).click();
    await heading(page, 'Hello, Ada Lovelace').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(page, { ...renamed, password: renamed.password });
    await heading(page, 'Hello, Ada Lovelace').waitFor();
    await leave();
  });

  it('has a password; a new one signs out all other devices at once', async () => {
    const { page, person, leave } = await member(browser());
    const other = await member(browser(), { person });
    await open(page, 'Security');
    const card = page.getByRole('region', { name: 'Password' });
    await card.getByLabel('Current password', { exact: true }).fill(person.password);
    await card.getByLabel('New password', { exact: true }).fill(ANOTHER);
    await card.getByRole('button', { name: 'Change the password' }).click();
    await card.getByText('All other devices are signed out.').waitFor();

    await open(other.page, 'Activity');
    await other.page.getByText(SIGNED_OUT).waitFor();
    await signIn(other.page, { ...person, password: ANOTHER });
    await heading(other.page, 'Recent activity').waitFor();
    await other.page.getByText('Password changed').waitFor();
    await other.leave();
    await leave();
  });

  it('says beside the field what is wrong with it', async () => {
    const { page, person, leave } = await member(browser());
    await open(page, 'Security');
    const card = page.getByRole('region', { name: 'Password' });
    await card.getByLabel('Current password', { exact: true }).fill(person.password);
    await card.getByLabel('New password', { exact: true }).fill(`${person.username}s`);
    await card.getByRole('button', { name: 'Change the password' }).click();
    await card.getByText('Leave your name and your address out of it.').waitFor();
    const field = card.getByLabel('New password', { exact: true });
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
    await leave();
  });

  it('moves to another address by a letter', async () => {
    const { context, page, person, leave } = await member(browser());
    const { email } = somebody();
    await open(page, 'Security');
    const card = page.getByRole('region', { name: 'E-mail address' });
    await card.getByLabel('New e-mail address').fill(email);
    await card.getByLabel('Password', { exact: true }).fill(person.password);
    await card.getByRole('button', { name: 'Change the address' }).click();
    await card.getByText(`A letter is on its way to ${email}.`).waitFor();

    const letter = await context.newPage();
    await letter.goto(await linkFromLetter(page, gatehouse, email, 'Confirm your new e-mail address'));
    await letter.getByLabel('Password', { exact: true }).fill(person.password);
    await letter.getByRole('button', { name: 'Confirm' }).click();
    await letter.getByRole('heading', { name: 'Your new e-mail address is confirmed' }).waitFor();
    await page.reload();
    await page.getByText(`Letters about your account go to ${email}.`).waitFor();
    await leave();
  });

  it('is used on several devices, each of which can be signed out', async () => {
    const { page, person, leave } = await member(browser());
    const others = [await member(browser(), { person }), await member(browser(), { person })];
    await open(page, 'Devices');
    const devices = page.getByRole('main').getByRole('listitem');
    await expect.poll(() => devices.count()).toBe(3);
    expect(await devices.first().innerText()).toContain('This device');
    await devices.nth(1).getByRole('button', { name: 'Sign out' }).click();
    await expect.poll(() => devices.count()).toBe(2);
    await page.getByRole('button', { name: 'Sign out all others' }).click();
    await expect.poll(() => devices.count()).toBe(1);
    for (const other of others) {
      await open(other.page, 'Devices');
      await other.page.getByText(SIGNED_OUT).waitFor();
      await other.leave();
    }
    await leave();
  });

  it('survives a forgotten password', async () => {
    const { page, complaints, person, leave } = await member(browser());
    const forgetful = await visit(browser(), app);
    await forgetful.page.getByRole('link', { name: 'Forgot your password?' }).click();
    await forgetful.page.getByLabel('E-mail address').fill(person.email);
    await forgetful.page.getByRole('button', { name: 'Send the link' }).click();
    await heading(forgetful.page, 'Look into your mail').waitFor();
    await forgetful.page.goto(await linkFromLetter(page, gatehouse, person.email, 'Choose a new password'));
    await forgetful.page.getByLabel('New password').fill(ANOTHER);
    await forgetful.page.getByRole('button', { name: 'Set the password' }).click();
    await forgetful.page.getByRole('link', { name: /Continue|Go on/i }).click();
    await signIn(forgetful.page, { ...person, password: ANOTHER });
    await heading(forgetful.page, /^Hello/).waitFor();

    await open(page, 'Activity');
    await page.getByText(SIGNED_OUT).waitFor();
    expect(withoutRefusals([...complaints, ...forgetful.complaints])).toEqual([]);
    await forgetful.leave();
    await leave();
  });

  it('ends with the password, and a goodbye', async () => {
    const { context, page, complaints, person, leave } = await member(browser());
    await open(page, 'Security');
    await page.getByRole('button', { name: 'Delete the account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete your account?' });
    await dialog.getByLabel('Your password', { exact: true }).fill('not the password');
    await dialog.getByRole('button', { name: 'Delete the account' }).click();
    await dialog.getByText('do not belong together').waitFor();
    await dialog.getByLabel('Your password', { exact: true }).fill(person.password);
    await dialog.getByRole('button', { name: 'Delete the account' }).click();
    await heading(page, 'Your account is closed').waitFor();
    expect(await context.cookies(gatehouse).then((all) => all.filter(({ name }) => name.includes('refresh')))).toEqual(
      [],
    );
    await page.getByRole('link', { name: 'Sign in with another one' }).click();
    await signIn(page, person);
    await page.getByText('This account is closed.').waitFor();
    expect(withoutRefusals(complaints)).toEqual([]);
    await leave();
  });
});
