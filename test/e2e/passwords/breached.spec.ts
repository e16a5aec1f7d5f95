import { createHash } from 'node:crypto';
import { TestApp, uniqueName } from '../../support/app.js';
import { Endpoint, type EndpointAnswer } from '../../support/endpoint.js';
import type { Answer } from '../../support/http.js';
import { letterTo } from '../../support/mailbox.js';

const BREACHED = 'amber rivers turn northward';
const GOOD = 'seven lanterns over the harbour';

const digest = createHash('sha1').update(BREACHED).digest('hex').toUpperCase();

/** Every password begins with the same five digits as far as this service is concerned. */
const range = (): EndpointAnswer => ({ body: `${'0'.repeat(35)}:0\r\n${digest.slice(5)}:7` });

describe('a password that is known from a breach', () => {
  let api: Endpoint;
  let app: TestApp;

  beforeAll(async () => {
    api = await Endpoint.start(range);
    app = await TestApp.start({ BREACHED_PASSWORDS_URL: `${api.url}/range`, CHALLENGE: 'off' });
  });
  afterAll(async () => {
    await app.stop();
    await api.stop();
  });
  beforeEach(() => void api.asked.splice(0));

  function expectBreached({ status, body }: Answer<Record<string, unknown>>, pointer: string): void {
    expect([status, body['code']]).toEqual([422, 'weak_password']);
    expect(body['errors']).toEqual([{ pointer, code: 'password_breached', detail: expect.any(String) }]);
    expect(api.asked.map(({ path }) => path)).toEqual([`/range/${digest.slice(0, 5)}`]);
  }
  const newbody = (password: string) => {
    const username = uniqueName();
    return { username, email: `${username}@example.org`, password };
  };

  it('is refused at registration, and nobody is registered', async () => {
    const body = newbody(BREACHED);
    expectBreached(await app.post('/auth/register', body), '/password');
    expect(await app.sql('SELECT 1 FROM users WHERE username = $1', [body.username])).toEqual([]);
    expect((await app.post('/auth/register', { ...body, password: GOOD })).status).toBe(201);
  });

  it('is refused where an administrator sets it', async () => {
    const { access_token } = await app.admin();
    expectBreached(await app.post('/users', newbody(BREACHED), access_token), '/password');
    expect((await app.post('/users', newbody(GOOD), access_token)).status).toBe(201);
  });

  it('is refused when the own one is changed, and the old one stays', async () => {
    const person = await app.newcomer();
    api.asked.splice(0);
    const change = (new_password: string) =>
      app.post('/auth/password/change', { current_password: person.password, new_password }, person.access_token);
    expectBreached(await change(BREACHED), '/new_password');
    await app.signIn(person);
    expect((await change(GOOD)).status).toBe(200);
  });

  it('is refused by a mailed link, which is not used up by it', async () => {
    const { email } = await app.register();
    await app.post('/auth/password/reset/request', { email });
    const { token } = await letterTo(app, email, 'reset_password');
    api.asked.splice(0);
    const confirm = (new_password: string) => app.post('/auth/password/reset/confirm', { token, new_password });
    expectBreached(await confirm(BREACHED), '/new_password');
    expect((await confirm(GOOD)).status).toBe(200);
  });

  it('is refused by an invitation', async () => {
    const { access_token } = await app.admin();
    const { username, email } = newbody('');
    expect((await app.post('/users', { username, email }, access_token)).status).toBe(201);
    const { token } = await letterTo(app, email, 'invitation');
    const accept = (new_password: string) => app.post('/auth/invitation/accept', { token, new_password });
    expectBreached(await accept(BREACHED), '/new_password');
    expect((await accept(GOOD)).status).toBe(200);
  });

  it('is not looked up at sign-in', async () => {
    const person = await app.register();
    api.asked.splice(0);
    await app.signIn(person);
    await app.post('/auth/login', { username: person.username, password: BREACHED });
    expect(api.asked).toEqual([]);
  });

  it('is accepted while the service is away', async () => {
    api.answering = () => ({ status: 503 });
    try {
      for (let i = 0; i < 5; i += 1) expect((await app.post('/auth/register', newbody(BREACHED))).status).toBe(201);
      // After three failures nobody waits for it any more.
      expect(api.asked).toHaveLength(3);
    } finally {
      api.answering = range;
    }
  });
});
