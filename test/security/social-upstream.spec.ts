import { generateKeyPair } from 'jose';
import { TestApp, uniqueName } from '../support/app.js';
import { Application, callbackOf, socialEnv } from '../support/social/application.js';
import { OddProvider } from '../support/social/odd-provider.js';
import { CLIENT } from '../support/social/openid-provider.js';
import { expectProblem } from './problems.js';

/** What providers, or whoever gets in between, have done to others who believed them. */
describe('A provider that is not to be believed', () => {
  let odd: OddProvider;
  let app: TestApp;

  beforeAll(async () => {
    odd = await OddProvider.start();
    app = await TestApp.start({
      ...socialEnv({ odd: odd.env, other: odd.env }),
      SOCIAL_TIMEOUT_SECONDS: '1',
    });
  });
  beforeEach(() => {
    odd.behave();
    odd.idToken = person();
  });
  afterAll(async () => {
    await app.stop();
    await odd.stop();
  });

  const person = () => {
    const sub = uniqueName();
    return { sub, email: `${sub}@example.org`, email_verified: true };
  };

  /** A whole way with one person; what the application gets. */
  async function outcome(changes: Record<string, string | undefined> = {}): Promise<Record<string, string>> {
    const application = new Application(app);
    const departure = await application.start('odd');
    const back = await application.callback(odd.back(departure.headers.get('location')!, changes));
    return Object.fromEntries(back.searchParams);
  }

  async function expectRefused(error: string, changes: Record<string, string | undefined> = {}) {
    const [{ before }] = (await app.sql('SELECT count(*)::int AS before FROM users')) as [{ before: number }];
    expect(await outcome(changes)).toEqual({ error, state: expect.any(String) });
    const [{ after }] = (await app.sql('SELECT count(*)::int AS after FROM users')) as [{ after: number }];
    expect(after).toBe(before);
  }

  it('is believed as long as it is right', async () => {
    expect(await outcome()).toEqual({ code: expect.stringMatching(/^ghc_/), state: expect.any(String) });
    expect(await outcome({ iss: odd.issuer })).toHaveProperty('code');
  });

  describe('is refused', () => {
    it('when the answer names another issuer, or none where it said that it names itself (RFC 9207)', async () => {
      await expectRefused('provider_error', { iss: 'https://attacker.example' });
      await expectRefused('provider_error', { iss: `${odd.issuer}/` });
      expect(odd.asked).not.toContain('/token');
    });

    it.each<[string, Record<string, unknown>]>([
      ['without a nonce', { nonce: undefined }],
      ['with the nonce of another sign-in', { nonce: 'x'.repeat(43) }],
      ['for somebody else', { aud: 'another-client' }],
      ['for several, of whom we are not the one', { aud: [CLIENT.id, 'another'], azp: 'another' }],
      ['of another issuer', { iss: 'https://accounts.google.com' }],
      ['that has ended', { exp: 1_000_000_000 }],
      ['without an end', { exp: undefined }],
      ['without a subject', { sub: undefined }],
      ['with a subject that cannot be stored', { sub: 'a\0b' }],
    ])('with an ID token %s', async (_, claims) => {
      odd.idToken = { ...odd.idToken, ...claims };
      await expectRefused('provider_error');
    });

    it('with an ID token that nobody has signed, even if it announces that', async () => {
      const text = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
      const now = Math.floor(Date.now() / 1000);
      const usual = { iss: odd.issuer, aud: CLIENT.id, iat: now, exp: now + 300 };
      for (const alg of ['none', 'None', 'NONE']) {
        odd.forge = (claims) => `${text({ alg })}.${text({ ...usual, ...claims })}.`;
        await expectRefused('provider_error');
      }
    });

    it('with an ID token that is signed with the secret of the client, or with a key that is not its own', async () => {
      odd.forge = (claims) => odd.sign(claims, { alg: 'HS256' }, new TextEncoder().encode(CLIENT.secret.padEnd(32)));
      await expectRefused('provider_error');
      const stranger = await generateKeyPair('ES256');
      odd.forge = (claims) => odd.sign(claims, {}, stranger.privateKey);
      await expectRefused('provider_error');
    });

    it('when the endpoint that tells more tells it of another subject', async () => {
      odd.idToken = { sub: uniqueName() };
      odd.userinfo = person();
      await expectRefused('provider_error');
    });

    it('when it points somewhere else, where nobody is asked', async () => {
      const elsewhere = await OddProvider.start();
      try {
        const redirect = () => ({ status: 307, headers: { location: `${elsewhere.issuer}/token` }, body: {} });
        odd.instead.set('/token', redirect);
        await expectRefused('provider_error');
        expect(elsewhere.asked).toEqual([]);
      } finally {
        await elsewhere.stop();
      }
    });

    it('when it sends more than any answer has', async () => {
      odd.instead.set('/token', () => ({ body: { access_token: 'x'.repeat(1024 * 1024), token_type: 'bearer' } }));
      await expectRefused('provider_error');
    });

    it('in words of ours, whatever it says', async () => {
      for (const error of ['invalid_request', '<script>alert(1)</script>', 'code=ghc_x&admin']) {
        await expectRefused('provider_error', { code: undefined, error });
      }
      await expectRefused('provider_unavailable', { code: undefined, error: 'temporarily_unavailable' });
      await expectRefused('access_denied', { code: undefined, error: 'access_denied' });
    });
  });

  it('may change its key while somebody signs in', async () => {
    const application = new Application(app);
    expect(await outcome()).toHaveProperty('code');
    const departure = await application.start('odd');
    await odd.rotate();
    const back = await application.callback(odd.back(departure.headers.get('location')!));
    expect((await application.exchange(back)).status).toBe(200);
  });

  describe('that is away', () => {
    it.each<[string, () => object]>([
      ['answers with a page', () => ({ type: 'text/html', body: '<h1>Back soon</h1>' })],
      ['answers that it cannot', () => ({ status: 503, body: { error: 'x' } })],
    ])('sends people back when its token endpoint %s', async (_, reply) => {
      odd.instead.set('/token', reply);
      await expectRefused('provider_unavailable');
    });

    it('does so when it tells nothing more of somebody than a page', async () => {
      odd.idToken = { sub: uniqueName() };
      odd.instead.set('/userinfo', () => ({ type: 'text/html', body: '<h1>Back soon</h1>' }));
      await expectRefused('provider_unavailable');
    });

    it('holds nobody longer than SOCIAL_TIMEOUT_SECONDS', async () => {
      odd.instead.set('/token', () => ({ afterMs: 5_000, body: {} }));
      const start = Date.now();
      await expectRefused('provider_unavailable');
      expect(Date.now() - start).toBeLessThan(4_500);
    });

    describe('from the start', () => {
      let late: OddProvider;
      let other: TestApp;

      beforeAll(async () => {
        late = await OddProvider.start();
        await late.stop();
        other = await TestApp.start({ ...socialEnv({ late: late.env }), SOCIAL_TIMEOUT_SECONDS: '1' });
      });
      afterAll(async () => {
        await other.stop();
        await late.stop();
      });

      it('sends people back at once, and is found when it is there again', async () => {
        const application = new Application(other);
        const departure = await application.start('late');
        const back = new URL(departure.headers.get('location')!);
        const away = { error: 'provider_unavailable', state: application.state };
        expect(Object.fromEntries(back.searchParams)).toEqual(away);
        await late.listen();
        late.instead.set('/.well-known/openid-configuration', () => ({ type: 'text/html', body: 'Back soon' }));
        expect((await application.start('late')).headers.get('location')).toContain('provider_unavailable');
        late.behave();
        late.metadata = { issuer: 'https://attacker.example' };
        expect((await application.start('late')).headers.get('location')).toContain('provider_error');
      });
    });
  });

  it('is taken for no other: what is begun with one ends there', async () => {
    const application = new Application(app);
    const departure = await application.start('odd');
    const back = odd.back(departure.headers.get('location')!).replace(callbackOf('odd'), callbackOf('other'));
    expectProblem(await asAnswer(application, back), 400, 'invalid_social_flow');
  });

  async function asAnswer(application: Application, url: string) {
    const { status, headers, text } = await application.browser.open(url);
    return { status, headers, text, body: JSON.parse(text) as Record<string, unknown> };
  }
});
