import { Client } from 'pg';
import { PASSWORD, TestApp } from '../../support/app.js';
import { Browser } from '../../support/browser.js';

/** What the service does on its own account meanwhile: it hears, writes letters and records, and sweeps. */
const BACKGROUND =
  /^NOTIFY |outbox|recovery_requests|security_event|written_by >=|^(START TRANSACTION|BEGIN|COMMIT|ROLLBACK)/;

describe('what a request costs in SQL statements', () => {
  let app: TestApp;
  let statements: string[] = [];
  // oxlint-disable-next-line typescript/unbound-method -- called with its client below
  const original = Client.prototype.query;

  beforeAll(async () => {
    app = await TestApp.start({ RATE_LIMITS: 'on' });
    Client.prototype.query = function (this: Client, ...call: [unknown]) {
      statements.push(textOf(call[0]));
      return Reflect.apply(original, this, call) as unknown;
    } as typeof Client.prototype.query;
  });
  afterAll(async () => {
    Client.prototype.query = original;
    await app.stop();
  });

  /** Once before, so that what is done at the first time only is done. */
  async function countOf(expected: number, request: () => Promise<{ status: number }>): Promise<string[]> {
    expect((await request()).status).toBe(expected);
    statements = [];
    expect((await request()).status).toBe(expected);
    return statements.filter((text) => !BACKGROUND.test(text.trim()));
  }

  it('is seen by this test', async () => {
    statements = [];
    await app.sql('SELECT 1 AS seen');
    expect(statements).toContain('SELECT 1 AS seen');
  });

  it('is at most one for GET /auth/me', async () => {
    const { access_token } = await app.newcomer();
    expect(await countOf(200, () => app.get('/auth/me', access_token))).toHaveLength(1);
  });

  it('is at most two for POST /auth/refresh, one of them the limit', async () => {
    let { refresh_token } = await app.newcomer();
    const seen = await countOf(200, async () => {
      const answer = await app.post('/auth/refresh', { refresh_token });
      ({ refresh_token } = answer.body);
      return answer;
    });
    expect(seen).toHaveLength(2);
    expect(seen.filter((text) => text.includes('rate_limits'))).toHaveLength(1);
  });

  it('is no more for it in cookie mode', async () => {
    const browser = new Browser(app);
    await browser.login(await app.register());
    expect(await countOf(200, () => browser.refresh())).toHaveLength(2);
  });

  it('is one, the limit, for a refresh token that is none', async () => {
    expect(await countOf(401, () => app.post('/auth/refresh', { refresh_token: 'ghr_x' }))).toHaveLength(1);
  });

  it('is none for a caller who may not', async () => {
    const { access_token } = await app.newcomer();
    expect(await countOf(403, () => app.get('/users', access_token))).toEqual([]);
  });

  it.each([
    ['no', undefined],
    ['a malformed', 'x'],
    ['an unsigned', `${encoded({ alg: 'none', typ: 'at+jwt' })}.${encoded({ sub: 'x' })}.`],
  ])('is none for %s access token', async (_, token) => {
    expect(await countOf(401, () => app.get('/auth/me', token))).toEqual([]);
  });

  it('is none for a revoked access token', async () => {
    const { access_token } = await app.newcomer();
    await app.post('/auth/logout', undefined, access_token);
    expect(await countOf(401, () => app.get('/auth/me', access_token))).toEqual([]);
  });

  it('is none for the public keys', async () => {
    expect(await countOf(200, () => app.get('//.well-known/jwks.json'))).toEqual([]);
  });

  it('is at most five for POST /auth/login on a known device: limits, credentials, budget taken and given, session', async () => {
    const { username } = await app.register();
    const json = { username, password: PASSWORD };
    const device = (await app.post('/auth/login', json)).headers.get('x-device-token')!;
    const login = () => app.call('POST', '/auth/login', { json, headers: { 'x-device-token': device } });
    expect(await countOf(200, login)).toHaveLength(5);
  });
});

function textOf(query: unknown): string {
  return typeof query === 'string' ? query : ((query as { text?: string }).text ?? '');
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
