import { PASSWORD, TestApp, uniqueName } from '../support/app.js';

describe('The budget of wrong passwords', () => {
  let app: TestApp;
  let addresses = 0;

  beforeAll(async () => {
    app = await TestApp.start({
      RATE_LIMITS: 'on',
      TRUSTED_PROXIES: '127.0.0.1/32',
      ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR: '4',
      CHALLENGE: 'off',
    });
  });
  afterAll(() => app.stop());

  const login = async (username: string, password = 'not the right one') =>
    (
      await app.call('POST', '/auth/login', {
        json: { username, password },
        headers: { 'x-forwarded-for': `198.51.${(addresses += 1) >> 8}.${addresses & 255}` },
      })
    ).status;

  it.each([
    ['the Kelvin sign', (name: string) => name.replace('k', '\u212a')],
    ['a capital with a dot', (name: string) => name.replace('k', '\u0130')],
    ['full width', (name: string) => name.replace('k', '\uff4b')],
    ['capitals', (name: string) => name.toUpperCase()],
  ])('does not tell whose address it is, spelled with %s', async (_, spell) => {
    const name = `k${uniqueName()}`;
    const { email } = await app.register({ username: name });
    const outcomes = [];
    for (const address of [email, `k${uniqueName()}@example.org`]) {
      const statuses = [];
      for (let i = 0; i < 4; i += 1) statuses.push(await login(spell(address)));
      outcomes.push([...statuses, await login(address)]);
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
  });

  it('is not used up by whoever types the id of the account as a name', async () => {
    const { id, username } = await app.register();
    for (let i = 0; i < 5; i += 1) await login(id);
    expect(await login(username, PASSWORD)).toBe(200);
  });
});
