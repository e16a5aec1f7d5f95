import { PASSWORD, TestApp, uniqueName } from '../../support/app.js';
import { letterTo } from '../../support/mailbox.js';
import { Log } from './log.js';

const NEW_PASSWORD = 'amber rivers turn northward';

describe('the record of a verified address', () => {
  let app: TestApp;
  let log: Log;

  beforeAll(async () => {
    app = await TestApp.start();
    log = new Log(app);
  });
  afterAll(() => app.stop());

  /** By what the address of the user was proven, each time. */
  const proofsOf = async (userId: string) =>
    (await log.all(`user_id = $1 AND type = 'email.verified'`, [userId])).map(({ detail }) => detail['by']);
  const requestsOf = (userId: string) => log.all(`user_id = $1 AND type = 'email.verification_requested'`, [userId]);
  const tokenFor = async (address: string, template: string) => (await letterTo(app, address, template)).token;
  const confirm = (token: string, password?: string) =>
    app.post('/auth/email/verification/confirm', { token, password });
  const reset = (token: string) => app.post('/auth/password/reset/confirm', { token, new_password: NEW_PASSWORD });

  it('is written when the link is asked for, and when it is used; the owner reads both', async () => {
    const me = await app.newcomer();
    await app.post('/auth/email/verification/request', undefined, me.access_token);
    expect(await requestsOf(me.id)).toHaveLength(1);
    await confirm(await tokenFor(me.email, 'verify_email'), PASSWORD);
    expect(await proofsOf(me.id)).toEqual(['email_verification']);

    const { body } = await app.get('/users/me/activity', me.access_token);
    expect(body.slice(0, 2).map(({ summary }: { summary: string }) => summary)).toEqual([
      'E-mail address verified',
      'Verification of the e-mail address requested',
    ]);

    await app.post('/auth/email/verification/request', undefined, me.access_token);
    expect(await requestsOf(me.id)).toHaveLength(1);
  });

  it('is written when the owner of the address takes the account over', async () => {
    const squatter = await app.newcomer();
    await confirm(await tokenFor(squatter.email, 'verify_email'));
    expect(await proofsOf(squatter.id)).toEqual(['email_verification']);
  });

  it('is not written when the link is refused', async () => {
    const me = await app.register();
    await confirm(await tokenFor(me.email, 'verify_email'), 'wrong');
    expect(await proofsOf(me.id)).toEqual([]);
  });

  it('is written for the first new password by letter, and not for the second', async () => {
    const me = await app.register();
    for (const _ of [1, 2]) {
      await app.post('/auth/password/reset/request', { email: me.email });
      await expect.poll(() => app.sql('SELECT 1 FROM recovery_requests')).toEqual([]);
      expect((await reset(await tokenFor(me.email, 'reset_password'))).status).toBe(200);
      expect(await proofsOf(me.id)).toEqual(['password_reset']);
    }
  });

  it('is written for an invitation', async () => {
    const { access_token } = await app.admin();
    const username = uniqueName();
    const email = `${username}@example.org`;
    const { body: user } = await app.post('/users', { username, email }, access_token);
    const token = await tokenFor(email, 'invitation');
    await app.post('/auth/invitation/accept', { token, new_password: NEW_PASSWORD });
    expect(await proofsOf(user.id)).toEqual(['invitation']);
  });

  it('is written for a new address, and for the former one that comes back', async () => {
    const me = await app.newcomer();
    const new_email = `${uniqueName()}@example.org`;
    await app.post('/auth/email/change/request', { new_email, current_password: PASSWORD }, me.access_token);
    const token = await tokenFor(new_email, 'email_change');
    await app.post('/auth/email/change/confirm', { token, password: PASSWORD });
    expect(await proofsOf(me.id)).toEqual(['email_change']);
    await app.post('/auth/not-me', { token: await tokenFor(me.email, 'email_changed') });
    expect(await proofsOf(me.id)).toEqual(['email_change', 'not_me']);
  });
});

describe('the record of a verified address, where registration is hidden', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ REGISTRATION_DISCLOSURE: 'hidden' });
  });
  afterAll(() => app.stop());

  it('is written with the confirmation', async () => {
    const username = uniqueName();
    const email = `${username}@example.org`;
    await app.post('/auth/register', { username, email, password: PASSWORD });
    const { token } = await letterTo(app, email, 'confirm_registration');
    const { body: user } = await app.post('/auth/register/confirm', { token, password: PASSWORD });
    const events = await new Log(app).all('user_id = $1', [user.id]);
    expect(events.map(({ type, detail }) => [type, detail])).toEqual([
      ['user.registered', {}],
      ['email.verified', { by: 'registration' }],
    ]);
  });
});
