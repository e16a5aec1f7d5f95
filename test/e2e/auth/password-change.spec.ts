import { PASSWORD, TestApp } from '../../support/app.js';
import { letterTo } from '../../support/mailbox.js';

const NEW_PASSWORD = 'amber rivers turn northward';

describe('POST /auth/password/change', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const change = (token: string | undefined, current_password: string, new_password = NEW_PASSWORD) =>
    app.post('/auth/password/change', { current_password, new_password }, token);

  it('goes on with this session and ends the others', async () => {
    const me = await app.newcomer();
    const other = await app.signIn(me);
    expect((await change(me.access_token, PASSWORD)).status).toBe(200);
    expect((await app.get('/auth/me', me.access_token)).status).toBe(200);
    expect((await app.get('/auth/me', other.access_token)).status).toBe(401);
    expect((await app.post('/auth/refresh', { refresh_token: other.refresh_token })).status).toBe(401);
    await app.signIn({ ...me, password: NEW_PASSWORD });
    await letterTo(app, me.email, 'password_changed');
  });

  it.each([
    ['without a token', undefined, PASSWORD, NEW_PASSWORD, 401, 'missing_access_token'],
    ['with a wrong password', 'mine', 'wrong', NEW_PASSWORD, 401, 'invalid_credentials'],
    ['to a weak one', 'mine', PASSWORD, 'short', 422, 'weak_password'],
  ])('is refused %s, and changes nothing', async (_, whose, current, wish, status, code) => {
    const me = await app.newcomer();
    const answer = await change(whose && me.access_token, current, wish);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    await app.signIn(me);
  });

  it('voids reset links that were mailed before', async () => {
    const me = await app.newcomer();
    await app.post('/auth/password/reset/request', { email: me.email });
    const { token } = await letterTo(app, me.email, 'reset_password');
    await change(me.access_token, PASSWORD);
    const late = await app.post('/auth/password/reset/confirm', { token, new_password: 'another phrase entirely' });
    expect(late.body.code).toBe('invalid_token');
  });

  it('lets one of two changes at the same moment through', async () => {
    const me = await app.newcomer();
    const answers = await Promise.all([
      change(me.access_token, PASSWORD, 'first of the two phrases'),
      change(me.access_token, PASSWORD, 'second of the two phrases'),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 401]));
  });

  it('leaves no session to a sign-in with the old password that runs beside it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const me = await app.newcomer();
      const [, login] = await Promise.all([
        change(me.access_token, PASSWORD),
        app.post('/auth/login', { username: me.username, password: PASSWORD }),
      ]);
      if (login.status === 200) {
        expect((await app.get('/auth/me', login.body.access_token)).status).toBe(401);
      } else {
        expect(login.body.code).toBe('invalid_credentials');
      }
    }
  });
});
