import { decodeJwt } from 'jose';
import { TestApp, uniqueName } from '../../support/app.js';
import { textOf } from '../../support/sources.js';
import { Application, callbackOf, RETURN_ADDRESS, socialEnv } from '../../support/social/application.js';
import { OpenIdProviderOnLoopback } from '../../support/social/openid-provider.js';

describe('Sign-in with an OpenID provider that three settings have added', () => {
  let provider: OpenIdProviderOnLoopback;
  let app: TestApp;

  beforeAll(async () => {
    provider = await OpenIdProviderOnLoopback.start([callbackOf('example')]);
    app = await TestApp.start(socialEnv({ example: provider.env }));
  });
  afterAll(async () => {
    await app.stop();
    await provider.stop();
  });

  const somebody = () => {
    const id = uniqueName();
    const email = `${id}@example.org`;
    provider.knows(id, { email, email_verified: true, name: 'Ada Lovelace', preferred_username: id });
    return { id, email };
  };

  it('is listed for the sign-in page', async () => {
    const { body } = await app.get('/auth/providers');
    expect(body).toEqual([
      {
        name: 'example',
        label: 'example',
        kind: 'oidc',
        start_url: 'http://gatehouse.test/api/v1/auth/social/example',
      },
    ]);
  });

  it('makes an account, with a name and a proven address', async () => {
    const { id, email } = somebody();
    const tokens = await new Application(app).signIn('example', provider, id);
    const me = await app.get('/auth/me', tokens.access_token);
    expect(me.body).toMatchObject({
      username: id,
      email,
      full_name: 'Ada Lovelace',
      is_verified: true,
      roles: ['user'],
    });
    expect(decodeJwt(tokens.access_token)).toMatchObject({ amr: ['fed'], email_verified: true });
  });

  it('finds it again the next time', async () => {
    const { id } = somebody();
    const first = decodeJwt((await new Application(app).signIn('example', provider, id)).access_token);
    const second = decodeJwt((await new Application(app).signIn('example', provider, id)).access_token);
    expect(second.sub).toBe(first.sub);
    expect(second['sid']).not.toBe(first['sid']);
  });

  it('sends people to the provider with PKCE, state and nonce of its own, and tells it nothing of the application', async () => {
    const application = new Application(app);
    const departure = await application.start('example');
    expect(departure.status).toBe(303);
    const there = new URL(departure.headers.get('location')!);
    const asked = Object.fromEntries(there.searchParams);
    expect(there.origin).toBe(provider.issuer);
    expect(asked).toMatchObject({
      redirect_uri: callbackOf('example'),
      response_type: 'code',
      scope: 'openid profile email',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(asked['state']).not.toBe(application.state);
    expect(asked['code_challenge']).not.toBe(application.wish.code_challenge);
    const [cookie] = departure.headers.getSetCookie();
    expect(cookie).toMatch(/^gatehouse_social_[\w-]{8}=[\w-]{43}; Path=\/; Max-Age=900; HttpOnly; SameSite=Lax$/);
  });

  it('hands the application a code and its own state, and no token', async () => {
    const { id } = somebody();
    const application = new Application(app);
    const back = await application.arrive('example', provider, id);
    expect(back.href.startsWith(`${RETURN_ADDRESS}?`)).toBe(true);
    expect([...back.searchParams.keys()].toSorted()).toEqual(['code', 'state']);
    expect(back.searchParams.get('state')).toBe(application.state);
    expect(application.browser.cookieNames('http://gatehouse.test')).toEqual([]);
  });

  it('says so when the person thinks better of it', async () => {
    const application = new Application(app);
    const refused = await provider.refuse(
      application.browser,
      await application.start('example'),
      callbackOf('example'),
    );
    const back = await application.callback(refused.url);
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: application.state });
  });

  describe('from a page, as the documentation has it', () => {
    const [, snippet] = /<!-- page -->\s*```js\n(.*?)```/s.exec(textOf('docs/social.md'))!;
    const stored = new Map<string, string>();
    const went: string[] = [];

    beforeAll(() => {
      vi.stubGlobal('sessionStorage', {
        setItem: (key: string, value: string) => stored.set(key, value),
        getItem: (key: string) => stored.get(key) ?? null,
        removeItem: (key: string) => stored.delete(key),
      });
      vi.stubGlobal('history', { replaceState: () => {} });
      vi.stubGlobal('location', { assign: (url: string) => went.push(url), search: '', pathname: '/' });
    });
    afterAll(() => {
      vi.unstubAllGlobals();
    });

    it('works, and only where it was begun', async () => {
      const { signInWith, finishSignIn } = (await import(
        /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(snippet!)}`
      )) as {
        signInWith: (...all: unknown[]) => Promise<void>;
        finishSignIn: (api: string) => Promise<{ access_token: string }>;
      };
      const { id } = somebody();
      const { browser } = new Application(app);
      const { body } = await app.get('/auth/providers');
      await signInWith(body[0], RETURN_ADDRESS);
      const there = await provider.signIn(browser, await browser.open(went[0]!), id, callbackOf('example'));
      const back = await browser.follow(await browser.open(there.url), RETURN_ADDRESS);
      vi.stubGlobal('location', { search: new URL(back.url).search, pathname: '/signed-in' });
      const { access_token } = await finishSignIn(app.origin + app.prefix);
      expect((await app.get('/auth/me', access_token)).body).toMatchObject({ username: id });
      await expect(finishSignIn(app.origin + app.prefix)).rejects.toThrow('not_begun_here');
    });
  });
});
