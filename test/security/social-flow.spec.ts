import { TestApp, uniqueName } from '../support/app.js';
import { type Page } from '../support/social/browser.js';
import { Application, GATEHOUSE, RETURN_ADDRESS, socialEnv } from '../support/social/application.js';
import { OddProvider } from '../support/social/odd-provider.js';

/** What strangers have done with the steps between an application, us and a provider. */
describe('A sign-in on its way', () => {
  let odd: OddProvider;
  let app: TestApp;

  beforeAll(async () => {
    odd = await OddProvider.start();
    app = await TestApp.start(socialEnv({ odd: odd.env }));
  });
  beforeEach(() => {
    odd.behave();
    const sub = uniqueName();
    odd.idToken = { sub, email: `${sub}@example.org`, email_verified: true };
  });
  afterAll(async () => {
    await app.stop();
    await odd.stop();
  });

  async function atProvider(application: Application): Promise<string> {
    return odd.back((await application.start('odd')).headers.get('location')!);
  }
  const arrived = async (application: Application) => application.callback(await atProvider(application));
  const codeOf = ({ status, text }: Page) => [status, (JSON.parse(text) as { code: string }).code];
  const INVALID_FLOW = [400, 'invalid_social_flow'];

  describe('belongs to the browser that it was begun in', () => {
    it('and ends in no other, whose visit does not end it either (login CSRF)', async () => {
      const attacker = new Application(app);
      const url = await atProvider(attacker);
      const victim = new Application(app);
      await victim.start('odd');
      expect(codeOf(await victim.browser.open(url))).toEqual(INVALID_FLOW);
      expect(codeOf(await new Application(app).browser.open(url))).toEqual(INVALID_FLOW);
      expect((await attacker.callback(url)).searchParams.get('code')).toMatch(/^ghc_/);
    });

    it('also when the cookie of another sign-in is renamed to its own', async () => {
      const [one, two] = [new Application(app), new Application(app)];
      const url = await atProvider(one);
      await two.start('odd');
      const [name] = one.browser.cookieNames(GATEHOUSE);
      const [, value] = two.browser.cookiesFor(GATEHOUSE).split('=');
      two.browser.plant(GATEHOUSE, name!, value!);
      expect(codeOf(await two.browser.open(url))).toEqual(INVALID_FLOW);
    });

    it('and beside others in it', async () => {
      const one = new Application(app);
      const two = new Application(app, one.browser);
      const urls = [await atProvider(one), await atProvider(two)];
      expect((await two.callback(urls[1]!)).searchParams.get('state')).toBe(two.state);
      expect((await one.callback(urls[0]!)).searchParams.get('state')).toBe(one.state);
    });
  });

  it('ends once: its state is nothing the second time, nor the third', async () => {
    const application = new Application(app);
    const url = await atProvider(application);
    await application.callback(url);
    expect(codeOf(await application.browser.open(url))).toEqual(INVALID_FLOW);
  });

  it('ends once, of many that bring it back at the same moment', async () => {
    const application = new Application(app);
    const url = await atProvider(application);
    const pages = await Promise.all(Array.from({ length: 8 }, () => application.browser.open(url)));
    expect(pages.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      303,
      ...Array.from({ length: 7 }, () => 400),
    ]);
  });

  it('is over after a while', async () => {
    const application = new Application(app);
    const url = await atProvider(application);
    await app.sql(`UPDATE social_flows SET expires_at = now()`);
    expect(codeOf(await application.browser.open(url))).toEqual(INVALID_FLOW);
  });

  it('keeps no secret of it in the database', async () => {
    const application = new Application(app);
    const departure = await application.start('odd');
    const url = odd.back(departure.headers.get('location')!);
    const asked = new URL(departure.headers.get('location')!).searchParams;
    const [, cookie] = application.browser.cookiesFor(GATEHOUSE).split('=');
    const secrets = [asked.get('state')!, asked.get('nonce')!, cookie!];
    const back = await application.callback(url);
    const rows = JSON.stringify([
      await app.sql('SELECT * FROM social_flows'),
      await app.sql('SELECT *, content::text AS c FROM social_codes'),
      await app.sql('SELECT * FROM identities'),
    ]);
    for (const secret of [...secrets, back.searchParams.get('code')!, 'at-1', 'rt-1'])
      expect(rows).not.toContain(secret);
  });

  describe('comes back to', () => {
    it.each([
      `${RETURN_ADDRESS}/`,
      `${RETURN_ADDRESS}?next=https://attacker.example`,
      `${RETURN_ADDRESS}#x`,
      `${RETURN_ADDRESS}.attacker.example`,
      RETURN_ADDRESS.toUpperCase(),
      'https://app.example.test@attacker.example/signed-in',
      'https://app.example.test:443/signed-in',
      'https://app.example.test/signed-in/../evil',
      'https://attacker.example/signed-in',
      '//attacker.example/signed-in',
      String.raw`https:\\app.example.test\signed-in`,
      'javascript:alert(1)',
      '',
    ])('an exact address of the list, so not to %s', async (redirect_uri) => {
      const page = await new Application(app).start('odd', { redirect_uri });
      expect(codeOf(page)).toEqual([400, 'unknown_return_address']);
      expect(page.headers.get('location')).toBeNull();
    });

    it('it with a challenge of its own: without, or with a plain one, nobody is sent anywhere (PKCE downgrade)', async () => {
      const bad: Record<string, string>[] = [
        { code_challenge: '' },
        { code_challenge_method: 'plain' },
        { code_challenge_method: '' },
      ];
      for (const changes of bad) {
        expect(codeOf(await new Application(app).start('odd', changes))).toEqual([422, 'invalid_input']);
      }
    });
  });

  describe('ends with a code that', () => {
    it('is traded once, of many that try at the same moment', async () => {
      const application = new Application(app);
      const back = await arrived(application);
      const answers = await Promise.all(Array.from({ length: 8 }, () => application.exchange(back)));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        200,
        ...Array.from({ length: 7 }, () => 400),
      ]);
      expect(await application.exchange(back)).toMatchObject({ status: 400, body: { code: 'invalid_social_code' } });
    });

    it('is nothing without the verifier, and nothing any more after a wrong one', async () => {
      const application = new Application(app);
      const back = await arrived(application);
      expect(await application.exchange(back, { code_verifier: undefined })).toMatchObject({ status: 422 });
      const wrong = await application.exchange(back, { code_verifier: 'x'.repeat(43) });
      expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid_social_code' } });
      expect((await application.exchange(back)).status).toBe(400);
    });

    it('is nothing with another return address', async () => {
      const application = new Application(app);
      const back = await arrived(application);
      expect((await application.exchange(back, { redirect_uri: 'https://app.example.test/other' })).status).toBe(400);
    });

    it('lives for a minute', async () => {
      const application = new Application(app);
      const back = await arrived(application);
      const [{ seconds }] = (await app.sql(
        'SELECT max(extract(epoch FROM expires_at - now()))::float AS seconds FROM social_codes',
      )) as [{ seconds: number }];
      expect(seconds).toBeLessThanOrEqual(60);
      await app.sql('UPDATE social_codes SET expires_at = now()');
      expect((await application.exchange(back)).status).toBe(400);
    });

    it('lets nobody in who is put out meanwhile', async () => {
      const application = new Application(app);
      const back = await arrived(application);
      await app.sql('UPDATE users SET is_active = false WHERE email = $1', [odd.idToken['email']]);
      expect(await application.exchange(back)).toMatchObject({ status: 403, body: { code: 'account_disabled' } });
    });

    it('lets nobody in by an identity that is unlinked meanwhile', async () => {
      const application = new Application(app);
      const back = await arrived(application);
      await app.sql('UPDATE identities SET unlinked_at = now() WHERE subject = $1', [odd.idToken['sub']]);
      expect(await application.exchange(back)).toMatchObject({ status: 401, body: { code: 'outdated_sign_in' } });
    });
  });

  describe('with the settings of a careful operator', () => {
    let careful: TestApp;

    beforeAll(async () => {
      const settings = { ALLOWED_ORIGINS: 'http://app.example.test', RATE_LIMITS: 'on', SOCIAL_RATE_LIMIT: '5' };
      careful = await TestApp.start({ ...socialEnv({ odd: odd.env }), ...settings });
    });
    afterAll(() => careful.stop());

    it('hands its refresh token over in a cookie, to pages that ask for that; and is counted', async () => {
      const application = new Application(careful);
      const json = application.proof(await arrived(application));
      const headers = { 'x-token-transport': 'cookie', origin: 'http://app.example.test' };
      const answer = await careful.call('POST', '/auth/social/exchange', { json, headers });
      expect(answer.status, answer.text).toBe(200);
      expect(answer.body).not.toHaveProperty('refresh_token');
      expect(answer.headers.getSetCookie().join()).toMatch(/gatehouse_refresh=[^;]+; Path=\/; .*SameSite=Strict/);

      const statuses: number[] = [];
      for (let call = 0; call < 3; call += 1) statuses.push((await new Application(careful).start('odd')).status);
      expect(statuses).toEqual([303, 303, 429]);
    });
  });
});
