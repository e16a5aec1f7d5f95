import { PASSWORD, type Person, TestApp } from '../../support/app.js';
import { Endpoint, type EndpointAnswer } from '../../support/endpoint.js';

const verdict = (success: boolean, more: object = {}): EndpointAnswer => ({
  body: JSON.stringify({ success, hostname: 'app.example.org', ...more }),
});

describe.each(['turnstile', 'hcaptcha'])('CHALLENGE=%s', (kind) => {
  let verifier: Endpoint;
  let app: TestApp;

  beforeAll(async () => {
    verifier = await Endpoint.start(() => verdict(true));
    app = await TestApp.start({
      RATE_LIMITS: 'on',
      REGISTER_RATE_LIMIT: '1000',
      LOGIN_RATE_LIMIT: '1000',
      LOGIN_ADDRESS_RATE_LIMIT: '1000',
      ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR: '1',
      CHALLENGED_ATTEMPTS_PER_DAY: '2',
      ALLOWED_ORIGINS: 'https://app.example.org',
      CHALLENGE: kind,
      CHALLENGE_SITE_KEY: 'public-site-key',
      CHALLENGE_SECRET: 'shared-secret',
      CHALLENGE_VERIFY_URL: `${verifier.url}/siteverify`,
    });
  });
  afterAll(async () => {
    await app.stop();
    await verifier.stop();
  });
  beforeEach(() => {
    verifier.answering = () => verdict(true);
    verifier.asked.splice(0);
  });

  const login = (username: string, password: string, headers?: Record<string, string>) =>
    app.call('POST', '/auth/login', { json: { username, password }, headers });
  const solved = { 'x-challenge-response': 'what the widget gave' };

  async function attacked(): Promise<Person> {
    const person = await app.register();
    expect((await login(person.username, 'wrong')).status).toBe(401);
    return person;
  }

  it('is demanded with the key of the site, and nobody is asked yet', async () => {
    const { username } = await attacked();
    const { status, body } = await login(username, PASSWORD);
    expect([status, body.code]).toEqual([429, 'challenge_required']);
    const action = kind === 'turnstile' ? { action: 'sign-in' } : {};
    expect(body.challenge).toEqual({ kind, site_key: 'public-site-key', ...action });
    expect(verifier.asked).toEqual([]);
  });

  it('lets in who has solved it, and tells the third party nothing about whom', async () => {
    const { username, email } = await attacked();
    expect((await login(username, PASSWORD, solved)).status).toBe(200);
    const [asked] = verifier.asked;
    expect(new URLSearchParams(asked!.body).get('response')).toBe('what the widget gave');
    for (const fact of [username, email, PASSWORD, '127.0.0.1']) expect(asked!.body).not.toContain(fact);
  });

  it('refuses what the third party refuses', async () => {
    const { username } = await attacked();
    verifier.answering = () => verdict(false, { 'error-codes': ['invalid-input-response'] });
    const { status, body } = await login(username, PASSWORD, solved);
    expect([status, body.code]).toEqual([429, 'challenge_required']);
    expect(body.detail).toContain('wrong');
  });

  it('bounds the guesses of those who solve it, and asks nobody any more', async () => {
    const { username } = await attacked();
    const statuses = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await login(username, `guess ${i}`, solved)).status);
    expect(statuses).toEqual([401, 401, 429, 429]);
    expect(verifier.asked).toHaveLength(2);
    expect((await login(username, PASSWORD, solved)).body.code).toBe('too_many_requests');
  });

  it('is closed while the third party is away, which harms neither known devices nor ordinary attempts', async () => {
    const person = await app.register();
    const device = (await login(person.username, PASSWORD)).headers.get('x-device-token')!;
    verifier.answering = () => ({ status: 502, body: 'bad gateway' });
    expect((await login(person.username, 'wrong')).status).toBe(401);

    const refused = await login(person.username, PASSWORD, solved);
    expect([refused.status, refused.body.code]).toEqual([503, 'challenge_unavailable']);
    expect(refused.headers.get('retry-after')).toBe('30');
    expect((await login(person.username, PASSWORD, { 'x-device-token': device })).status).toBe(200);

    const form = { grant_type: 'password', username: person.username, password: PASSWORD };
    const byToken = await app.call('POST', '/auth/token', { form, headers: solved });
    expect([byToken.status, byToken.body.error]).toEqual([503, 'temporarily_unavailable']);

    // An attempt that was not judged is not counted.
    verifier.answering = () => verdict(true);
    expect((await login(person.username, 'wrong', solved)).status).toBe(401);
    expect((await login(person.username, PASSWORD, solved)).status).toBe(200);
  });
});
