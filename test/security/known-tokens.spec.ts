import { KeyRotation } from '#tokens/index.js';
import { type Person, TestApp, type Tokens } from '../support/app.js';
import { basic, registerClient, type RegisteredClient } from '../support/clients.js';

/** Signatures are not computed anew for each request. All else must be looked at as if they were. */
describe('An access token that was verified before', () => {
  let app: TestApp;
  let client: RegisteredClient;
  let person: Person & Tokens;

  beforeEach(async () => {
    app = await TestApp.start();
    client = await registerClient(app);
    person = await app.newcomer();
    expect(await goodAt(person.access_token)).toEqual([200, true]);
  });
  afterEach(async () => {
    vi.useRealTimers();
    await app.stop();
  });

  /** What the API says to it, and what introspection says of it. */
  async function goodAt(token: string) {
    const headers = basic(client.id, client.secret);
    const { status } = await app.get('/auth/me', token);
    return [status, (await app.call('POST', '/auth/introspect', { form: { token }, headers })).body.active];
  }

  it('is refused once its session has ended', async () => {
    await app.post('/auth/logout', undefined, person.access_token);
    expect(await goodAt(person.access_token)).toEqual([401, false]);
  });

  it('is refused once the rights of its user have changed', async () => {
    const { access_token: admin } = await app.admin();
    await app.patch(`/users/${person.id}`, { roles: ['moderator'] }, admin);
    expect(await goodAt(person.access_token)).toEqual([401, false]);
  });

  it('is refused once it has expired, after five seconds for clocks', async () => {
    const now = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: now + 900_000 });
    expect(await goodAt(person.access_token)).toEqual([200, true]);
    vi.setSystemTime(now + 906_000);
    expect(await goodAt(person.access_token)).toEqual([401, false]);
  });

  it('is refused once its key is gone', async () => {
    await app.nest.get(KeyRotation).rotate({ removeOthers: true });
    expect(await goodAt(person.access_token)).toEqual([401, false]);
  });

  it('speaks for no other token: not for one with another signature or other claims', async () => {
    const [header, payload, signature] = person.access_token.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const raised = Buffer.from(JSON.stringify({ ...claims, scope: 'users:read' })).toString('base64url');
    for (const forged of [`${header}.${payload}.${'A'.repeat(86)}`, `${header}.${raised}.${signature}`]) {
      expect(await goodAt(forged)).toEqual([401, false]);
    }
  });
});
