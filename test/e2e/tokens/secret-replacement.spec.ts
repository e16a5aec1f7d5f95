import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeyRevocation, KeyRotation, SecretReplacement } from '#tokens/index.js';
import { LetterResealing } from '#mail/index.js';
import { SecretKey } from '#database/index.js';
import { type Person, TestApp, type Tokens } from '../../support/app.js';
import { type ProofOfWork, solve } from '../../support/proof-of-work.js';

const NEW = 'the new one, which is long enough to be a secret';

describe('a new SECRET_KEY with the former one beside it', () => {
  let app: TestApp;
  let person: Person & Tokens;
  let former: string;

  const both = () => ({ SECRET_KEY: NEW, SECRET_KEY_PREVIOUS: former });
  const embedded = () => app.config.database.url === undefined;
  const refresh = async (refresh_token: string) => (await app.post<Tokens>('/auth/refresh', { refresh_token })).body;
  const isKnown = async ({ access_token }: Pick<Tokens, 'access_token'>) =>
    (await app.get('/auth/me', access_token)).status === 200;
  const replace = () => app.nest.get(SecretReplacement).replace();

  beforeEach(async () => {
    app = await TestApp.start();
    former = app.config.secretKey ?? readFileSync(join(app.config.database.dataDir, 'secret.key'), 'utf8').trim();
    person = await app.newcomer();
  });
  afterEach(() => app.stop());

  it('signs nobody out: before it is in force, after, and when the former one is gone', async () => {
    const grace = await refresh(person.refresh_token);
    app = await app.restart(both());
    expect(await isKnown(person)).toBe(true);
    // A lost answer from before the restart: where the former secret is in force it is the very same successor.
    const again = await refresh(person.refresh_token);
    if (!embedded()) expect(again.refresh_token).toBe(grace.refresh_token);
    const second = await refresh(grace.refresh_token);

    expect(await replace()).toBe(embedded() ? 0 : 1);
    // The counter decides, not the spelling: what was said under the former secret is answered as what is said now.
    const third = await refresh(second.refresh_token);
    expect(await refresh(second.refresh_token)).toMatchObject({ refresh_token: third.refresh_token });

    app = await app.restart({ SECRET_KEY: NEW });
    const fourth = await refresh(third.refresh_token);
    expect(await isKnown(fourth)).toBe(true);
    expect(await isKnown(person)).toBe(true);
    const { body } = await app.post('/auth/refresh', { refresh_token: person.refresh_token });
    expect(body.code).toBe('invalid_refresh_token');
  });

  it('still notices a token that is replayed after the change', async () => {
    const second = await refresh(person.refresh_token);
    await refresh(second.refresh_token);
    app = await app.restart(both());
    await replace();
    const { body } = await app.post('/auth/refresh', { refresh_token: person.refresh_token });
    expect(body.code).toBe('refresh_token_reused');
  });

  it('knows a device again, and gives it a token of the new one', async () => {
    const { username, password } = person;
    const signIn = async (device?: string) =>
      (
        await app.call('POST', '/auth/login', {
          json: { username, password },
          headers: device === undefined ? {} : { 'x-device-token': device },
        })
      ).headers.get('x-device-token')!;
    const token = await signIn();
    expect(await signIn(token)).toBe(token);
    app = await app.restart(both());
    await replace();
    const renewed = await signIn(token);
    expect(renewed).not.toBe(token);
    // The same device: only what it is signed with has changed.
    expect(renewed.slice(0, 48)).toBe(token.slice(0, 48));
    app = await app.restart({ SECRET_KEY: NEW });
    expect(await signIn(renewed)).toBe(renewed);
  });

  it('takes a proof of work that was demanded under the former one, once, and none when that is gone', async () => {
    const limits = {
      RATE_LIMITS: 'on',
      LOGIN_RATE_LIMIT: '100',
      ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR: '1',
      CHALLENGE_DIFFICULTY: '4',
    };
    const { username } = person;
    const login = (password: string, response?: string) =>
      app.call('POST', '/auth/login', {
        json: { username, password },
        headers: response === undefined ? {} : { 'x-challenge-response': response },
      });
    const solution = async () => solve((await login('wrong')).body.challenge as ProofOfWork);
    app = await app.restart({ SECRET_KEY: former, ...limits });
    expect((await login('wrong')).status).toBe(401);
    const [first, second, third] = [await solution(), await solution(), await solution()];

    app = await app.restart({ ...both(), ...limits });
    expect((await login('wrong', first)).status).toBe(401);
    await replace();
    expect((await login(person.password, second)).status).toBe(200);
    for (const used of [first, second]) expect((await login('wrong', used)).body.code).toBe('challenge_required');
    app = await app.restart({ SECRET_KEY: NEW, ...limits });
    expect((await login(person.password, third)).body.code).toBe('challenge_required');
    expect((await login(person.password, await solution())).status).toBe(200);
  });

  it('answers a request again that was served under the former one, also of somebody who is not signed in', async () => {
    const account = { username: 'ada', email: 'ada@example.org', password: person.password };
    const register = (body = account) =>
      app.call('POST', '/auth/register', { json: body, headers: { 'idempotency-key': 'k' } });
    const first = await register();
    app = await app.restart(both());
    for (const when of ['before', 'after']) {
      const again = await register();
      expect([when, again.status, again.body.id ?? again.text]).toEqual([when, 201, first.body.id]);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      await replace();
    }
    expect((await register({ ...account, username: 'bob' })).body.code).toBe('email_taken');
  });

  it('opens letters that were posted before, and seals them anew', async () => {
    await app.post('/auth/email/verification/request', { email: person.email });
    const sealed = () => app.sql<{ data: Buffer }>('SELECT data FROM outbox WHERE data IS NOT NULL ORDER BY id');
    const before = await sealed();
    expect(before.length).toBeGreaterThan(0);
    app = await app.restart(both());
    const letters = app.nest.get(LetterResealing);
    if (!embedded()) expect(await letters.reseal()).toBe(0);
    await replace();
    expect(await letters.reseal()).toBe(before.length);
    expect(await letters.reseal()).toBe(0);
    app = await app.restart({ SECRET_KEY: NEW });
    expect((await app.get('//dev/mail')).text).toContain(person.email);
    const other = new SecretKey(former).keysFor('outbox-letters');
    for (const { data } of await sealed()) expect(() => other.unseal(data, '')).toThrow();
  });

  it('is brought into force once, however many do it at once', async () => {
    await app.nest.get(KeyRotation).rotate();
    app = await app.restart(both());
    const resealed = await Promise.all(Array.from({ length: 4 }, replace));
    expect(resealed.filter((count) => count > 0)).toEqual(embedded() ? [] : [2]);
    const since = await app.sql('SELECT * FROM secret_keys');
    expect(since).toHaveLength(2);
  });

  it.runIf(process.env['TEST_DATABASE'] === 'postgres')('is not brought into force by a key that is made', async () => {
    app = await app.restart(both());
    await app.nest.get(KeyRotation).rotate({ removeOthers: true });
    const [{ kid } = { kid: '' }] = await app.sql<{ kid: string }>('SELECT kid FROM signing_keys');
    await app.nest.get(KeyRevocation).revoke(kid);
    // Instances that know only the former one go on.
    app = await app.restart({ SECRET_KEY: former });
    expect(await isKnown(await refresh(person.refresh_token))).toBe(true);
  });

  it.runIf(process.env['TEST_DATABASE'] === 'postgres')('can be taken back', async () => {
    app = await app.restart(both());
    await replace();
    const tokens = await refresh(person.refresh_token);
    app = await app.restart({ SECRET_KEY: former, SECRET_KEY_PREVIOUS: NEW });
    expect(await replace()).toBe(1);
    const back = await refresh(tokens.refresh_token);
    app = await app.restart({ SECRET_KEY: former });
    expect(await isKnown(await refresh(back.refresh_token))).toBe(true);
  });
});
