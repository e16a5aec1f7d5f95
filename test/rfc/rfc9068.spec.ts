import { type Person, TestApp, type Tokens } from '../support/app.js';
import { decoded, epochSeconds, partsOf, realKey, signEs256 } from '../security/forge.js';

describe('RFC 9068, JWT profile for access tokens', () => {
  let app: TestApp;
  let me: Person & Tokens;
  let header: Record<string, unknown>;
  let claims: Record<string, unknown>;

  beforeAll(async () => {
    app = await TestApp.start({ ACCESS_TOKEN_AUDIENCES: 'gatehouse,orders' });
    me = await app.newcomer();
    header = decoded(partsOf(me.access_token)[0]);
    claims = decoded(partsOf(me.access_token)[1]);
  });
  afterAll(() => app.stop());

  const statusOf = async (changes: object, headerChanges: object = {}) => {
    const token = signEs256({ ...header, ...headerChanges }, { ...claims, ...changes }, realKey(app).privateKey);
    return (await app.get('/auth/me', token)).status;
  };

  it('§2.1: MUST be signed, MUST NOT use none, typ is at+jwt', () => {
    expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) });
  });

  it('§2.2: iss, exp, aud, sub, client_id, iat and jti are REQUIRED', () => {
    expect(claims).toMatchObject({
      iss: 'http://gatehouse.test',
      sub: me.id,
      aud: ['gatehouse', 'orders'],
      client_id: 'gatehouse',
      jti: expect.any(String),
    });
    expect((claims['exp'] as number) - (claims['iat'] as number)).toBe(me.expires_in);
    expect(Math.abs((claims['iat'] as number) - epochSeconds())).toBeLessThan(60);
  });

  it('§2.2: jti is another in every token', async () => {
    const { body } = await app.post<Tokens>('/auth/refresh', { refresh_token: me.refresh_token });
    expect(decoded(partsOf(body.access_token)[1])['jti']).not.toBe(claims['jti']);
  });

  it('§2.2.1: auth_time and amr tell of the sign-in, and stay through a refresh', async () => {
    const first = await app.signIn(me);
    const { body } = await app.post<Tokens>('/auth/refresh', { refresh_token: first.refresh_token });
    const [before, after] = [first, body].map(({ access_token }) => decoded(partsOf(access_token)[1]));
    expect(before).toMatchObject({ amr: ['pwd'], auth_time: expect.any(Number) });
    expect(after).toMatchObject({ amr: before!['amr'], auth_time: before!['auth_time'] });
  });

  it('§2.2.3: scope holds what was granted, §2.2.3.1: roles those of the user', async () => {
    const { access_token } = await app.admin();
    const admin = decoded(partsOf(access_token)[1]);
    expect(admin['roles']).toEqual(['admin']);
    expect(String(admin['scope']).split(' ')).toContain('users:read');
    expect(claims).toMatchObject({ roles: ['user'], scope: '' });
  });

  describe('§4: the resource server', () => {
    it.each([['at+jwt'], ['application/at+jwt'], ['AT+JWT']])('MUST accept the type %s', async (typ) => {
      expect(await statusOf({}, { typ })).toBe(200);
    });

    it.each([['JWT'], [undefined], ['jwt'], ['application/jwt']])('MUST reject the type %s', async (typ) => {
      expect(await statusOf({}, { typ })).toBe(401);
    });

    it.each<[string, object]>([
      ['an issuer that is not exactly the same', { iss: 'http://gatehouse.test/' }],
      ['an audience without itself', { aud: ['orders'] }],
      ['a time after exp', { exp: epochSeconds() - 60 }],
    ])('MUST reject %s', async (_name, changes) => {
      expect(await statusOf(changes)).toBe(401);
    });

    it('MUST reject the algorithm none', async () => {
      expect(await statusOf({}, { alg: 'none' })).toBe(401);
    });
  });

  it('§6: nothing about the user that only they should know is in it', () => {
    expect(JSON.stringify(claims)).not.toContain(me.email);
    expect(JSON.stringify(claims)).not.toContain(me.username);
  });
});
