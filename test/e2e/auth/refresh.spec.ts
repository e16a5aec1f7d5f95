import { TestApp } from '../../support/app.js';

describe('POST /auth/refresh', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const refresh = (refresh_token: string) => app.post('/auth/refresh', { refresh_token });
  const turnBackRotation = (token: string, seconds: number) =>
    app.sql(`UPDATE sessions SET rotated_at = rotated_at - $1 * interval '1 second' WHERE id = $2`, [
      seconds,
      sessionIdOf(token),
    ]);

  it('gives a new pair that works', async () => {
    const first = await app.newcomer();
    const { status, body, headers } = await refresh(first.refresh_token);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 900 });
    expect(body.refresh_token).not.toBe(first.refresh_token);
    expect((await app.get('/auth/me', body.access_token)).status).toBe(200);
  });

  it('answers a lost answer again with the same successor', async () => {
    const first = await app.newcomer();
    const lost = await refresh(first.refresh_token);
    const again = await refresh(first.refresh_token);
    expect(again.status).toBe(200);
    expect(again.body.refresh_token).toBe(lost.body.refresh_token);
  });

  it('gives 20 parallel callers one and the same successor', async () => {
    const first = await app.newcomer();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(first.refresh_token)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
    expect((await refresh(answers[0]!.body.refresh_token)).status).toBe(200);
  });

  it('ends the session when a token older than the grace is played again', async () => {
    const first = await app.newcomer();
    const { body } = await refresh(first.refresh_token);
    await turnBackRotation(first.access_token, 31);

    const replay = await refresh(first.refresh_token);
    expect(replay.status).toBe(401);
    expect(replay.body).toMatchObject({ code: 'refresh_token_reused', status: 401 });

    const heir = await refresh(body.refresh_token);
    expect(heir.body.code).toBe('invalid_refresh_token');
    expect((await app.get('/auth/me', body.access_token)).status).toBe(401);
  });

  it('ends the session when the token before the last one is played, however soon', async () => {
    const first = await app.newcomer();
    const second = await refresh(first.refresh_token);
    await refresh(second.body.refresh_token);
    expect((await refresh(first.refresh_token)).body.code).toBe('refresh_token_reused');
  });

  it('ends only that session of the user', async () => {
    const first = await app.newcomer();
    const other = await app.signIn(first);
    const second = await refresh(first.refresh_token);
    await refresh(second.body.refresh_token);
    await refresh(first.refresh_token);
    expect((await refresh(other.refresh_token)).status).toBe(200);
  });
});

function sessionIdOf(accessToken: string): string {
  return JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString()).sid;
}
