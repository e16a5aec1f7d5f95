import { OneTimeTokensService } from '#tokens/index.js';
import { type Person, TestApp, type Tokens, uniqueName } from '../../support/app.js';
import type { Answer } from '../../support/http.js';
import { claimsOf } from '../../support/jwt.js';
import { letterTo } from '../../support/mailbox.js';
import { deleteOwn, makeDue } from '../users/deletions.js';
import { Log } from './log.js';

const ADMINS_DEVICE = 'AdminLaptop Firefox/140.0 Windows';

describe('who did it, and from where', () => {
  let app: TestApp;
  let log: Log;
  let admin: string;
  let adminId: string;

  beforeAll(async () => {
    app = await TestApp.start({ ACCOUNT_DELETION_GRACE_DAYS: '0' });
    log = new Log(app);
    admin = (await app.admin()).access_token;
    adminId = claimsOf(admin).sub;
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => app.stop());

  const asAdmin = (method: string, path: string, json?: unknown): Promise<Answer<{ id: string }>> =>
    app.call(method, path, { json, token: admin, headers: { 'user-agent': ADMINS_DEVICE } });
  const eventsOf = (id: string, type: string) => log.all('user_id = $1 AND type = $2', [id, type]);

  async function expectByAdmin(person: Person, type: string): Promise<void> {
    expect(await eventsOf(person.id, type)).toMatchObject([{ actor_id: adminId, user_agent: ADMINS_DEVICE }]);
    const { access_token } = await app.signIn(person);
    const { body: activity } = await app.get('/users/me/activity', access_token);
    const told = activity.filter((event: { type: string }) => event.type === type);
    expect(told).toMatchObject([{ by_administrator: true, ip: null, device: null }]);
    const { body, text } = await app.get('/users/me/export', access_token);
    expect(text).not.toContain('AdminLaptop');
    expect(text).not.toContain(adminId);
    const exported = body.activity.filter((event: { type: string }) => event.type === type);
    expect(exported).toHaveLength(1);
    expect(exported[0]).not.toHaveProperty('ip');
    expect(exported[0]).not.toHaveProperty('request_id');
  }

  it('is told of sessions that an administrator has ended', async () => {
    const person = await app.newcomer();
    expect((await asAdmin('DELETE', `/users/${person.id}/sessions`)).status).toBe(204);
    await expectByAdmin(person, 'session.ended');
  });

  it('is told of a reset letter that an administrator has sent', async () => {
    const person = await app.register();
    expect((await asAdmin('POST', `/users/${person.id}/password-reset`)).status).toBe(202);
    await expectByAdmin(person, 'password.reset_requested');
  });

  it('is told of an invitation', async () => {
    const username = uniqueName();
    const email = `${username}@example.org`;
    const { id } = (await asAdmin('POST', '/users', { username, email })).body;
    const { token } = await letterTo(app, email, 'invitation');
    const password = 'a calm harbour at night';
    await app.post('/auth/invitation/accept', { token, new_password: password });
    await expectByAdmin({ id, username, email, password }, 'invitation.sent');
  });

  it('is the owner for what the owner does', async () => {
    const person = await app.newcomer();
    await app.delete('/auth/sessions?include_current=true', person.access_token);
    expect(await eventsOf(person.id, 'session.ended')).toMatchObject([{ actor_id: null, user_agent: 'node' }]);
  });

  it.each([
    [
      'a reset letter',
      'password.reset_requested',
      async (id: string) => asAdmin('POST', `/users/${id}/password-reset`),
    ],
    [
      'a reset letter of a report',
      'password.reset_requested',
      async (_: string, person: Person & Tokens) => {
        await app.signIn(person);
        const { token } = await letterTo(app, person.email, 'new_device');
        return app.post('/auth/not-me', { token });
      },
    ],
    [
      'an invitation',
      'invitation.sent',
      async () => asAdmin('POST', '/users', { username: uniqueName(), email: `${uniqueName()}@example.org` }),
    ],
  ])('is not recorded of %s that was never written', async (_, type, ask) => {
    const person = await app.newcomer();
    const before = await log.all('type = $1', [type]);
    const tokens = app.nest.get(OneTimeTokensService, { strict: false });
    const issue = tokens.issue.bind(tokens);
    // The letter is written, and then its transaction fails at the commit.
    vi.spyOn(tokens, 'issue').mockImplementation(async (purpose, userId, seconds, options) => {
      const secret = await issue(purpose, userId, seconds, options);
      const runner = options?.tx?.queryRunner;
      if (runner && purpose !== 'not_me') {
        vi.spyOn(runner, 'commitTransaction').mockImplementationOnce(async () => {
          throw new Error('away');
        });
      }
      return secret;
    });
    expect((await ask(person.id, person)).status).toBe(500);
    expect(await log.all('type = $1', [type])).toEqual(before);
  });

  it('is whoever asked for a letter, and not who asked at the same moment', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => app.register()));
    const asked = await Promise.all(
      people.map(({ email, id }) =>
        app.call('POST', '/auth/password/reset/request', { json: { email }, headers: { 'user-agent': `of ${id}` } }),
      ),
    );
    for (const [i, { id, email }] of people.entries()) {
      await letterTo(app, email, 'reset_password');
      const own = { user_agent: `of ${id}`, ip: '127.0.0.1', request_id: asked[i]!.headers.get('x-request-id') };
      await expect.poll(() => eventsOf(id, 'password.reset_requested')).toMatchObject([own]);
    }
  });

  it('is nobody for what the service does by itself, whoever has woken it', async () => {
    const [due, person] = [await app.newcomer(), await app.newcomer()];
    await app.sql('UPDATE users SET is_active = false WHERE id = $1', [due.id]);
    await makeDue(app, due.id);
    expect((await deleteOwn(app, person.access_token, person.password)).status).toBe(202);
    const erased = await log.all(`type = 'user.erased'`);
    expect(erased.length).toBeGreaterThanOrEqual(2);
    const nobody = { ip: null, user_agent: null, request_id: null };
    expect(erased).toMatchObject(erased.map(() => nobody));
  });
});
