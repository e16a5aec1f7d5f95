import { type Person, PASSWORD, TestApp, type Tokens, uniqueName } from '../../support/app.js';
import { lettersTo, letterTo } from '../../support/mailbox.js';

const NEW_PASSWORD = 'amber rivers turn northward';

describe('a forgotten password', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const ask = (email: unknown) => app.post('/auth/password/reset/request', { email });
  const confirm = (token: string, new_password = NEW_PASSWORD) =>
    app.post('/auth/password/reset/confirm', { token, new_password });
  const signIn = (person: Person, password: string) =>
    app.post<Tokens>('/auth/login', { username: person.username, password });

  async function mailedToken(person: Person): Promise<string> {
    await ask(person.email);
    return (await letterTo(app, person.email, 'reset_password')).token;
  }

  it('is replaced by a mailed link, once', async () => {
    const person = await app.newcomer();
    const token = await mailedToken(person);
    expect((await confirm(token)).status).toBe(200);
    expect((await signIn(person, NEW_PASSWORD)).status).toBe(200);
    expect((await signIn(person, PASSWORD)).status).toBe(401);
    const again = await confirm(token, 'another quiet phrase of words');
    expect([again.status, again.body.code]).toEqual([400, 'invalid_token']);
  });

  it('ends every session and proves the address', async () => {
    const person = await app.newcomer();
    await confirm(await mailedToken(person));
    expect((await app.get('/auth/me', person.access_token)).status).toBe(401);
    expect((await app.post('/auth/refresh', { refresh_token: person.refresh_token })).status).toBe(401);
    const { access_token } = await app.signIn({ ...person, password: NEW_PASSWORD });
    expect((await app.get('/auth/me', access_token)).body.is_verified).toBe(true);
  });

  it('lets exactly one of 20 parallel confirmations through', async () => {
    const token = await mailedToken(await app.register());
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => confirm(token, `phrase number ${i} of twenty`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set([undefined, 'invalid_token']));
  });

  it('does not use the link up for a password that is refused', async () => {
    const person = await app.register();
    const token = await mailedToken(person);
    const weak = await confirm(token, 'password1234');
    expect([weak.status, weak.body.code, weak.body.errors[0].pointer]).toEqual([422, 'weak_password', '/new_password']);
    expect((await confirm(token)).status).toBe(200);
  });

  it('voids the earlier link when another is asked for', async () => {
    const person = await app.register();
    const first = await mailedToken(person);
    await ask(person.email);
    await expect.poll(async () => (await lettersTo(app, person.email)).filter(isReset).length).toBe(2);
    expect((await confirm(first)).body.code).toBe('invalid_token');
  });

  it('refuses a link that is too old', async () => {
    const person = await app.register();
    const token = await mailedToken(person);
    await app.sql(`UPDATE one_time_tokens SET expires_at = now() WHERE user_id = $1`, [person.id]);
    expect((await confirm(token)).body.code).toBe('invalid_token');
  });

  it.each([
    ['truncated', (token: string) => token.slice(0, -1)],
    ['with a changed letter', (token: string) => token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')],
    ['lengthened', (token: string) => `${token}A`],
    ['of another case', (token: string) => token.toUpperCase()],
    ['empty of its prefix', (token: string) => token.slice(4)],
  ])('refuses a token %s', async (_, spoil) => {
    const person = await app.register();
    const { status, body } = await confirm(spoil(await mailedToken(person)));
    expect([status, body.code]).toEqual([400, 'invalid_token']);
    expect((await signIn(person, PASSWORD)).status).toBe(200);
  });

  it('does not take a token of another purpose', async () => {
    const person = await app.register();
    const verification = await letterTo(app, person.email, 'verify_email');
    expect((await confirm(verification.token)).body.code).toBe('invalid_token');
    const reset = await mailedToken(person);
    const verify = await app.post('/auth/email/verification/confirm', { token: reset, password: PASSWORD });
    expect(verify.body.code).toBe('invalid_token');
  });

  it('answers the same for an address that is nobody’s, and writes to nobody', async () => {
    const person = await app.register();
    const known = await ask(person.email);
    const unknown = await ask('nobody-at-all@example.org');
    expect([known.status, unknown.status]).toEqual([202, 202]);
    expect(unknown.body).toEqual(known.body);
    await letterTo(app, person.email, 'reset_password');
    expect(await lettersTo(app, 'nobody-at-all@example.org')).toEqual([]);
  });

  it.each([
    ['a list', ['a@example.org', 'b@example.org']],
    ['line breaks', 'a@example.org\r\nBcc: thief@example.org'],
    ['an object', { address: 'a@example.org' }],
  ])('refuses %s in place of an address', async (_, email) => {
    expect((await ask(email)).status).toBe(422);
  });

  it('writes to nobody who may not sign in', async () => {
    const person = await app.register();
    await app.sql('UPDATE users SET is_active = false WHERE id = $1', [person.id]);
    await ask(person.email);
    await expect.poll(() => app.sql('SELECT 1 FROM recovery_requests')).toEqual([]);
    expect((await lettersTo(app, person.email)).filter(isReset)).toEqual([]);
  });

  it('tells the owner, who can put everybody out again', async () => {
    const person = await app.newcomer();
    await confirm(await mailedToken(person));
    const thief = await app.signIn({ ...person, password: NEW_PASSWORD });
    const notice = await letterTo(app, person.email, 'password_changed');

    expect((await app.post('/auth/not-me', { token: notice.token })).status).toBe(200);
    expect((await app.get('/auth/me', thief.access_token)).status).toBe(401);
    expect((await signIn(person, NEW_PASSWORD)).status).toBe(401);
    const [back] = (await lettersTo(app, person.email)).filter(isReset);
    expect((await confirm(back!.token, 'calm harbours after the storm')).status).toBe(200);
  });

  it('is not told as changed where there was none before: after an invitation, or a take-over', async () => {
    const { access_token } = await app.admin();
    const username = uniqueName();
    const invited = { username, email: `${username}@example.org` };
    await app.post('/users', invited, access_token);
    const { token } = await letterTo(app, invited.email, 'invitation');
    expect((await app.post('/auth/invitation/accept', { token, new_password: NEW_PASSWORD })).status).toBe(200);

    const squatted = await app.register();
    const verification = await letterTo(app, squatted.email, 'verify_email');
    const { body } = await app.post('/auth/email/verification/confirm', { token: verification.token });
    expect((await confirm(body.password_reset_token)).status).toBe(200);

    for (const { email } of [invited, squatted]) {
      expect((await lettersTo(app, email)).map(({ template }) => template)).not.toContain('password_changed');
    }
  });

  it('has no token in any answer', async () => {
    const { text } = await ask((await app.register()).email);
    expect(text).not.toContain('ght_');
  });
});

const isReset = ({ template }: { template: string }) => template === 'reset_password';
