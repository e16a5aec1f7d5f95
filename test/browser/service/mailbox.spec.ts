import type { House } from '../support/house.js';
import { inBrowser } from '../support/in-browser.js';
import { startOwnHouse } from '../support/own-house.js';
import { lookAt, NOTHING_WRONG } from '../support/looks.js';
import { visit } from '../support/visitor.js';
import { register } from '../support/people.js';

inBrowser('the development mailbox', (browser) => {
  let house: House;
  beforeAll(async () => {
    house = await startOwnHouse();
  });
  afterAll(() => house?.stop());

  it('shows that it is empty, a list, and a letter', async () => {
    const { page, complaints, leave } = await visit(browser(), `${house.gatehouse.url}/dev/mail`);
    expect(await lookAt(page, 'service-mailbox-empty')).toEqual(NOTHING_WRONG);

    const { email } = await register(house.gatehouse.url);
    await page.reload();
    expect(await lookAt(page, 'service-mailbox')).toEqual(NOTHING_WRONG);

    await page.getByRole('link', { name: 'Confirm your e-mail address' }).click();
    await page.getByText(email, { exact: true }).waitFor();
    expect(await lookAt(page, 'service-mailbox-letter')).toEqual(NOTHING_WRONG);
    expect(complaints).toEqual([]);
    await leave();
  });

  it('opens the link of a letter beside itself, from the letter as a mail program shows it', async () => {
    await register(house.gatehouse.url);
    const { context, page, complaints, leave } = await visit(browser(), `${house.gatehouse.url}/dev/mail`);
    await page.getByRole('link', { name: 'Confirm your e-mail address' }).first().click();
    const opened = context.waitForEvent('page');
    await page.frameLocator('iframe').getByRole('link').first().click();
    const linked = await opened;
    await linked.getByRole('heading', { name: 'Confirm your e-mail address' }).waitFor();
    expect(complaints).toEqual([]);
    await leave();
  });
});
