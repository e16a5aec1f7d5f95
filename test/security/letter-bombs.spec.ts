import { type Person, PASSWORD, TestApp, uniqueName } from '../support/app.js';
import { lettersTo, letterTo } from '../support/mailbox.js';

const SOON_MS = 1_500;

/** Every request comes from an address of its own, and the limits of single addresses are out of the way. */
describe('Letters to an address', () => {
  let app: TestApp;
  let addresses = 0;

  beforeAll(async () => {
    app = await TestApp.start({
      RATE_LIMITS: 'on',
      TRUSTED_PROXIES: '127.0.0.1/32',
      REGISTER_RATE_LIMIT: '100000',
      RECOVERY_RATE_LIMIT: '3',
      LETTERS_RATE_LIMIT: '5',
    });
  });
  afterAll(() => app.stop());

  const call = (path: string, json: object, token?: string, device?: string) =>
    app.call('POST', path, {
      json,
      token,
      headers: {
        'x-forwarded-for': `198.51.${(addresses += 1) >> 8}.${addresses & 255}`,
        ...(device !== undefined && { 'x-device-token': device }),
      },
    });
  const login = ({ username, password }: Person, device?: string) =>
    call('/auth/login', { username, password }, undefined, device);
  const countOf = async (address: string, template: string) =>
    (await lettersTo(app, address)).filter((letter) => letter.template === template).length;
  const idle = async () => {
    await expect.poll(() => app.sql('SELECT 1 FROM recovery_requests')).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, SOON_MS / 10));
  };
  const pass = (minutes: number) =>
    app.sql(
      `WITH older AS (UPDATE one_time_tokens SET created_at = created_at - $1 * interval '1 minute',
                                                 expires_at = expires_at - $1 * interval '1 minute')
       UPDATE rate_limits SET expires_at = expires_at - $1 * interval '1 minute',
                              blocked_until = blocked_until - $1 * interval '1 minute'`,
      [minutes],
    );

  describe('that somebody names as the new one of an account', () => {
    it('are few in an hour, whoever asks', async () => {
      const stranger = `${uniqueName()}@example.org`;
      const statuses = [];
      for (let i = 0; i < 4; i += 1) {
        const { body } = await login(await app.register());
        const json = { new_email: stranger.toUpperCase(), current_password: PASSWORD };
        statuses.push((await call('/auth/email/change/request', json, body.access_token)).status);
      }
      expect(statuses).toEqual([202, 202, 202, 429]);
      expect(await countOf(stranger, 'email_change')).toBe(3);
    });

    it('are few in an hour, whatever the addresses', async () => {
      const { body } = await login(await app.register());
      const statuses = [];
      for (let i = 0; i < 6; i += 1) {
        const json = { new_email: `${uniqueName()}@example.org`, current_password: PASSWORD };
        statuses.push((await call('/auth/email/change/request', json, body.access_token)).status);
      }
      expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
    });
  });

  it('about new devices are few, fewer still where the address is unproven, and every sign-in succeeds', async () => {
    const person = await app.register();
    for (let i = 0; i < 7; i += 1) expect((await login(person)).status).toBe(200);
    expect(await countOf(person.email, 'new_device')).toBe(3);
    // Two hours later.
    await pass(120);
    await login(person);
    expect(await countOf(person.email, 'new_device')).toBe(3);
    await app.sql('UPDATE users SET is_verified = true WHERE id = $1', [person.id]);
    await login(person);
    expect(await countOf(person.email, 'new_device')).toBe(4);
  });

  it('about replayed refresh tokens are few', async () => {
    const person = await app.register();
    let device: string | undefined;
    for (let i = 0; i < 5; i += 1) {
      const { body, headers } = await login(person, device);
      device = headers.get('x-device-token')!;
      let { refresh_token } = body;
      for (let turn = 0; turn < 2; turn += 1) {
        ({ refresh_token } = (await call('/auth/refresh', { refresh_token })).body);
      }
      expect((await call('/auth/refresh', { refresh_token: body.refresh_token })).status).toBe(401);
    }
    await expect.poll(() => app.sql('SELECT 1 FROM session_alarms')).toEqual([]);
    expect(await countOf(person.email, 'suspicious_session')).toBe(3);
  });

  it('that the signed-in may ask for are few for an account, from wherever', async () => {
    const { body } = await login(await app.register());
    const statuses = [];
    for (let i = 0; i < 6; i += 1) {
      statuses.push((await call('/auth/email/verification/request', {}, body.access_token)).status);
    }
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
  });

  it('about changed passwords are few for an account, from wherever', async () => {
    const person = await app.register();
    const { body } = await login(person);
    const phrases = [PASSWORD, ...Array.from({ length: 6 }, (_, i) => `amber rivers turn northward ${i}`)];
    const statuses = [];
    for (let i = 0; i < 6; i += 1) {
      const json = { current_password: phrases[i], new_password: phrases[i + 1] };
      statuses.push((await call('/auth/password/change', json, body.access_token)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });

  describe.each([
    ['password/reset', 'reset_password', (token: string) => ({ token, new_password: 'amber rivers turn northward' })],
    ['unlock', 'account_locked', (token: string) => ({ token })],
  ])('for somebody who cannot sign in (%s)', (door, template, confirmation) => {
    const ask = async (email: string) => {
      expect((await call(`/auth/${door}/request`, { email })).status).toBe(202);
      await idle();
    };
    const confirm = (token: string) => call(`/auth/${door}/confirm`, confirmation(token));

    it('do not void a link that was mailed a moment ago', async () => {
      const { email } = await app.register();
      await ask(email);
      const { token } = await letterTo(app, email, template);
      for (let i = 0; i < 5; i += 1) await ask(email);
      expect(await countOf(email, template)).toBe(1);
      expect((await confirm(token)).status).toBe(200);
    });

    it('are few in an hour, from wherever they are asked for, and the last link stays valid', async () => {
      const { email } = await app.register();
      for (let i = 0; i < 6; i += 1) {
        await ask(email);
        await pass(6);
      }
      expect(await countOf(email, template)).toBe(3);
      const { token } = await letterTo(app, email, template);
      expect((await confirm(token)).status).toBe(200);
    });

    it('come to an owner whose last link is gone, however often strangers have asked', async () => {
      const { email } = await app.register();
      for (let i = 0; i < 4; i += 1) {
        await ask(email);
        await pass(6);
      }
      expect(await countOf(email, template)).toBe(3);
      await pass(55);
      await ask(email);
      expect(await countOf(email, template)).toBe(4);
    });
  });
});
