import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Answer } from '../support/http.js';
import { solve } from '../support/proof-of-work.js';
import { ADMIN, PASSWORD, uniqueName } from '../support/names.js';
import { Service } from '../support/service.js';
import { serverDatabase, type Storage } from '../support/storage.js';

const AT_ONCE = 20;

/** Each another number, so that none is met by mistake for another. */
const LIMITS = {
  LOGIN_RATE_LIMIT: 5,
  LOGIN_ADDRESS_RATE_LIMIT: 12,
  REGISTER_RATE_LIMIT: 6,
  REFRESH_RATE_LIMIT: 7,
  RECOVERY_RATE_LIMIT: 3,
  MAILED_TOKEN_RATE_LIMIT: 8,
  ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR: 9,
  ACCOUNT_ATTEMPTS_PER_DAY: 100,
  CHALLENGE_DIFFICULTY: 6,
};

const ENV = {
  RATE_LIMITS: 'on',
  TRUSTED_PROXIES: '127.0.0.1/32',
  PUBLIC_URL: 'http://gatehouse.test',
  ADMIN_PASSWORD: ADMIN.password,
  ...Object.fromEntries(Object.entries(LIMITS).map(([name, limit]) => [name, String(limit)])),
};

describe.runIf(inject('postgresUrl'))('two instances, asked in turn and all at once', () => {
  let folder: string;
  let storage: Storage;
  let both: Service[];
  let addresses = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
    storage = await serverDatabase();
    both = await Promise.all([0, 1].map(() => Service.start({ ...storage.env, ...ENV }, { cwd: folder })));
  });
  afterAll(async () => {
    await Promise.all(both.map((service) => service.stop()));
    await storage.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const address = () => `198.51.${(addresses += 1) >> 8}.${addresses & 255}`;
  const from = (ip: string, more: Record<string, string> = {}) => ({ 'x-forwarded-for': ip, ...more });
  const post = (service: Service, path: string, json: unknown, headers: Record<string, string>) =>
    service.call('POST', path, { json, headers });

  /** Twenty at once, one at this instance and the next at that one. */
  const alternating = (ask: (service: Service, index: number) => Promise<Answer<unknown>>) =>
    Promise.all(Array.from({ length: AT_ONCE }, (_, index) => ask(both[index % 2]!, index)));
  const refused = (answers: readonly Answer<unknown>[]) => answers.filter(({ status }) => status === 429).length;

  async function somebody() {
    const username = uniqueName();
    const account = { username, email: `${username}@example.org`, password: PASSWORD };
    expect((await post(both[0]!, '/auth/register', account, from(address()))).status).toBe(201);
    return account;
  }

  /** `LIMITS` is what all of them together may do; whatever is beyond it is refused, no more and no less. */
  const counters: [keyof typeof LIMITS, string, () => Promise<Answer<unknown>[]>][] = [
    [
      'LOGIN_RATE_LIMIT',
      'wrong passwords for one account from one address',
      async () => {
        const [{ username }, ip] = [await somebody(), address()];
        return alternating((service) => post(service, '/auth/login', { username, password: 'wrong' }, from(ip)));
      },
    ],
    [
      'LOGIN_ADDRESS_RATE_LIMIT',
      'wrong passwords for many accounts from one address',
      async () => {
        const ip = address();
        return alternating((service, index) =>
          post(service, '/auth/login', { username: `nobody-${index}`, password: 'wrong' }, from(ip)),
        );
      },
    ],
    [
      'ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR',
      'wrong passwords for one account from many addresses',
      async () => {
        const { username } = await somebody();
        return alternating((service) => post(service, '/auth/login', { username, password: 'wrong' }, from(address())));
      },
    ],
    [
      'ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR',
      'wrong passwords on one known device',
      async () => {
        const { username } = await somebody();
        const first = await post(both[0]!, '/auth/login', { username, password: PASSWORD }, from(address()));
        const device = { 'x-device-token': first.headers.get('x-device-token')! };
        return alternating((service) =>
          post(service, '/auth/login', { username, password: 'wrong' }, from(address(), device)),
        );
      },
    ],
    [
      'REGISTER_RATE_LIMIT',
      'registrations',
      async () => {
        const ip = address();
        return alternating((service) => {
          const username = uniqueName();
          return post(
            service,
            '/auth/register',
            { username, email: `${username}@example.org`, password: PASSWORD },
            from(ip),
          );
        });
      },
    ],
    [
      'REFRESH_RATE_LIMIT',
      'refreshes of one session',
      async () => {
        const ip = address();
        return alternating((service) => post(service, '/auth/refresh', { refresh_token: 'ghr_nothing' }, from(ip)));
      },
    ],
    [
      'RECOVERY_RATE_LIMIT',
      'requests for a new password',
      async () => {
        const ip = address();
        const email = 'ada@example.org';
        return alternating((service) => post(service, '/auth/password/reset/request', { email }, from(ip)));
      },
    ],
    [
      'MAILED_TOKEN_RATE_LIMIT',
      'uses of mailed links',
      async () => {
        const ip = address();
        const body = { token: 'nothing', new_password: PASSWORD };
        return alternating((service) => post(service, '/auth/password/reset/confirm', body, from(ip)));
      },
    ],
  ];

  it.each(counters)('keep to %s together: %s', async (limit, _what, ask) => {
    const answers = await ask();
    expect(refused(answers)).toBe(AT_ONCE - LIMITS[limit]);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  });

  it('let a solution of a challenge count once, wherever it is shown', async () => {
    const { username } = await somebody();
    const guess = (service: Service, more: Record<string, string> = {}) =>
      post(service, '/auth/login', { username, password: 'wrong' }, from(address(), more));
    const demanded = await alternating((service) => guess(service));
    const { challenge } = demanded.find(({ status }) => status === 429)!.body as { challenge: never };
    const response = solve(challenge);
    const answers = await alternating((service) => guess(service, { 'x-challenge-response': response }));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(1);
    expect(refused(answers)).toBe(AT_ONCE - 1);
  });
});
