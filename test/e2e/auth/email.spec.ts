import { type Person, PASSWORD, TestApp, uniqueName } from '../../support/app.js';
import { lettersTo, letterTo } from '../../support/mailbox.js';

describe('proof of an e-mail address', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const confirm = (token: string, password?: string, accessToken?: string) =>
    app.post('/auth/email/verification/confirm', { token, password }, accessToken);
  const tokenOf = async (person: Person) => (await letterTo(app, person.email, 'verify_email')).token;

  it('comes with the letter that registration sends, and the password', async () => {
    const me = await app.newcomer();
    expect((await confirm(await tokenOf(me), PASSWORD)).body).toEqual({ message: 'The e-mail address is verified.' });
    const { body } = await app.get('/auth/me', me.access_token);
    expect(body.is_verified).toBe(true);
  });

  it('comes with an access token of the account as well', async () => {
    const me = await app.newcomer();
    expect((await confirm(await tokenOf(me), undefined, me.access_token)).status).toBe(200);
    await app.signIn(me);
  });

  it('is used once', async () => {
    const me = await app.register();
    const token = await tokenOf(me);
    await confirm(token, PASSWORD);
    expect((await confirm(token, PASSWORD)).body.code).toBe('invalid_token');
  });

  it('is not used up by a wrong password', async () => {
    const me = await app.register();
    const token = await tokenOf(me);
    expect((await confirm(token, 'wrong')).body.code).toBe('invalid_credentials');
    expect((await confirm(token, PASSWORD)).status).toBe(200);
  });

  it('evicts a squatter: password, sessions and links from before are void (pre-hijacking)', async () => {
    const squatter = await app.newcomer();
    await app.post('/auth/password/reset/request', { email: squatter.email });
    const earlier = await letterTo(app, squatter.email, 'reset_password');

    const { status, body } = await confirm(await tokenOf(squatter));
    expect(status).toBe(200);
    expect((await app.get('/auth/me', squatter.access_token)).status).toBe(401);
    expect((await app.post('/auth/login', squatter)).status).toBe(422);
    const login = await app.post('/auth/login', { username: squatter.username, password: PASSWORD });
    expect(login.body.code).toBe('invalid_credentials');
    const reset = (token: string) =>
      app.post('/auth/password/reset/confirm', { token, new_password: 'the rightful owner speaks' });
    expect((await reset(earlier.token)).body.code).toBe('invalid_token');
    expect((await reset(body.password_reset_token)).status).toBe(200);
  });

  it('is asked for again by the owner, and voids the earlier link', async () => {
    const me = await app.newcomer();
    const first = await tokenOf(me);
    expect((await app.post('/auth/email/verification/request', undefined, me.access_token)).status).toBe(202);
    expect((await confirm(first, PASSWORD)).body.code).toBe('invalid_token');
    expect((await confirm(await tokenOf(me), PASSWORD)).status).toBe(200);
  });
});

describe('a change of e-mail address', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const newAddress = () => `${uniqueName()}@example.org`;
  const request = (token: string, new_email: string, current_password = PASSWORD) =>
    app.post('/auth/email/change/request', { new_email, current_password }, token);
  const confirm = (token: string) => app.post('/auth/email/change/confirm', { token });
  const login = (username: string) => app.post('/auth/login', { username, password: PASSWORD });

  it('happens only when the new address has proven itself; the old one is told before and after', async () => {
    const me = await app.newcomer();
    const address = newAddress();
    expect((await request(me.access_token, address)).status).toBe(202);
    expect((await app.get('/auth/me', me.access_token)).body.email).toBe(me.email);
    expect((await login(address)).status).toBe(401);
    await letterTo(app, me.email, 'email_change_notice');

    expect((await confirm((await letterTo(app, address, 'email_change')).token)).status).toBe(200);
    expect((await login(address)).status).toBe(200);
    expect((await login(me.email)).status).toBe(401);
    await letterTo(app, me.email, 'email_changed');
  });

  it('is undone by the old address, from which a thief cannot take the way back', async () => {
    const me = await app.newcomer();
    const thieves = newAddress();
    await request(me.access_token, thieves);
    await confirm((await letterTo(app, thieves, 'email_change')).token);
    const wayBack = await letterTo(app, me.email, 'email_changed');
    // The thief causes further notices, which go to the thief.
    const change = { current_password: PASSWORD, new_password: 'the thief has a new phrase' };
    await app.post('/auth/password/change', change, me.access_token);

    expect((await app.post('/auth/not-me', { token: wayBack.token })).status).toBe(200);
    expect((await app.get('/auth/me', me.access_token)).status).toBe(401);
    const { token } = await letterTo(app, me.email, 'reset_password');
    await app.post('/auth/password/reset/confirm', { token, new_password: 'home again and locked' });
    const { access_token } = await app.signIn({ username: me.username, password: 'home again and locked' });
    expect((await app.get('/auth/me', access_token)).body.email).toBe(me.email);
  });

  it('answers the same for an address that somebody has, and sends nothing there', async () => {
    const me = await app.newcomer();
    const other = await app.register();
    const free = await request(me.access_token, newAddress());
    const taken = await request(me.access_token, other.email);
    expect([taken.status, taken.body]).toEqual([free.status, free.body]);
    expect((await lettersTo(app, other.email)).map(({ template }) => template)).toEqual(['verify_email']);
  });

  it('is refused when somebody else was quicker', async () => {
    const me = await app.newcomer();
    const address = newAddress();
    await request(me.access_token, address);
    await app.register({ email: address });
    const { status, body } = await confirm((await letterTo(app, address, 'email_change')).token);
    expect([status, body.code]).toEqual([409, 'email_taken']);
  });

  it('needs the password', async () => {
    const me = await app.newcomer();
    const { status, body } = await request(me.access_token, newAddress(), 'wrong');
    expect([status, body.code]).toEqual([401, 'invalid_credentials']);
  });
});
