import { generateKeyPairSync } from 'node:crypto';
import { importSPKI, jwtVerify } from 'jose';
import { TestApp, uniqueName } from '../../support/app.js';
import { Application, callbackOf, GATEHOUSE, socialEnv } from '../../support/social/application.js';
import { OddProvider } from '../../support/social/odd-provider.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const PUBLIC = publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** Providers that differ, and what operators may want of them. */
describe('A provider', () => {
  let odd: OddProvider;
  let app: TestApp;

  beforeAll(async () => {
    odd = await OddProvider.start();
    const { CLIENT_SECRET: _, ...apple } = odd.env;
    app = await TestApp.start(
      socialEnv({
        github: odd.plainEnv,
        apple: { ...apple, TEAM_ID: 'TEAM', KEY_ID: 'KEY', PRIVATE_KEY: PEM },
        microsoft: { ...odd.env, ISSUER: odd.issuer },
        off: { ...odd.env, CREATION: 'off' },
        domains: { ...odd.env, CREATION: 'domains', DOMAINS: 'Example.org' },
        invited: { ...odd.env, CREATION: 'invited' },
        groups: { ...odd.env, ROLES: 'engineers=moderator,staff=user,ghosts=no-such-role', CLAIMS: 'groups=teams' },
      }),
    );
  });
  beforeEach(() => odd.behave());
  afterAll(async () => {
    await app.stop();
    await odd.stop();
  });

  async function comesTo(provider: string, claims: Record<string, unknown>) {
    odd.idToken = claims;
    const application = new Application(app);
    const departure = await application.start(provider);
    const back = await application.callback(odd.back(departure.headers.get('location')!));
    const error = back.searchParams.get('error');
    if (error !== null) return { error };
    const { body } = await application.exchange(back);
    const me = await app.get('/auth/me', body.access_token);
    return { error: undefined, me: me.body, tokens: body };
  }
  const proven = (email = `${uniqueName()}@example.org`) => ({ sub: uniqueName(), email, email_verified: true });

  describe('of plain OAuth 2.0, in the shape of GitHub', () => {
    const account = (login: string) => ({
      id: Math.floor(Math.random() * 1e9),
      login,
      name: 'Ada',
      email: 'public@example.net',
    });

    it('tells who somebody is by number, and their primary address', async () => {
      const login = uniqueName();
      odd.userinfo = account(login);
      odd.emails = [
        { email: `other.${login}@example.org`, primary: false, verified: true },
        { email: `${login}@example.org`, primary: true, verified: true },
      ];
      const { me } = await comesTo('github', {});
      expect(me).toMatchObject({ username: login, email: `${login}@example.org`, is_verified: true, full_name: 'Ada' });
      odd.userinfo = { ...odd.userinfo, login: 'renamed', email: null };
      expect((await comesTo('github', {})).me).toMatchObject({ id: me.id, username: login });
      const [row] = await app.sql('SELECT issuer, subject FROM identities WHERE user_id = $1', [me.id]);
      expect(row).toEqual({ issuer: `${odd.issuer}/plain`, subject: String(odd.userinfo['id']) });
    });

    it('has not proven an address that it calls unverified', async () => {
      const owner = await app.register();
      await app.sql('UPDATE users SET is_verified = true WHERE id = $1', [owner.id]);
      odd.userinfo = account(uniqueName());
      odd.emails = [{ email: owner.email, primary: true, verified: false }];
      expect(await comesTo('github', {})).toEqual({ error: 'account_exists' });
    });

    it.each<[string, unknown[]]>([
      ['none', []],
      ['none that is primary', [{ email: 'x@example.org', primary: false, verified: true }]],
      ['one that is no address here', [{ email: 'ädä@example.org', primary: true, verified: true }]],
    ])('has nobody sign in for the first time with %s', async (_, emails) => {
      odd.userinfo = account(uniqueName());
      odd.emails = emails;
      expect(await comesTo('github', {})).toEqual({ error: 'email_missing' });
    });

    it.each<[string, object]>([
      ['no account', { message: 'Bad credentials' }],
      ['a subject that is no number that stays', { id: 2 ** 60, login: 'x' }],
    ])('is refused when it tells of %s', async (_, userinfo) => {
      odd.userinfo = userinfo as Record<string, unknown>;
      expect(await comesTo('github', {})).toEqual({ error: 'provider_error' });
    });
  });

  describe('in the shape of Apple', () => {
    it('gets a secret that is signed for it, and sends people back by a form, once with a name', async () => {
      const secrets: string[] = [];
      const usual = odd.instead;
      odd.idToken = { ...proven(), email_verified: 'true' };
      const application = new Application(app);
      const departure = await application.start('apple');
      const there = new URL(departure.headers.get('location')!);
      expect(there.searchParams.get('response_mode')).toBe('form_post');
      odd.forge = (claims) => odd.sign(claims);
      usual.set('/token', async (_, body) => {
        secrets.push(body.get('client_secret')!);
        usual.delete('/token');
        return { body: await odd.answerTo(body) };
      });
      const url = new URL(odd.back(there.href));
      const user = JSON.stringify({ name: { firstName: 'Ada', lastName: 'Love\u0007lace' } });
      const form = { ...Object.fromEntries(url.searchParams), user };
      // A form of another site comes without our cookie.
      const bare = await fetch(callbackOf('apple').replace(GATEHOUSE, app.origin), {
        method: 'POST',
        body: new URLSearchParams(form),
        redirect: 'manual',
      });
      expect(bare.status).toBe(303);
      const next = new URL(bare.headers.get('location')!, callbackOf('apple'));
      expect([...next.searchParams.keys()].toSorted()).toEqual(['code', 'state']);
      const back = await application.callback(next.href);
      const { body } = await application.exchange(back);
      expect((await app.get('/auth/me', body.access_token)).body).toMatchObject({
        full_name: 'Ada Love lace',
        is_verified: true,
      });
      const { payload, protectedHeader } = await jwtVerify(secrets[0]!, await importSPKI(PUBLIC, 'ES256'), {
        issuer: 'TEAM',
        audience: odd.issuer,
        subject: 'gatehouse',
      });
      expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: 'KEY' });
      expect(payload.exp! - payload.iat!).toBe(300);
    });
  });

  it('in the shape of Microsoft has proven an address only when the owner of the domain is known', async () => {
    const owner = await app.register();
    await app.sql('UPDATE users SET is_verified = true WHERE id = $1', [owner.id]);
    expect(await comesTo('microsoft', proven(owner.email))).toEqual({ error: 'account_exists' });
    const { me } = await comesTo('microsoft', { ...proven(owner.email), email_verified: undefined, xms_edov: '1' });
    expect(me).toMatchObject({ id: owner.id });
  });

  describe('makes accounts', () => {
    it('of nobody, where that is off; but joins those that there are', async () => {
      expect(await comesTo('off', proven())).toEqual({ error: 'sign_up_closed' });
      const [owner, squatter] = [await app.register(), await app.register()];
      await app.sql('UPDATE users SET is_verified = true WHERE id = $1', [owner.id]);
      expect((await comesTo('off', proven(owner.email))).me).toMatchObject({ id: owner.id });
      expect(await comesTo('off', proven(squatter.email))).toEqual({ error: 'sign_up_closed' });
    });

    it('of those at a domain of the list, and at no other that looks like it', async () => {
      expect((await comesTo('domains', proven(`${uniqueName()}@EXAMPLE.org`))).me).toBeDefined();
      for (const domain of ['example.org.attacker.net', 'sub.example.org', 'attackerexample.org', 'example.com']) {
        expect(await comesTo('domains', proven(`${uniqueName()}@${domain}`)), domain).toEqual({
          error: 'sign_up_closed',
        });
      }
      expect(await comesTo('domains', { ...proven(), email_verified: false })).toEqual({ error: 'email_unproven' });
    });

    it('of those whom an administrator has invited, with the roles that they were given', async () => {
      const { access_token: admin } = await app.admin();
      const username = uniqueName();
      const email = `${username}@example.org`;
      const made = await app.post('/users', { username, email, roles: ['moderator'] }, admin);
      expect(made.status).toBe(201);
      const { me } = await comesTo('invited', proven(email));
      expect(me).toMatchObject({ id: made.body.id, roles: ['moderator'], is_verified: true });
      expect(await comesTo('invited', proven())).toEqual({ error: 'sign_up_closed' });
      const stranger = await app.register();
      expect(await comesTo('invited', proven(stranger.email))).toEqual({ error: 'sign_up_closed' });
    });

    it('with an unproven address where it says nothing of that, and sends the letter that proves it', async () => {
      const email = `${uniqueName()}@example.org`;
      const { me } = await comesTo('microsoft', { sub: uniqueName(), email });
      expect(me).toMatchObject({ email, is_verified: false });
      const [letter] = await app.sql(`SELECT template FROM outbox WHERE recipient = $1`, [email]);
      expect(letter).toEqual({ template: 'verify_email' });
    });

    it('with a name of the profile that is free, in letters that all names have', async () => {
      const name = `é${uniqueName().slice(0, 20)} Ünal`;
      const ways = await Promise.all(
        Array.from({ length: 5 }, async () => {
          const application = new Application(app);
          const departure = await application.start('domains');
          return { application, url: odd.back(departure.headers.get('location')!) };
        }),
      );
      odd.forge = (claims) => odd.sign({ ...claims, ...proven(), preferred_username: 'ada@example.org', name });
      const backs = await Promise.all(ways.map(({ application, url }) => application.callback(url)));
      expect(backs.map(({ searchParams }) => searchParams.get('error'))).toEqual(backs.map(() => null));
      const names = await app.sql<{ username: string }>('SELECT username FROM users WHERE full_name = $1', [name]);
      expect(names).toHaveLength(5);
      for (const { username } of names) expect(username).toMatch(/^eu[a-z0-9]+\.Unal(-[0-9a-f]{8})?$/);
    });
  });

  it('gives roles by groups, takes them back, and leaves those that others gave', async () => {
    const claims = proven();
    const first = await comesTo('groups', { ...claims, teams: ['engineers', 'ghosts', 'admin'] });
    expect(first.me.roles).toEqual(['moderator', 'user']);
    const again = await comesTo('groups', { ...claims, teams: ['staff'] });
    expect(again.me.roles).toEqual(['user']);
    expect((await app.get('/auth/me', first.tokens!.access_token)).status).toBe(401);
    await app.sql(`INSERT INTO user_roles VALUES ($1, 'moderator')`, [first.me.id]);
    expect((await comesTo('groups', { ...claims, teams: [] })).me.roles).toEqual(['moderator', 'user']);
  });

  it('is known by its name in the path, and no other is', async () => {
    for (const name of ['nobody', 'GITHUB', '__proto__', 'constructor']) {
      const { status, text } = await new Application(app).start(name);
      expect([status, (JSON.parse(text) as { code: string }).code], name).toEqual([404, 'unknown_provider']);
    }
  });
});
