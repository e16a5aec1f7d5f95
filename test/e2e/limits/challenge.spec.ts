import { Clock } from '#common/clock.js';
import { PasswordsService } from '#passwords/index.js';
import { PASSWORD, type Person, TestApp, uniqueName } from '../../support/app.js';
import type { Answer } from '../../support/http.js';
import { type ProofOfWork, solve } from '../../support/proof-of-work.js';

const ATTEMPTS = 2;
const CHALLENGED = 7;

/** Every request comes from an address of its own, as a botnet's would. */
const ENV = {
  RATE_LIMITS: 'on',
  TRUSTED_PROXIES: '127.0.0.1/32',
  REGISTER_RATE_LIMIT: '100000',
  MAILED_TOKEN_RATE_LIMIT: '10000',
  ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR: String(ATTEMPTS),
  CHALLENGED_ATTEMPTS_PER_DAY: String(CHALLENGED),
  CHALLENGE_DIFFICULTY: '4',
};

interface Try {
  readonly device?: string;
  readonly response?: string;
}

describe('the challenge past the shared attempts', () => {
  let app: TestApp;
  let addresses = 0;

  beforeAll(async () => {
    app = await TestApp.start(ENV);
  });
  afterAll(() => app.stop());

  const headers = ({ device, response }: Try = {}) => ({
    'x-forwarded-for': `198.51.${(addresses += 1) >> 8}.${addresses & 255}`,
    ...(device !== undefined && { 'x-device-token': device }),
    ...(response !== undefined && { 'x-challenge-response': response }),
  });
  const login = (username: string, password: string, how?: Try) =>
    app.call('POST', '/auth/login', { json: { username, password }, headers: headers(how) });
  const loginForm = (username: string, password: string, how?: Try) =>
    app.call('POST', '/auth/login/form', { form: { username, password }, headers: headers(how) });
  const token = (username: string, password: string, how?: Try) =>
    app.call('POST', '/auth/token', { form: { grant_type: 'password', username, password }, headers: headers(how) });

  async function attacked(): Promise<Person> {
    const person = await app.register();
    await useUp(person.username);
    return person;
  }
  async function useUp(username: string): Promise<void> {
    for (let i = 0; i < ATTEMPTS; i += 1) expect((await login(username, `guess ${i}`)).status).toBe(401);
  }
  const demanded = async (username: string): Promise<ProofOfWork> =>
    expectDemand(await login(username, 'a guess more'));
  const guessWithSolution = async (username: string) =>
    login(username, 'a guess that was worked for', { response: solve(await demanded(username)) });

  function expectDemand({ status, headers, body }: Answer<Record<string, unknown>>): ProofOfWork {
    expect([status, body['code']]).toEqual([429, 'challenge_required']);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(800);
    expect(headers.get('cache-control')).toBe('no-store');
    return body['challenge'] as ProofOfWork;
  }

  it('is demanded with all that it takes to solve it', async () => {
    const { username } = await attacked();
    const { expires_at, ...challenge } = await demanded(username);
    expect(challenge).toEqual({
      kind: 'proof_of_work',
      algorithm: 'SHA-256',
      token: expect.stringMatching(/^ghc_[\w-]{74}$/),
      difficulty: 4,
    });
    const left = (Date.parse(expires_at) - Date.now()) / 1000;
    expect(left).toBeGreaterThan(590);
    expect(left).toBeLessThanOrEqual(600);
  });

  it('is demanded of the right password as of a wrong one, before either is looked at', async () => {
    const { username } = await attacked();
    const verify = vi.spyOn(app.nest.get(PasswordsService), 'verify');
    try {
      expectDemand(await login(username, PASSWORD));
      expectDemand(await login(username, 'wrong'));
      expect(verify).not.toHaveBeenCalled();
    } finally {
      verify.mockRestore();
    }
  });

  it('lets the owner in on a new device in the middle of an attack', async () => {
    const { username, id } = await attacked();
    const answer = await login(username, PASSWORD, { response: solve(await demanded(username)) });
    expect(answer.status).toBe(200);
    expect((await app.get('/auth/me', answer.body.access_token)).body.id).toBe(id);
    // And that device is known from then on.
    const device = answer.headers.get('x-device-token')!;
    expect((await login(username, PASSWORD, { device })).status).toBe(200);
  });

  it('is none for a device that is known', async () => {
    const person = await app.register();
    const device = (await login(person.username, PASSWORD)).headers.get('x-device-token')!;
    await useUp(person.username);
    await demanded(person.username);
    expect((await login(person.username, PASSWORD, { device })).status).toBe(200);
  });

  it('is not asked for while there are attempts left, and a solution is not used up then', async () => {
    const { username } = await attacked();
    const response = solve(await demanded(username));
    await app.sql(
      `UPDATE rate_limits SET expires_at = expires_at - interval '16 minutes', blocked_until = blocked_until - interval '16 minutes'`,
    );
    expect((await login(username, 'wrong', { response })).status).toBe(401);
    expect((await login(username, 'wrong')).status).toBe(401);
    expect((await login(username, 'wrong', { response })).status).toBe(401);
    expectDemand(await login(username, 'wrong', { response }));
  });

  it('stands at every door', async () => {
    const { username } = await attacked();
    expectDemand(await loginForm(username, PASSWORD));
    const byForm = await loginForm(username, PASSWORD, { response: solve(await demanded(username)) });
    expect(byForm.status).toBe(200);

    const refused = await token(username, PASSWORD);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(refused.body).toEqual({
      error: 'temporarily_unavailable',
      error_description: expect.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/),
      challenge: expect.objectContaining({ kind: 'proof_of_work' }),
    });
    expect((await token(username, PASSWORD, { response: solve(refused.body.challenge) })).status).toBe(200);
  });

  it('stands before the own password, which strangers cannot keep the owner from', async () => {
    const person = await app.register();
    const signedIn = await login(person.username, PASSWORD);
    const device = signedIn.headers.get('x-device-token')!;
    await useUp(person.username);
    const change = (how?: Try) =>
      app.call('POST', '/auth/email/change/request', {
        json: { new_email: `${uniqueName()}@example.org`, current_password: PASSWORD },
        token: signedIn.body.access_token,
        headers: headers(how),
      });
    const challenge = expectDemand(await change());
    expect((await change({ response: solve(challenge) })).status).toBe(202);
    expect((await change({ device })).status).toBe(202);

    const newPassword = (how?: Try) =>
      app.call('POST', '/auth/password/change', {
        json: { current_password: PASSWORD, new_password: `${PASSWORD} and more` },
        token: signedIn.body.access_token,
        headers: headers(how),
      });
    expectDemand(await newPassword());
    expect((await newPassword({ device })).status).toBe(200);
  });

  it('looks the same for an account that does not exist', async () => {
    const nobody = uniqueName();
    await useUp(nobody);
    expect((await guessWithSolution(nobody)).status).toBe(401);
    const known = await attacked();
    const shape = async (name: string) => Object.keys((await login(name, 'x')).body);
    expect(await shape(nobody)).toEqual(await shape(known.username));
  });

  it('is the same by username and by e-mail address', async () => {
    const { username, email } = await attacked();
    const response = solve(await demanded(username));
    expect((await login(email.toUpperCase(), PASSWORD, { response })).status).toBe(200);
  });

  describe('a solution', () => {
    it('is good once', async () => {
      const { username } = await attacked();
      const response = solve(await demanded(username));
      expect((await login(username, 'wrong', { response })).status).toBe(401);
      const again = await login(username, PASSWORD, { response });
      expectDemand(again);
      expect(again.body.detail).toContain('used up');
    });

    it('is good once of many at the same moment', async () => {
      const { username } = await attacked();
      const response = solve(await demanded(username));
      const answers = await Promise.all(Array.from({ length: 20 }, () => login(username, 'wrong', { response })));
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(1);
      for (const answer of answers.filter(({ status }) => status !== 401)) expectDemand(answer);
    });

    it('that is sent again and again uses up nobody else’s attempts', async () => {
      const { username } = await attacked();
      const response = solve(await demanded(username));
      for (let i = 0; i < 2 * CHALLENGED; i += 1) await login(username, 'wrong', { response });
      expect((await guessWithSolution(username)).status).toBe(401);
    });

    it('is good once, however its task is spelt and whatever other nonce solves it', async () => {
      const { username } = await attacked();
      const challenge = await demanded(username);
      expect((await login(username, 'wrong', { response: solve(challenge) })).status).toBe(401);
      const last = challenge.token.at(-1)!;
      // The last character has bits that no byte needs.
      const twins = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
        .split('')
        .filter((each) => each !== last)
        .map((each) => challenge.token.slice(0, -1) + each);
      for (const twin of [`${challenge.token}=`, `${challenge.token}.x`, ...twins]) {
        expectDemand(await login(username, 'wrong', { response: solve({ ...challenge, token: twin }) }));
      }
    });

    it.each<[string, (challenge: ProofOfWork) => string]>([
      ['of no work', ({ token }) => unsolved(token)],
      ['without a nonce', ({ token }) => token],
      ['of another kind', () => 'XXXX.DUMMY.TOKEN.XXXX'],
      ['that is empty', () => ''],
      ['far too long', ({ token }) => `${token}.${'0'.repeat(9000)}`],
      ['to a task that was made easier', (challenge) => solve({ ...challenge, token: easier(challenge.token) })],
    ])('%s is refused, with another challenge', async (_, solved) => {
      const { username } = await attacked();
      const challenge = await demanded(username);
      const next = expectDemand(await login(username, PASSWORD, { response: solved(challenge) }));
      expect(next.token).not.toBe(challenge.token);
      expect((await login(username, PASSWORD, { response: solve(next) })).status).toBe(200);
    });

    it('for one account is none for another', async () => {
      const [one, other] = [await attacked(), await attacked()];
      const response = solve(await demanded(one.username));
      expectDemand(await login(other.username, PASSWORD, { response }));
      expect((await login(one.username, PASSWORD, { response })).status).toBe(200);
    });

    it('expires', async () => {
      const { username } = await attacked();
      const response = solve(await demanded(username));
      const now = vi.spyOn(app.nest.get(Clock), 'now').mockImplementation(() => new Date(Date.now() + 601_000));
      try {
        expectDemand(await login(username, PASSWORD, { response }));
      } finally {
        now.mockRestore();
      }
    });
  });

  describe('the challenged attempts', () => {
    it('end, and then no solution helps, nor the right password', async () => {
      const { username } = await attacked();
      for (let i = 0; i < CHALLENGED; i += 1) expect((await guessWithSolution(username)).status).toBe(401);
      const over = await login(username, PASSWORD);
      expect([over.status, over.body.code, over.body.challenge]).toEqual([429, 'too_many_requests', undefined]);
      expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(800);
    });

    it('are counted exactly when they come all at once', async () => {
      const { username } = await attacked();
      const responses = await Promise.all(
        Array.from({ length: 3 * CHALLENGED }, async () => solve(await demanded(username))),
      );
      const answers = await Promise.all(responses.map((response) => login(username, 'wrong', { response })));
      // Fewer when a task had become too easy by the time it was brought back; never more.
      const judged = answers.filter(({ status }) => status === 401).length;
      expect(judged).toBeGreaterThan(0);
      expect(judged).toBeLessThanOrEqual(CHALLENGED);
      expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
    });

    it('are given back to the right password', async () => {
      const { username } = await attacked();
      for (let i = 0; i < CHALLENGED + 2; i += 1) {
        const response = solve(await demanded(username));
        expect((await login(username, PASSWORD, { response })).status).toBe(200);
      }
    });

    it('become harder as they are used up', async () => {
      const { username } = await attacked();
      const difficulties = [];
      for (let i = 0; i < CHALLENGED; i += 1) {
        const challenge = await demanded(username);
        difficulties.push(challenge.difficulty);
        expect((await login(username, 'wrong', { response: solve(challenge) })).status).toBe(401);
      }
      expect(difficulties).toEqual([4, 5, 6, 7, 8, 9, 10]);
    });

    it('are not to be had by easy tasks that were kept', async () => {
      const { username } = await attacked();
      const hoard = [];
      for (let i = 0; i < 4; i += 1) hoard.push(solve(await demanded(username)));
      const statuses = [];
      for (const response of hoard) statuses.push((await login(username, 'wrong', { response })).status);
      // One step behind is forgiven: somebody else may have been faster.
      expect(statuses).toEqual([401, 401, 429, 429]);
    });
  });
});

describe('CHALLENGE=off', () => {
  it('leaves nothing but waiting', async () => {
    const app = await TestApp.start({ ...ENV, CHALLENGE: 'off' });
    try {
      const { username } = await app.register();
      for (let i = 0; i < ATTEMPTS; i += 1) await app.post('/auth/login', { username, password: 'wrong' });
      const { status, body } = await app.post('/auth/login', { username, password: PASSWORD });
      expect([status, body.code, body.challenge]).toEqual([429, 'too_many_requests', undefined]);
    } finally {
      await app.stop();
    }
  });
});

/** A nonce that is no solution: fifteen of sixteen are none of four bits. */
function unsolved(token: string): string {
  const solution = solve({ token, difficulty: 4 });
  const before = Number.parseInt(solution.split('.')[1]!, 16) - 1;
  return `${token}.${before < 0 ? 'x' : before.toString(16).padStart(8, '0')}`;
}

/** One bit less, and the signature as it was. */
function easier(token: string): string {
  const bytes = Buffer.from(token.slice(4), 'base64url');
  bytes[16]! -= 1;
  return `ghc_${bytes.toString('base64url')}`;
}
