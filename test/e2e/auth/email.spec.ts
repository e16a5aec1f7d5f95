import { type Person, PASSWORD, TestApp, uniqueName } from '../../support/app.js';
import { lettersTo, letterTo } from '../../support/mailbox.js';

describe('proof of an e-mail address', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const confirm = (token: string, password?: string, accessToken?: string) =>
    app.post('/auth/email/verification/confirm', { token, password }, accessToken);
  const tokenOf = async (person: Person) => (await letterTo(app, person.email, 'verify_email')).token;

  it('comes with the letter that registration sends, and the password', async () => {
    const me = await app.newcomer();
    expect((await confirm(await tokenOf(me), PASSWORD)).body).toEqual({ message: 'The e-mail address is verified.' });
    const { body } = await app.get('/auth/me', me.access_token);
    expect(body.is_verified).toBe(true);
  });

  it('comes with an access token of the account as well', async () => {
    const me = await app.newcomer();
    expect((await confirm(await tokenOf(me), undefined, me.access_token)).status).toBe(200);
    await app.signIn(me);
  });

  it('is used once', async () => {
    const me = await app.register();
    const token = await tokenOf(me);
    await confirm(token, PASSWORD);
    expect((await confirm(token, PASSWORD)).body.code).toBe('invalid_token');
  });

  it('is not used up by a wrong password', async () => {
    const me = await app.register();
    const token = await tokenOf(me);
    expect((await confirm(token, 'wrong')).body.code).toBe('invalid_credentials');
    expect((await confirm(token, PASSWORD)).status).toBe(200);
  });

  it('evicts a squatter: password, sessions and links from before are void (pre-hijacking)', async () => {
    const squatter = await app.newcomer();
    await app.post('/auth/password/reset/request', { email: squatter.email });
    const earlier = await letterTo(app, squatter.email, 'reset_password');

    const { status, body } = await confirm(await tokenOf(squatter));
    expect(status).toBe(200);
    expect((await app.get('/auth/me', squatter.access_token)).status).toBe(401);
    expect((await app.post('/auth/login', squatter)).status).toBe(422);
    const login = await app.post('/auth/login', { username: squatter.username, password: PASSWORD });
    expect(login.body.code).toBe('invalid_credentials');
    const reset = (token: string) =>
      app.post('/auth/password/reset/confirm', { token, new_password: 'the rightful owner speaks' });
    expect((await reset(earlier.token)).body.code).toBe('invalid_token');
    expect((await reset(body.password_reset_token)).status).toBe(200);
  });

  it('is asked for again by the owner, and voids the earlier link', async () => {
    const me = await app.newcomer();
    const first = await tokenOf(me);
    expect((await app.post('/auth/email/verification/request', undefined, me.access_token)).status).toBe(202);
    expect((await confirm(first, PASSWORD)).body.code).toBe('invalid_token');
    expect((await confirm(await tokenOf(me), PASSWORD)).status).toBe(200);
  });
});

describe('a change of e-mail address', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const newAddress = () => `${uniqueName()}@example.org`;
  const request = (token: string, new_email: string, current_password = PASSWORD) =>
    app.post('/auth/email/change/request', { new_email, current_password }, token);
  const confirm = (token: string, password: string | undefined = PASSWORD) =>
    app.post('/auth/email/change/confirm', { token, password });
  const login = (username: string) => app.post('/auth/login', { username, password: PASSWORD });

  it('happens only when the new address has proven itself; the old one is told before and after', async () => {
    const me = await app.newcomer();
    const address = newAddress();
    expect((await request(me.access_token, address)).status).toBe(202);
    expect((await app.get('/auth/me', me.access_token)).body.email).toBe(me.email);
    expect((await login(address)).status).toBe(401);
    await letterTo(app, me.email, 'email_change_notice');

    expect((await confirm((await letterTo(app, address, 'email_change')).token)).status).toBe(200);
    expect((await login(address)).status).toBe(200);
    expect((await login(me.email)).status).toBe(401);
    await letterTo(app, me.email, 'email_changed');
  });

  it('is undone by the old address, from which a thief cannot take the way back', async () => {
    const me = await app.newcomer();
    const thieves = newAddress();
    await request(me.access_token, thieves);
    await confirm((await letterTo(app, thieves, 'email_change')).token);
    const wayBack = await letterTo(app, me.email, 'email_changed');
    // The thief causes further notices, which go to the thief.
    const change = { current_password: PASSWORD, new_password: 'the thief has a new phrase' };
    await app.post('/auth/password/change', change, me.access_token);

    expect((await app.post('/auth/not-me', { token: wayBack.token })).status).toBe(200);
    expect((await app.get('/auth/me', me.access_token)).status).toBe(401);
    const { token } = await letterTo(app, me.email, 'reset_password');
    await app.post('/auth/password/reset/confirm', { token, new_password: 'home again and locked' });
    const { access_token } = await app.signIn({ username: me.username, password: 'home again and locked' });
    expect((await app.get('/auth/me', access_token)).body.email).toBe(me.email);
  });

  describe('tells nobody but its owner whether an address has an account', () => {
    /** All that whoever asks can see: the answer, the own letters, the own export. */
    async function seen(address: string) {
      const me = await app.newcomer();
      const { status, body } = await request(me.access_token, address.toUpperCase());
      const letters = (await lettersTo(app, me.email)).map(({ template, subject }) => [template, subject]);
      const exported = (await app.get('/users/me/export', me.access_token)).body;
      const links = exported.mailed_links.map(({ purpose, data }: Record<string, object>) => [
        purpose,
        Object.keys(data ?? {}),
      ]);
      const rows = ['letters', 'registrations', 'requests_for_letters'].map((part) =>
        exported[part].map((row: { template?: string; recipient?: string }) => [
          row.template,
          row.recipient === me.email,
        ]),
      );
      return { status, body, letters, links: links.toSorted(), rows };
    }

    it('in the answer, the letters, or the export', async () => {
      const other = await app.register();
      const free = await seen(newAddress());
      expect(await seen(other.email)).toEqual(free);
      expect(free.letters.map(([template]) => template)).toContain('email_change_notice');
    });

    it('and that one gets no link, but a letter that says so', async () => {
      const me = await app.newcomer();
      const other = await app.register();
      await request(me.access_token, other.email);
      const { link, token } = await letterTo(app, other.email, 'account_exists');
      expect([link, token]).toEqual(['http://gatehouse.test/forgot-password', '']);
      const templates = (await lettersTo(app, other.email)).map(({ template }) => template);
      expect(templates.toSorted()).toEqual(['account_exists', 'verify_email']);
    });

    it('by the time that it takes', async () => {
      const [me, other] = [await app.newcomer(), await app.register()];
      const times: Record<'free' | 'taken', number[]> = { free: [], taken: [] };
      for (let sample = 0; sample < 11; sample += 1) {
        for (const [kind, address] of [['free', newAddress()] as const, ['taken', other.email] as const]) {
          const begin = performance.now();
          await request(me.access_token, address);
          times[kind].push(performance.now() - begin);
        }
      }
      const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
      expect(median(times.taken)).toBeGreaterThan(0.5 * median(times.free));
      expect(median(times.taken)).toBeLessThan(2 * median(times.free));
    });
  });

  it('is nothing for the address that the account has', async () => {
    const me = await app.newcomer();
    expect((await request(me.access_token, me.email.toUpperCase())).status).toBe(202);
    expect((await lettersTo(app, me.email)).map(({ template }) => template)).toEqual(['verify_email']);
  });

  describe('is not confirmed by a stranger who reads the mail there (pre-hijacking)', () => {
    it('with nothing but the link, which is not used up', async () => {
      const trojan = await app.newcomer();
      const victims = newAddress();
      await request(trojan.access_token, victims);
      const { token, text } = await letterTo(app, victims, 'email_change');
      expect(text).toContain(trojan.username);

      const alone = await app.post('/auth/email/change/confirm', { token });
      expect([alone.status, alone.body.code]).toEqual([401, 'password_required']);
      const wrong = await confirm(token, 'what the victim registers with');
      expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_credentials']);
      const victim = await app.newcomer();
      const asVictim = await app.post('/auth/email/change/confirm', { token }, victim.access_token);
      expect([asVictim.status, asVictim.body.code]).toEqual([401, 'password_required']);
      expect((await app.get('/auth/me', trojan.access_token)).body.email).toBe(trojan.email);
      // The address is still free for whose it is.
      await app.register({ email: victims });
    });

    it('but by an access token of the account as well as by its password', async () => {
      const me = await app.newcomer();
      const address = newAddress();
      await request(me.access_token, address);
      const { token } = await letterTo(app, address, 'email_change');
      expect((await app.post('/auth/email/change/confirm', { token }, me.access_token)).status).toBe(200);
      expect((await app.get('/auth/me', me.access_token)).body).toMatchObject({ email: address, is_verified: true });
    });

    it('by a username that looks like a web site, of which the letter makes no link', async () => {
      const name = `visit.${uniqueName()}.com`.slice(0, 32);
      const trojan = await app.register({ username: name });
      const { access_token } = await app.signIn(trojan);
      const victims = newAddress();
      await request(access_token, victims);
      expect((await letterTo(app, victims, 'email_change')).text).not.toContain(name);
    });

    it('on a page that asks for the password', async () => {
      const { text } = await app.get('//confirm-email', undefined, { 'accept-language': 'de' });
      expect(text).toContain('autocomplete="current-password"');
      expect(text).toContain('Geben Sie das Passwort Ihres Kontos ein');
    });
  });

  it('is refused when somebody else was quicker', async () => {
    const me = await app.newcomer();
    const address = newAddress();
    await request(me.access_token, address);
    await app.register({ email: address });
    const { status, body } = await confirm((await letterTo(app, address, 'email_change')).token);
    expect([status, body.code]).toEqual([409, 'email_taken']);
  });

  it('needs the password', async () => {
    const me = await app.newcomer();
    const { status, body } = await request(me.access_token, newAddress(), 'wrong');
    expect([status, body.code]).toEqual([401, 'invalid_credentials']);
  });
});
