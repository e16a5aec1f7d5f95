import { freePort } from '#test/support/postgres.js';
import { serveApp, type AppServer } from '../support/app-server.js';
import { heading, member } from '../support/app.js';
import { inBrowser } from '../support/in-browser.js';
import { startOwnHouse } from '../support/own-house.js';
import type { House } from '../support/house.js';
import { register } from '../support/people.js';
import { startTlsProxy, type TlsProxy } from '../support/tls-proxy.js';

inBrowser('behind a proxy that ends TLS', (browser) => {
  let house: House;
  let appServer: AppServer;
  const proxies: TlsProxy[] = [];
  let app: string;
  let gatehouse: string;
  beforeAll(async () => {
    const [outside, appPort, appOutside] = [await freePort(), await freePort(), await freePort()];
    gatehouse = `https://localhost:${outside}`;
    app = `https://localhost:${appOutside}`;
    house = await startOwnHouse({
      PUBLIC_URL: gatehouse,
      TRUSTED_PROXIES: '127.0.0.1/32',
      ALLOWED_ORIGINS: app,
      APP_URL: app,
    });
    appServer = await serveApp(appPort, gatehouse);
    proxies.push(await startTlsProxy(outside, house.gatehouse.url), await startTlsProxy(appOutside, appServer.url));
  });
  afterAll(async () => {
    for (const proxy of proxies) await proxy.stop();
    await appServer?.stop();
    await house?.stop();
  });

  it('the session is in a __Host- cookie, is there after a reload, and goes with the sign-out', async () => {
    const person = await register(house.gatehouse.url);
    const { context, page, leave } = await member(browser(), { app, person, options: { ignoreHTTPSErrors: true } });
    const refreshCookies = async () =>
      (await context.cookies(gatehouse)).filter(({ name }) => name.includes('gatehouse_refresh'));
    const kept = { name: '__Host-gatehouse_refresh', secure: true, httpOnly: true, sameSite: 'Strict', path: '/' };
    expect(await refreshCookies()).toMatchObject([kept]);
    const [before] = await refreshCookies();
    await page.reload();
    await heading(page, /^Hello/).waitFor();
    const after = await refreshCookies();
    expect(after).toMatchObject([kept]);
    expect(after[0]!.value).not.toBe(before!.value);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading(page, 'Sign in').waitFor();
    await expect.poll(refreshCookies).toEqual([]);
    await leave();
  });
});
