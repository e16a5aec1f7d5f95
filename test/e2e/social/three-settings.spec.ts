import { TestApp, uniqueName } from '../../support/app.js';
import { Application, callbackOf, GATEHOUSE, providersEnv, socialEnv } from '../../support/social/application.js';
import { OpenIdProviderOnLoopback } from '../../support/social/openid-provider.js';

const SIGN_IN_PAGE = `${GATEHOUSE}/sign-in`;

describe('A provider with three settings, and nothing else set', () => {
  let provider: OpenIdProviderOnLoopback;
  let app: TestApp;

  beforeAll(async () => {
    provider = await OpenIdProviderOnLoopback.start([callbackOf('acme')]);
    const three = providersEnv({ acme: provider.env });
    expect(Object.keys(three).toSorted()).toEqual([
      'SOCIAL_ACME_CLIENT_ID',
      'SOCIAL_ACME_CLIENT_SECRET',
      'SOCIAL_ACME_ISSUER',
    ]);
    app = await TestApp.start(three);
  });
  afterAll(async () => {
    await app.stop();
    await provider.stop();
  });

  it('brings people back to the page of the service, and in', async () => {
    const id = provider.knows(uniqueName(), { email: `${uniqueName()}@example.org`, email_verified: true });
    const application = new Application(app, undefined, SIGN_IN_PAGE);
    const back = await application.arrive('acme', provider, id);
    expect(back.href).toMatch(/^http:\/\/gatehouse\.test\/sign-in\?code=ghc_[\w-]+&state=/);
    const headers = { 'x-token-transport': 'cookie', origin: GATEHOUSE, host: 'localhost' };
    const answer = await app.call('POST', '/auth/social/exchange', { json: application.proof(back), headers });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers.getSetCookie().join()).toContain('gatehouse_refresh=');
    expect(answer.body).not.toHaveProperty('refresh_token');
  });

  it.each([
    `${SIGN_IN_PAGE}/`,
    `${SIGN_IN_PAGE}?next=https://attacker.example`,
    `${GATEHOUSE}/`,
    `${GATEHOUSE}/docs`,
    'http://gatehouse.test.attacker.example/sign-in',
    'http://localhost:3000/sign-in',
    'https://attacker.example/sign-in',
  ])('sends nobody to %s', async (redirectUri) => {
    const page = await new Application(app, undefined, redirectUri).start('acme');
    expect([page.status, page.headers.get('location')]).toEqual([400, null]);
    expect(page.text).toContain('unknown_return_address');
  });

  it('puts that page on the welcome page', async () => {
    expect((await app.get('//', undefined, { accept: 'text/html' })).text).toContain('<a href="sign-in">');
  });

  it('is a button on that page, in the language of whoever looks', async () => {
    const english = await app.get('//sign-in');
    expect([english.status, english.headers.get('content-language')]).toEqual([200, 'en']);
    expect(english.text).toContain(`data-start="${GATEHOUSE}/api/v1/auth/social/acme"`);
    expect(english.text).toContain('Continue with acme');
    const german = await app.get('//sign-in', undefined, { 'accept-language': 'de' });
    expect(german.text).toContain('Weiter mit acme');
    expect(german.headers.get('content-security-policy')).toContain("script-src 'self'; style-src 'self'");
  });
});

describe('The page to sign in on', () => {
  const example = { ISSUER: 'https://id.example.test', CLIENT_ID: 'x', CLIENT_SECRET: 'x', LABEL: 'A & B' };
  const own = 'https://gatehouse.test/sign-in';

  it.each([
    ['is not there where people are sent elsewhere', socialEnv({ example }), 404],
    ['nor where nobody can come by a provider', {}, 404],
    [
      'but where its address is among others',
      { ...providersEnv({ example }), SOCIAL_REDIRECT_URIS: `https://a.example/x,${own}` },
      200,
    ],
  ])('%s', async (_, settings, expected) => {
    const app = await TestApp.start({ PUBLIC_URL: 'https://gatehouse.test', ...settings });
    const { status, text } = await app.get('//sign-in');
    expect(status).toBe(expected);
    if (status === 200) expect(text).toContain('Continue with A &amp; B');
    const welcome = await app.get('//', undefined, { accept: 'text/html' });
    expect(welcome.text.includes('href="sign-in"')).toBe(expected === 200);
    await app.stop();
  });
});
