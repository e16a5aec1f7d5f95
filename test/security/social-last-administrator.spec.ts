import { Log } from '../e2e/audit/log.js';
import { ADMIN, type Person, TestApp, type Tokens, uniqueName } from '../support/app.js';
import { letterTo } from '../support/mailbox.js';
import { Application, socialEnv } from '../support/social/application.js';
import { OddProvider } from '../support/social/odd-provider.js';

/** What a provider says of somebody must not leave the service without an administrator, nor make one of a stranger. */
describe('Administrators by groups', () => {
  let odd: OddProvider;
  let app: TestApp;
  let log: Log;

  beforeAll(async () => {
    odd = await OddProvider.start();
    const mapped = { ...odd.env, ROLES: 'ops=admin,staff=moderator' };
    app = await TestApp.start(socialEnv({ odd: mapped, plain: odd.env }));
    log = new Log(app);
  });
  beforeEach(async () => {
    odd.behave();
    await app.sql(
      `DELETE FROM user_roles WHERE role_name = 'admin' AND user_id <> (SELECT id FROM users WHERE username = $1)`,
      [ADMIN.username],
    );
    await setFirstActive(false);
  });
  afterAll(async () => {
    await app.stop();
    await odd.stop();
  });

  /** The one that the first start has made. */
  const setFirstActive = (active: boolean) =>
    app.sql('UPDATE users SET is_active = $2 WHERE username = $1', [ADMIN.username, active]);

  interface Somebody {
    readonly sub: string;
    readonly email: string;
  }
  const somebody = (): Somebody => {
    const sub = uniqueName();
    return { sub, email: `${sub}@example.org` };
  };

  /** Each with claims of their own, also at the same moment. */
  async function comes(claims: Record<string, unknown>, provider = 'odd'): Promise<Tokens | string> {
    const application = new Application(app);
    const departure = await application.start(provider);
    const url = new URL(odd.back(departure.headers.get('location')!, { code: JSON.stringify(claims) }));
    nonces.set(JSON.stringify(claims), new URL(departure.headers.get('location')!).searchParams.get('nonce')!);
    odd.instead.set('/token', async (_, body) => ({ body: await tokensFor(body.get('code')!) }));
    const back = await application.callback(url.href);
    const error = back.searchParams.get('error');
    return error ?? (await application.exchange(back)).body;
  }
  const nonces = new Map<string, string>();
  async function tokensFor(code: string): Promise<Record<string, unknown>> {
    const claims = { ...(JSON.parse(code) as object), nonce: nonces.get(code) };
    return { access_token: 'at', token_type: 'bearer', id_token: await odd.sign(claims) };
  }

  async function administrator(): Promise<Somebody & { readonly id: string }> {
    const who = somebody();
    await comes({ ...who, groups: ['ops'] });
    const [row] = await app.sql<{ id: string }>('SELECT id FROM users WHERE email = $1', [who.email]);
    expect(await rolesOf(row!.id)).toEqual(['admin', 'user']);
    return { ...who, id: row!.id };
  }
  const rolesOf = async (id: string) =>
    (await app.sql<{ role_name: string }>('SELECT role_name FROM user_roles WHERE user_id = $1 ORDER BY 1', [id])).map(
      ({ role_name }) => role_name,
    );
  const activeAdministrators = async (): Promise<number> => {
    const rows = await app.sql(
      `SELECT FROM users u JOIN user_roles r ON r.user_id = u.id WHERE role_name = 'admin' AND is_active`,
    );
    return rows.length;
  };
  const changesOf = (id: string) => log.all(`user_id = $1 AND type = 'user.roles_changed'`, [id]);

  it('are left: the last one stays one though the groups say otherwise', async () => {
    const last = await administrator();
    expect(typeof (await comes({ sub: last.sub, email: last.email, groups: [] }))).toBe('object');
    expect(await rolesOf(last.id)).toEqual(['admin', 'user']);
  });

  it('are left, also when all of them are none any more at the same moment', async () => {
    const all = await Promise.all([administrator(), administrator(), administrator()]);
    await Promise.all(all.map(({ sub, email }) => comes({ sub, email, groups: [] })));
    expect(await activeAdministrators()).toBe(1);
  });

  it('do not become the owner of their unproven address, when they are the last', async () => {
    const { id, email } = await administrator();
    const stranger = { sub: uniqueName(), email, email_verified: true };
    expect(await comes(stranger, 'plain')).toBe('account_exists');
    expect(await rolesOf(id)).toEqual(['admin', 'user']);
    // With another one there the account is taken over, and is nobody's by groups.
    await setFirstActive(true);
    expect(typeof (await comes(stranger, 'plain'))).toBe('object');
    expect(await rolesOf(id)).toEqual(['user']);
    await expect
      .poll(() => changesOf(id))
      .toMatchObject([{ detail: { roles: ['admin', 'user'] } }, { detail: { roles: ['user'], by: 'provider' } }]);
  });

  it('nor all of them, when the owners of all addresses come at the same moment', async () => {
    const all = await Promise.all([administrator(), administrator(), administrator()]);
    const came = await Promise.all(
      all.map(({ email }) => comes({ sub: uniqueName(), email, email_verified: true }, 'plain')),
    );
    expect(came.filter((each) => each === 'account_exists')).toHaveLength(1);
    expect(await activeAdministrators()).toBe(1);
  });

  it('nor when the only other one is disabled at the same moment', async () => {
    const { email } = await administrator();
    await setFirstActive(true);
    const [{ id }] = (await app.sql('SELECT id FROM users WHERE username = $1', [ADMIN.username])) as [{ id: string }];
    const other = await administrator();
    const token = (await comes({ sub: other.sub, email: other.email, groups: ['ops'] })) as Tokens;
    await app.sql(`DELETE FROM user_roles WHERE user_id = $1 AND role_name = 'admin'`, [other.id]);
    const [came, { status }] = await Promise.all([
      comes({ sub: uniqueName(), email, email_verified: true }, 'plain'),
      app.patch(`/users/${id}`, { is_active: false }, token.access_token),
    ]);
    expect(await activeAdministrators(), JSON.stringify({ came, status })).toBe(1);
  });

  describe('are told of, with the roles that are left,', () => {
    beforeEach(() => setFirstActive(true));

    async function linked(): Promise<Person & Tokens & { readonly identity: string }> {
      const person = await app.newcomer();
      const claims = { ...somebody(), groups: ['ops', 'staff'] };
      odd.idToken = claims;
      const application = new Application(app);
      const { body } = await app.post<{ url: string }>('/auth/social/odd/link', application.wish, person.access_token);
      odd.instead.clear();
      const departure = await application.browser.open(body.url);
      const back = await application.callback(odd.back(departure.headers.get('location')!));
      const answer = await app.post<{ id: string }>('/auth/identities', application.proof(back), person.access_token);
      await comes(claims);
      expect(await rolesOf(person.id)).toEqual(['admin', 'moderator', 'user']);
      return { ...person, identity: answer.body.id };
    }
    const expectTold = (id: string) =>
      expect
        .poll(() => changesOf(id))
        .toMatchObject([
          { detail: { roles: ['admin', 'moderator', 'user'], by: 'provider' } },
          { detail: { roles: ['user'], by: 'provider' } },
        ]);

    it('when the identity is unlinked', async () => {
      const { id, identity, username, password } = await linked();
      const { access_token } = await app.signIn({ username, password });
      expect((await app.delete(`/auth/identities/${identity}`, access_token)).status).toBe(204);
      await expectTold(id);
    });

    it('when the owner says "not me"', async () => {
      const { id, email } = await linked();
      const { token } = await letterTo(app, email, 'identity_linked');
      expect((await app.post('/auth/not-me', { token })).status).toBe(200);
      await expectTold(id);
    });

    it('when the owner of the address sets a password by letter', async () => {
      const { id, email } = await linked();
      await app.post('/auth/password/reset/request', { email });
      const { token } = await letterTo(app, email, 'reset_password');
      await app.post('/auth/password/reset/confirm', { token, new_password: 'loops before machines' });
      await expectTold(id);
    });
  });
});
