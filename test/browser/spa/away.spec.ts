import { heading, member, open, signIn } from '../support/app.js';
import type { House } from '../support/house.js';
import { inBrowser } from '../support/in-browser.js';
import { lookAt, NOTHING_WRONG } from '../support/looks.js';
import { startOwnHouse } from '../support/own-house.js';
import { register } from '../support/people.js';
import { visit } from '../support/visitor.js';

const LONG = { timeout: 60_000 };

inBrowser('the application, when the service', (browser) => {
  let house: House;
  beforeAll(async () => {
    house = await startOwnHouse();
  });
  afterAll(() => house?.stop());
  const signedIn = async () =>
    member(browser(), {
      app: house.app,
      gatehouse: house.gatehouse.url,
      person: await register(house.gatehouse.url),
    });

  async function whileItIsAway(tries: () => Promise<void>): Promise<void> {
    await house.gatehouse.stop();
    try {
      await tries();
    } finally {
      await house.gatehouse.startAgain();
    }
  }

  it('is away while the page is loaded: it waits, says so, and goes on by itself', async () => {
    const { page, leave } = await signedIn();
    await whileItIsAway(async () => {
      await page.reload();
      await page.getByText('cannot be reached').waitFor(LONG);
      expect(await lookAt(page, 'app-waiting')).toEqual(NOTHING_WRONG);
    });
    await heading(page, /^Hello/).waitFor(LONG);
    await leave();
  });

  it('is away while something is asked of it: the answer comes when it is back', async () => {
    const { page, leave } = await signedIn();
    await whileItIsAway(() => open(page, 'Devices'));
    const tryAgain = page.getByRole('button', { name: 'Try again' });
    await page.getByText('This device').or(tryAgain).first().waitFor(LONG);
    if (await tryAgain.isVisible()) await tryAgain.click();
    await page.getByText('This device').waitFor(LONG);
    await leave();
  });

  it('cannot be reached since the device is offline: that is said, and passes', async () => {
    const { context, page, leave } = await signedIn();
    await context.setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await open(page, 'Activity');
    expect(await lookAt(page, 'app-offline')).toEqual(NOTHING_WRONG);
    await context.setOffline(false);
    await page.getByText('Account created').waitFor(LONG);
    expect(await page.getByText('You are offline.').count()).toBe(0);
    await leave();
  });

  it('is away when somebody signs in: they are told, and may try again', async () => {
    const person = await register(house.gatehouse.url);
    const { page, leave } = await visit(browser(), house.app);
    await heading(page, 'Sign in').waitFor();
    await whileItIsAway(async () => {
      await signIn(page, person);
      await page.getByText('cannot be reached').waitFor(LONG);
    });
    await signIn(page, person);
    await heading(page, /^Hello/).waitFor(LONG);
    await leave();
  });
});
