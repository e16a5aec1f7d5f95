import { inject } from 'vitest';
import { inBrowser } from '../support/in-browser.js';
import { lookAt, NOTHING_WRONG } from '../support/looks.js';
import { visit } from '../support/visitor.js';

inBrowser('the pages of the service', (browser) => {
  const url = inject('gatehouse');

  it('has a welcome page that leads everywhere', async () => {
    const { page, complaints, leave } = await visit(browser(), url);
    expect(await lookAt(page, 'service-welcome')).toEqual(NOTHING_WRONG);
    const places = await page.getByRole('listitem').getByRole('link').all();
    const statuses = await Promise.all(
      places.map(async (place) =>
        (await page.request.get(new URL((await place.getAttribute('href'))!, url).href)).status(),
      ),
    );
    expect(statuses.length).toBeGreaterThan(5);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    expect(complaints).toEqual([]);
    await leave();
  });

  it('has a reference to read', async () => {
    const { page, complaints, leave } = await visit(browser(), `${url}/redoc`);
    await page.getByRole('heading', { name: 'Trade a refresh token for the next pair' }).first().waitFor();
    expect(complaints).toEqual([]);
    await leave();
  });
});
