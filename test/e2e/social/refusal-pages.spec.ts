import { TestApp } from '../../support/app.js';
import { A_PROVIDER, Application, RETURN_ADDRESS, socialEnv } from '../../support/social/application.js';
import { OddProvider } from '../../support/social/odd-provider.js';

/** As Chromium sends it with a link. */
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';
const CALLBACK = '/auth/social/example/callback';

/** Nobody knows where these people belong, so nobody sends them there: they are told, and led to where they can begin. */
describe('Whoever is refused on the way to a provider, or back', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ ...A_PROVIDER, RATE_LIMITS: 'on', SOCIAL_RATE_LIMIT: '40', BRAND_NAME: 'A & B' });
  });
  afterAll(() => app.stop());

  const refused = (path: string, accept = BROWSER, language = 'en') =>
    app.get(path, undefined, { accept, 'accept-language': language });
  const start = (redirect_uri: string) =>
    `/auth/social/example?${new URLSearchParams({ ...new Application(app).wish, redirect_uri }).toString()}`;

  it.each([
    ['a sign-in that was not begun here', `${CALLBACK}?state=x&code=x`, 400, 'invalid_social_flow', 'is over'],
    ['an answer without a state', `${CALLBACK}?code=x`, 422, 'invalid_input', 'This link does not work'],
    [
      'a ticket that was used',
      `/auth/social/example/link?ticket=${'x'.repeat(43)}`,
      400,
      'invalid_social_flow',
      'is over',
    ],
    ['a provider that there is not', '/auth/social/none/callback?state=x', 404, 'unknown_provider', 'no such way'],
  ])('reads a page about %s', async (_, path, status, code, words) => {
    const page = await refused(path);
    expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    expect(page.text).toContain(words);
    expect(page.text).toContain(`${code}, request `);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('vary')).toMatch(/Accept, Accept-Language/);
    expect(page.headers.get('location')).toBeNull();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    // The way to the style sheet holds wherever the page stands.
    const [, sheet] = /href="([^"]+page\.css[^"]*)"/.exec(page.text)!;
    const url = new URL(sheet!, `${app.origin}/api/v1${path}`);
    expect((await app.get(`/${url.pathname}${url.search}`)).status).toBe(200);

    const problem = await refused(path, '*/*');
    expect([problem.status, problem.headers.get('content-type')]).toEqual([
      status,
      expect.stringMatching(/^application\/problem\+json/),
    ]);
    expect(problem.body).toMatchObject({ code });
  });

  it('is led to where the operator sends people, and nowhere that an address says', async () => {
    const page = await refused(start('https://attacker.example/<script>'));
    expect([page.status, page.headers.get('location')]).toEqual([400, null]);
    expect(page.text).not.toContain('attacker');
    expect(page.text).toContain(`<a class="button" href="${new URL(RETURN_ADDRESS).origin}">Continue to A &amp; B</a>`);
  });

  it('reads it also after a form, as Apple sends one', async () => {
    const form = 'state=x&code=x';
    const headers = { accept: BROWSER, 'content-type': 'application/x-www-form-urlencoded' };
    const response = await fetch(`${app.origin}/api/v1/auth/social/none/callback`, {
      method: 'POST',
      headers,
      body: form,
    });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('no such way');
  });

  it('in German who prefers that', async () => {
    const page = await refused(`${CALLBACK}?state=x`, BROWSER, 'de-AT');
    expect(page.headers.get('content-language')).toBe('de');
    expect(page.text).toContain('Diese Anmeldung ist vorbei');
  });

  it('and when to try again, who does it too often', async () => {
    let page = await refused(`${CALLBACK}?state=x`);
    for (let call = 0; call < 40 && page.status !== 429; call += 1) page = await refused(`${CALLBACK}?state=x`);
    expect(page.status).toBe(429);
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(page.text).toMatch(/Try again in \d+ seconds/);
  });
});

describe('The way back from a refusal', () => {
  let odd: OddProvider;
  beforeAll(async () => {
    odd = await OddProvider.start();
  });
  afterAll(() => odd.stop());

  it.each([
    [
      'the page of the service, where there is nothing else',
      { SOCIAL_REDIRECT_URIS: '' },
      'http://gatehouse.test/sign-in',
    ],
    ['the application that is named', { APP_URL: 'https://app.example.org/' }, 'https://app.example.org/'],
    [
      'nowhere, where people come from several places',
      { SOCIAL_REDIRECT_URIS: 'https://a.example/x,https://b.example/x' },
      undefined,
    ],
    ['nowhere, where only an app can be opened', { SOCIAL_REDIRECT_URIS: 'org.example.app:/x' }, undefined],
  ])('leads to %s', async (_, env, address) => {
    const app = await TestApp.start({ ...socialEnv({ odd: odd.env }), ...env });
    const { text } = await app.get('/auth/social/odd/callback?state=x', undefined, { accept: BROWSER });
    expect(/class="button" href="([^"]+)"/.exec(text)?.[1]).toBe(address);
    await app.stop();
  });
});
