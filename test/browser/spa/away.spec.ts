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

  it('is away and comes back: nobody is signed out, and what was asked for arrives', async () => {
    const { page, leave } = await signedIn();
    const reloaded = await page.context().newPage();
    await house.gatehouse.stop();
    await open(page, 'Devices');
    await reloaded.goto(house.app);
    await reloaded.getByText('cannot be reached').waitFor(LONG);
    expect(await lookAt(reloaded, 'app-waiting')).toEqual(NOTHING_WRONG);
    await house.gatehouse.startAgain();
    await heading(reloaded, /^Hello/).waitFor(LONG);
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
    await house.gatehouse.stop();
    await signIn(page, person);
    await page.getByText('cannot be reached').waitFor(LONG);
    await house.gatehouse.startAgain();
    await signIn(page, person);
    await heading(page, /^Hello/).waitFor(LONG);
    await leave();
  });
});
