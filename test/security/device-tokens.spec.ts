import { deriveKey, hmacSha256 } from '#common/crypto/secrets.js';
import { SecretKey } from '#database/index.js';
import { type Person, PASSWORD, TestApp } from '../support/app.js';
import { lettersTo, letterTo } from '../support/mailbox.js';

const NEW_PASSWORD = 'amber rivers turn northward';
const HEADER = 'x-device-token';

/** Every request comes from an address of its own. */
const ENV = {
  RATE_LIMITS: 'on',
  TRUSTED_PROXIES: '127.0.0.1/32',
  REGISTER_RATE_LIMIT: '100000',
  LOGIN_RATE_LIMIT: '10000',
  ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR: '4',
  CHALLENGE: 'off',
};

describe('device tokens that a thief took', () => {
  let app: TestApp;
  let addresses = 0;

  beforeAll(async () => {
    app = await TestApp.start(ENV);
  });
  afterAll(() => app.stop());

  const call = (path: string, json: object, device?: string, token?: string) =>
    app.call('POST', path, {
      json,
      token,
      headers: {
        'x-forwarded-for': `198.51.${(addresses += 1) >> 8}.${addresses & 255}`,
        ...(device !== undefined && { [HEADER]: device }),
      },
    });
  const login = (username: string, password: string, device?: string) =>
    call('/auth/login', { username, password }, device);
  const deviceOf = (answer: { headers: Headers }) => answer.headers.get(HEADER)!;
  const noticesTo = async ({ email }: Person) =>
    (await lettersTo(app, email)).filter(({ template }) => template === 'new_device').length;

  /** Of each of `devices` as many as it is good for. */
  async function guesses(username: string, devices: string[]): Promise<number> {
    let checked = 0;
    for (const device of devices) {
      for (let i = 0; i < 5; i += 1) if ((await login(username, `guess ${i}`, device)).status === 401) checked += 1;
    }
    return checked;
  }

  async function reset(person: Person): Promise<void> {
    await call('/auth/password/reset/request', { email: person.email });
    const { token } = await letterTo(app, person.email, 'reset_password');
    expect((await call('/auth/password/reset/confirm', { token, new_password: NEW_PASSWORD })).status).toBe(200);
  }

  async function notMe(person: Person): Promise<void> {
    const { token } = await letterTo(app, person.email, 'new_device');
    expect((await call('/auth/not-me', { token })).status).toBe(200);
    const { token: back } = await letterTo(app, person.email, 'reset_password');
    const answer = await call('/auth/password/reset/confirm', { token: back, new_password: NEW_PASSWORD });
    expect(answer.status).toBe(200);
  }

  async function eviction(person: Person): Promise<void> {
    const { token } = await letterTo(app, person.email, 'verify_email');
    const { body } = await call('/auth/email/verification/confirm', { token });
    const json = { token: body.password_reset_token, new_password: NEW_PASSWORD };
    expect((await call('/auth/password/reset/confirm', json)).status).toBe(200);
  }

  it.each([
    ['a password reset', reset],
    ['"this was not me"', notMe],
    ['the eviction of a squatter', eviction],
  ])('are strangers to the account after %s, and share the budget of strangers', async (_, recover) => {
    const person = await app.register();
    const stolen = [];
    for (let i = 0; i < 3; i += 1) stolen.push(deviceOf(await login(person.username, PASSWORD)));
    await recover(person);
    expect(await guesses(person.username, stolen)).toBe(4);
  });

  it('do not keep the letter about a new device away from the owner', async () => {
    const person = await app.register();
    const stolen = deviceOf(await login(person.username, PASSWORD));
    await reset(person);
    const before = await noticesTo(person);
    const back = await login(person.username, NEW_PASSWORD, stolen);
    expect([back.status, await noticesTo(person)]).toEqual([200, before + 1]);
    expect(deviceOf(back)).not.toBe(stolen);
  });

  it('are nothing when the owner changes the password, whose own device stays known', async () => {
    const person = await app.register();
    const mine = await login(person.username, PASSWORD);
    const stolen = [deviceOf(await login(person.username, PASSWORD)), deviceOf(mine)];
    const json = { current_password: PASSWORD, new_password: NEW_PASSWORD };
    const changed = await call('/auth/password/change', json, deviceOf(mine), mine.body.access_token);
    expect(changed.status).toBe(200);
    const kept = deviceOf(changed);
    expect(changed.headers.get('set-cookie')).toContain(kept);

    expect(await guesses(person.username, stolen)).toBe(4);
    const before = await noticesTo(person);
    expect((await login(person.username, NEW_PASSWORD, kept)).status).toBe(200);
    expect(await noticesTo(person)).toBe(before);
  });

  it('are unknown when they are of the time before there was an epoch in them', async () => {
    const person = await app.register();
    const content = Buffer.from(deviceOf(await login(person.username, PASSWORD)).slice(4), 'base64url').subarray(0, 32);
    const mac = hmacSha256(deriveKey(app.nest.get(SecretKey).value, 'devices'), content);
    const older = `ghd_${Buffer.concat([content, mac]).toString('base64url')}`;
    expect(deviceOf(await login(person.username, PASSWORD, older))).not.toBe(older);
  });
});
