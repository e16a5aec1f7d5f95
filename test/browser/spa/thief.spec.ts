import { inject } from 'vitest';
import { heading, member, open, signIn } from '../support/app.js';
import { inBrowser } from '../support/in-browser.js';
import { linkFromLetter } from '../support/letters.js';
import { apiOf } from '../support/people.js';

inBrowser('a stolen refresh cookie', (browser) => {
  const gatehouse = inject('gatehouse');

  it('ends the session when it is played again; the owner is told, on the page and by letter', async () => {
    const { context, page, person, leave } = await member(browser());
    const elsewhere = await member(browser(), { person });
    const refreshCookie = async () =>
      (await context.cookies(gatehouse)).find(({ name }) => name === 'gatehouse_refresh')!.value;
    const stolen = await refreshCookie();
    // Two visits further on it is no lost answer any more.
    for (let visits = 0; visits < 2; visits += 1) {
      await page.reload();
      await heading(page, /^Hello/).waitFor();
    }
    expect(await refreshCookie()).not.toBe(stolen);

    const { status, body } = await apiOf(gatehouse).post('/auth/refresh', { refresh_token: stolen });
    expect([status, body.code]).toEqual([401, 'refresh_token_reused']);

    await open(page, 'Devices');
    await heading(page, 'Sign in').waitFor();
    await page.getByText(/Your session is over|We signed you out to be safe/).waitFor();
    // Only the stolen session: the other device goes on, and shows what has happened.
    await open(elsewhere.page, 'Activity');
    await elsewhere.page.getByText('Signed out because a stolen token may have been used').waitFor();
    expect(await linkFromLetter(page, gatehouse, person.email, 'We ended a session of your account')).toContain(
      '/not-me#token=',
    );
    await signIn(page, person);
    await page.getByText('This device').waitFor();
    await elsewhere.leave();
    await leave();
  });
});
