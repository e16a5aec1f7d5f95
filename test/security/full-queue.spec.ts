import { PASSWORD, TestApp } from '../support/app.js';

describe('Where there is no room for one more password hash', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({
      RATE_LIMITS: 'on',
      LOGIN_RATE_LIMIT: '1000',
      LOGIN_ADDRESS_RATE_LIMIT: '1000',
      ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR: '40',
      CHALLENGE: 'off',
      PASSWORD_HASH_CONCURRENCY: '1',
      PASSWORD_HASH_QUEUE: '1',
    });
  });
  afterAll(() => app.stop());

  it('those who are turned away count against nobody', async () => {
    const { username } = await app.register();
    const login = (password: string) => app.post('/auth/login', { username, password });
    const answers = await Promise.all(Array.from({ length: 60 }, () => login('none of theirs')));
    const statuses = answers.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([401, 503]));
    expect(answers.find(({ status }) => status === 503)!.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await login(PASSWORD)).status).toBe(200);
  });
});
