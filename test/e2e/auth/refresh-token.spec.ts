import { TestApp, type Tokens } from '../../support/app.js';
import { claimsOf } from '../../support/jwt.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('a refresh token', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const refresh = (refresh_token: unknown) => app.post('/auth/refresh', { refresh_token });
  const turnBack = ({ access_token }: Tokens, change: string) =>
    app.sql(`UPDATE sessions SET ${change} WHERE id = $1`, [claimsOf(access_token).sid]);

  /** Refused, and without harm to the session that the token resembles. */
  async function expectRefused(token: string, genuine: string): Promise<void> {
    const { status, body, headers } = await refresh(token);
    expect(status).toBe(401);
    expect(body).toMatchObject({ code: 'invalid_refresh_token', status: 401 });
    expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect((await refresh(genuine)).status).toBe(200);
  }

  it.each([
    ['without its prefix', (token: string) => token.slice(4)],
    ['with another prefix', (token: string) => token.replace('ghr_', 'ghp_')],
    ['with its prefix twice', (token: string) => `ghr_${token}`],
    ['in upper case', (token: string) => token.toUpperCase()],
    ['without its last letter', (token: string) => token.slice(0, -1)],
    ['without its MAC', (token: string) => token.slice(0, 4 + 27)],
    ['cut in half', (token: string) => token.slice(0, token.length / 2)],
    ['with a letter more', (token: string) => `${token}A`],
    ['with padding', (token: string) => `${token}==`],
    ['with a blank before', (token: string) => ` ${token}`],
    ['with a line feed after', (token: string) => `${token}\n`],
    ['twice in a row', (token: string) => token + token],
    ['in the spelling of plain base64', (token: string) => `ghr_${toBase64(token.slice(4))}`],
    ['in another spelling of the same bytes', otherSpelling],
  ])('is not valid %s', async (_, changed) => {
    const { refresh_token } = await app.newcomer();
    await expectRefused(changed(refresh_token), refresh_token);
  });

  it('is not valid with any one letter changed', async () => {
    const { refresh_token } = await app.newcomer();
    const changed = Array.from({ length: refresh_token.length - 4 }, (_, i) => withOtherLetter(refresh_token, i + 4));
    const answers = await Promise.all(changed.map(refresh));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
      new Set(['401 invalid_refresh_token']),
    );
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  it('is not valid with the counter of its successor', async () => {
    const { refresh_token } = await app.newcomer();
    const bytes = Buffer.from(refresh_token.slice(4), 'base64url');
    bytes.writeUInt32BE(1, 16);
    await expectRefused(`ghr_${bytes.toString('base64url')}`, refresh_token);
  });

  it('is not valid with the session of somebody else', async () => {
    const [mine, theirs] = [await app.newcomer(), await app.newcomer()];
    const bytes = Buffer.from(mine.refresh_token.slice(4), 'base64url');
    Buffer.from(theirs.refresh_token.slice(4), 'base64url').copy(bytes, 0, 0, 16);
    await expectRefused(`ghr_${bytes.toString('base64url')}`, theirs.refresh_token);
  });

  it.each(['x', 'ghr_', 'null', '..', 'a.b.c', "' OR 1=1 --", '💥', `ghr_${'A'.repeat(70)}`, 'x'.repeat(512)])(
    'is not %j',
    async (token) => {
      const { status, body } = await refresh(token);
      expect(status).toBe(401);
      expect(body.code).toBe('invalid_refresh_token');
    },
  );

  it('is not an access token', async () => {
    const { access_token } = await app.newcomer();
    expect((await refresh(access_token)).status).toBeGreaterThanOrEqual(400);
    expect((await app.get('/auth/me', access_token)).status).toBe(200);
  });

  it('is no access token', async () => {
    const { refresh_token } = await app.newcomer();
    expect((await app.get('/auth/me', refresh_token)).body.code).toBe('invalid_access_token');
  });

  it.each([
    ['of another type', { refresh_token: 7 }],
    ['null', { refresh_token: null }],
    ['a list', { refresh_token: ['ghr_x'] }],
    ['longer than any', { refresh_token: 'x'.repeat(513) }],
    ['with a NUL', { refresh_token: 'ghr_\u0000' }],
    ['absent', {}],
  ])('is refused as input when it is %s', async (_, json) => {
    const { status, body } = await app.post('/auth/refresh', json);
    expect(status).toBe(422);
    expect(body.errors[0].pointer).toBe('/refresh_token');
  });

  it('ends when it was not used for a week, and not before', async () => {
    const late = await app.newcomer();
    await turnBack(late, `last_used_at = now() - interval '7 days 1 second'`);
    expect((await refresh(late.refresh_token)).body.code).toBe('invalid_refresh_token');

    const justInTime = await app.newcomer();
    await turnBack(justInTime, `last_used_at = now() - interval '7 days' + interval '1 minute'`);
    expect((await refresh(justInTime.refresh_token)).status).toBe(200);
  });

  it('begins a new week with each use', async () => {
    const first = await app.newcomer();
    await turnBack(first, `last_used_at = now() - interval '6 days'`);
    const { body: second } = await refresh(first.refresh_token);
    await turnBack(first, `last_used_at = last_used_at - interval '6 days'`);
    expect((await refresh(second.refresh_token)).status).toBe(200);
  });

  it('has a hard end, however often it was used', async () => {
    const first = await app.newcomer();
    const [row] = await app.sql<{ days: number }>(
      `SELECT extract(epoch FROM expires_at - created_at)::float / 86400 AS days FROM sessions WHERE id = $1`,
      [claimsOf(first.access_token).sid],
    );
    expect(row!.days).toBe(90);

    await turnBack(first, `expires_at = now() + interval '1 minute'`);
    const second = await refresh(first.refresh_token);
    expect(second.status).toBe(200);
    await turnBack(first, `expires_at = now() - interval '1 second'`);
    expect((await refresh(second.body.refresh_token)).body.code).toBe('invalid_refresh_token');
  });

  it('survives a restart, and so does the memory of its predecessors', async () => {
    const first = await app.newcomer();
    const { body: second } = await refresh(first.refresh_token);
    app = await app.restart();
    const third = await refresh(second.refresh_token);
    expect(third.status).toBe(200);
    expect((await refresh(first.refresh_token)).body.code).toBe('refresh_token_reused');
    expect((await refresh(third.body.refresh_token)).body.code).toBe('invalid_refresh_token');
  });
});

describe('a refresh token with REFRESH_GRACE_SECONDS=0', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ REFRESH_GRACE_SECONDS: '0' });
  });
  afterAll(() => app.stop());

  const refresh = (refresh_token: string) => app.post('/auth/refresh', { refresh_token });

  it('can be used once; a second time ends the session', async () => {
    const first = await app.newcomer();
    const { status, body: second } = await refresh(first.refresh_token);
    expect(status).toBe(200);
    expect((await refresh(first.refresh_token)).body.code).toBe('refresh_token_reused');
    expect((await refresh(second.refresh_token)).body.code).toBe('invalid_refresh_token');
    expect((await app.get('/auth/me', second.access_token)).status).toBe(401);
  });

  it('is traded by exactly one of 20 parallel callers', async () => {
    const { refresh_token } = await app.newcomer();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refresh_token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});

const toBase64 = (text: string) => Buffer.from(text, 'base64url').toString('base64');

function withOtherLetter(token: string, index: number): string {
  const other = ALPHABET[(ALPHABET.indexOf(token[index]!) + 17) % ALPHABET.length]!;
  return token.slice(0, index) + other + token.slice(index + 1);
}

/** 52 bytes need 69 1/3 letters: four bits of the last one say nothing. */
function otherSpelling(token: string): string {
  const index = ALPHABET.indexOf(token.at(-1)!);
  const other = token.slice(0, -1) + ALPHABET[index ^ 1]!;
  expect(Buffer.from(other.slice(4), 'base64url')).toEqual(Buffer.from(token.slice(4), 'base64url'));
  return other;
}
