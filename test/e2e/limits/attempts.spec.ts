import { type Person, PASSWORD, TestApp } from '../../support/app.js';
import { lettersTo, letterTo } from '../../support/mailbox.js';
import { solve } from '../../support/proof-of-work.js';

/** Every request comes from an address of its own, as a botnet's would. */
const ENV = {
  RATE_LIMITS: 'on',
  TRUSTED_PROXIES: '127.0.0.1/32',
  REGISTER_RATE_LIMIT: '100000',
  LOGIN_RATE_LIMIT: '10000',
  ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR: '5',
  ACCOUNT_ATTEMPTS_PER_DAY: '12',
  CHALLENGED_ATTEMPTS_PER_DAY: '8',
  CHALLENGE_DIFFICULTY: '1',
};

describe('wrong passwords for one account', () => {
  let app: TestApp;
  let addresses = 0;

  beforeAll(async () => {
    app = await TestApp.start(ENV);
  });
  afterAll(() => app.stop());

  const address = () => `198.51.${(addresses += 1) >> 8}.${addresses & 255}`;
  const login = (username: string, password: string, deviceToken?: string, response?: string) =>
    app.call('POST', '/auth/login', {
      json: { username, password },
      headers: {
        'x-forwarded-for': address(),
        ...(deviceToken && { 'x-device-token': deviceToken }),
        ...(response && { 'x-challenge-response': response }),
      },
    });
  const guess = async (username: string, times: number) => {
    const statuses = [];
    for (let i = 0; i < times; i += 1) statuses.push((await login(username, `guess ${i}`)).status);
    return statuses;
  };
  const knownDevice = async (person: Person) => (await login(person.username, PASSWORD)).headers.get('x-device-token')!;

  it('are bounded for all strangers together, from whatever address', async () => {
    const person = await app.register();
    expect(await guess(person.username, 7)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const right = await login(person.username, PASSWORD);
    expect([right.status, right.body.code]).toEqual([429, 'challenge_required']);
    expect(Number(right.headers.get('retry-after'))).toBeLessThanOrEqual(900);
  });

  it('cannot be turned on the owner, whose known device signs in at the first try', async () => {
    const person = await app.register();
    const device = await knownDevice(person);
    await guess(person.username, 20);
    expect((await login(person.username, PASSWORD, device)).status).toBe(200);
  });

  it('count the same by username and by e-mail address', async () => {
    const person = await app.register();
    expect(await guess(person.username, 3)).toEqual([401, 401, 401]);
    expect(await guess(person.email, 3)).toEqual([401, 401, 429]);
  });

  it('look the same for an account that does not exist', async () => {
    expect(await guess('nobody-of-that-name', 6)).toEqual([401, 401, 401, 401, 401, 429]);
  });

  /** Repeats a guess with the solution, as often as a challenge is demanded. */
  async function guessAndSolve(username: string): Promise<number> {
    let answer = await login(username, 'a guess');
    if (answer.body.challenge) answer = await login(username, 'a guess', undefined, solve(answer.body.challenge));
    return answer.status;
  }

  it.each([
    ['who solves nothing', (username: string) => login(username, 'a guess').then(({ status }) => status), 12],
    ['who solves every challenge', guessAndSolve, 12 + 8],
  ])('are bounded in a day, of somebody %s', async (_, attempt, bound) => {
    const { username } = await app.register();
    const outcomes: number[] = [];
    for (let quarter = 0; quarter < 5; quarter += 1) {
      for (let i = 0; i < 10; i += 1) outcomes.push(await attempt(username));
      // A quarter of an hour passes; the day does not.
      await app.sql(
        `UPDATE rate_limits SET expires_at = expires_at - interval '15 minutes', blocked_until = blocked_until - interval '15 minutes'`,
      );
    }
    expect(new Set(outcomes)).toEqual(new Set([401, 429]));
    expect(outcomes.filter((status) => status === 401)).toHaveLength(bound);
  });

  it('do not count when the password was right', async () => {
    const person = await app.register();
    for (let i = 0; i < 8; i += 1) expect((await login(person.username, PASSWORD)).status).toBe(200);
  });

  it('are counted exactly when they come all at once', async () => {
    const person = await app.register();
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => login(person.username, `guess ${i}`)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  });

  it.each([
    ['a foreign account', async (other: string) => other],
    ['a forger', async (other: string) => `${other.slice(0, -2)}AA`],
  ])('are not helped by a device token of %s', async (_, spoil) => {
    const person = await app.register();
    const foreign = await spoil(await knownDevice(await app.register()));
    await guess(person.username, 6);
    expect((await login(person.username, PASSWORD, foreign)).status).toBe(429);
  });

  it('are no hindrance to the owner on a new device, who has a letter', async () => {
    const person = await app.register();
    await guess(person.username, 6);
    expect((await app.post('/auth/unlock/request', { email: person.email })).status).toBe(202);
    const { token } = await letterTo(app, person.email, 'account_locked');
    const unlocked = await app.post('/auth/unlock/confirm', { token });
    const device = unlocked.headers.get('x-device-token')!;
    expect((await login(person.username, PASSWORD, device)).status).toBe(200);
    expect((await app.post('/auth/unlock/confirm', { token })).body.code).toBe('invalid_token');
  });

  it('are counted for a known device, too', async () => {
    const person = await app.register();
    const device = await knownDevice(person);
    const statuses = [];
    for (let i = 0; i < 7; i += 1) statuses.push((await login(person.username, `guess ${i}`, device)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    // Strangers still have their own.
    expect((await login(person.username, PASSWORD)).status).toBe(200);
  });
});

describe('right and wrong passwords for one account, all at once', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ ...ENV, ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR: '100', ACCOUNT_ATTEMPTS_PER_DAY: '100' });
  });
  afterAll(() => app.stop());

  it('leave the wrong ones counted, in both budgets, and never wait for each other', async () => {
    const { username } = await app.register();
    const login = (index: number) =>
      app.call('POST', '/auth/login', {
        json: { username, password: index % 2 ? PASSWORD : `guess ${index}` },
        headers: { 'x-forwarded-for': `198.51.100.${index}` },
      });
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => login(index)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_, index) => (index % 2 ? 200 : 401)));
    // All other counters are of one address each, and were met once.
    expect(await app.sql('SELECT hits FROM rate_limits WHERE hits <> 1')).toEqual([{ hits: 20 }, { hits: 20 }]);
  });
});

describe('a device', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const login = (person: Person, headers: Record<string, string> = {}) =>
    app.call('POST', '/auth/login', { json: { username: person.username, password: PASSWORD }, headers });
  const noticesTo = async (person: Person) =>
    (await lettersTo(app, person.email)).filter(({ template }) => template === 'new_device').length;

  it('is known by a cookie that no script can read', async () => {
    const person = await app.register();
    const cookie = (await login(person)).headers.get('set-cookie')!;
    expect(cookie).toMatch(/^gatehouse_device=ghd_[\w-]+; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax$/);
    const again = await login(person, { cookie: cookie.split(';')[0]! });
    expect(again.headers.get('set-cookie')).toBe(cookie);
  });

  it('that is new is told to the owner by letter, but not the very first', async () => {
    const person = await app.register();
    const first = await login(person);
    expect(await noticesTo(person)).toBe(0);
    await login(person, { 'x-device-token': first.headers.get('x-device-token')! });
    expect(await noticesTo(person)).toBe(0);
    await login(person);
    expect(await noticesTo(person)).toBe(1);
  });
});
