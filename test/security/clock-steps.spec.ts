import { TokenBlacklistService } from '#tokens/blacklist/token-blacklist.service.js';
import { TestApp } from '../support/app.js';

const HOUR_MS = 60 * 60 * 1000;

describe('a clock that is set, as time servers and operators do', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => vi.useRealTimers());
  afterAll(() => app.stop());

  const setClock = (offsetMs: number) => {
    vi.useRealTimers();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + offsetMs });
  };
  const statusOf = async (token: string) => (await app.get('/auth/me', token)).status;

  it.each([
    ['back', -HOUR_MS],
    ['forward', HOUR_MS],
  ])('an hour %s leaves a key that signs, and tokens that are good there and then', async (_way, offset) => {
    const person = await app.register();
    setClock(offset);
    const { access_token, refresh_token } = await app.signIn(person);
    expect(await statusOf(access_token)).toBe(200);
    setClock(0);
    // Expired, or from the future; the session goes on.
    expect(await statusOf(access_token)).toBe(401);
    const { status, body } = await app.post('/auth/refresh', { refresh_token });
    expect(status).toBe(200);
    expect(await statusOf(body.access_token)).toBe(200);
  });

  it('forward and back, with a sweep in between, gives no life back to what was revoked', async () => {
    const { access_token } = await app.newcomer();
    await app.post('/auth/logout', undefined, access_token);
    // Until the bell, too, has brought it.
    await new Promise((resolve) => setTimeout(resolve, 300));
    setClock(HOUR_MS);
    await app.nest.get(TokenBlacklistService).sweep();
    setClock(0);
    expect(await statusOf(access_token)).toBe(401);
  });
});
