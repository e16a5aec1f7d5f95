import { uuidv7 } from '#common/crypto/uuid.js';
import { TestApp } from '../../support/app.js';
import { letterTo } from '../../support/mailbox.js';
import { Log } from './log.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

describe('GET /users/me/activity', () => {
  let app: TestApp;
  let log: Log;

  beforeAll(async () => {
    app = await TestApp.start();
    log = new Log(app);
  });
  afterAll(() => app.stop());

  const activity = (token: string) => app.get('/users/me/activity', token);

  it('is for signed-in users', async () => {
    expect((await app.get('/users/me/activity')).status).toBe(401);
  });

  it('tells the owner what happened, in plain words', async () => {
    const person = await app.register();
    const json = { username: person.username, password: person.password };
    await app.post('/auth/login', { ...json, password: 'somebody guesses' });
    const login = await app.call('POST', '/auth/login', { json, headers: { 'user-agent': FIREFOX } });

    const { status, body, headers } = await activity(login.body.access_token);
    expect(status).toBe(200);
    expect(headers.get('x-total-count')).toBe('3');
    expect(body.map(({ summary }: { summary: string }) => summary)).toEqual([
      'Signed in',
      'Sign-in failed',
      'Account created',
    ]);
    expect(body[0]).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      type: 'sign_in.succeeded',
      summary: 'Signed in',
      outcome: 'success',
      by_administrator: false,
      ip: '127.0.0.1',
      device: 'Firefox on Linux',
      current_session: true,
    });
    expect(body[1]).toMatchObject({ outcome: 'failure', current_session: false });
  });

  it.each([
    ['curl/7.88.1', 'curl', 'curl'],
    [FIREFOX, 'Firefox on Linux', 'Firefox on Linux'],
    ['Mozilla/5.0', null, '-'],
  ])('calls the device %s what the letter about it calls it', async (userAgent, name, written) => {
    const person = await app.newcomer();
    const json = { username: person.username, password: person.password };
    const login = await app.call('POST', '/auth/login', { json, headers: { 'user-agent': userAgent } });
    const [latest] = (await activity(login.body.access_token)).body;
    expect(latest.device).toBe(name);
    expect((await letterTo(app, person.email, 'new_device')).text).toContain(`Device: ${written}\n`);
  });

  it('shows nobody anything of others', async () => {
    const [one, other] = [await app.newcomer(), await app.newcomer()];
    log.publish({ type: 'user.changed', userId: other.id, actorId: one.id });
    const seen = (await activity(one.access_token)).body.map(({ id }: { id: string }) => id);
    const own = await app.sql<{ id: string }>('SELECT id FROM security_events WHERE user_id = $1', [one.id]);
    expect(seen.toSorted()).toEqual(own.map(({ id }) => id).toSorted());
  });

  it('does not tell from where an administrator works, nor who looks into the log', async () => {
    const person = await app.newcomer();
    log.publish({ type: 'user.changed', userId: person.id, actorId: uuidv7() });
    log.publish({ type: 'audit.read', userId: person.id, actorId: uuidv7() });
    log.publish({ type: 'user.changed', userId: person.id, actorId: person.id });
    const { body } = await activity(person.access_token);
    expect(body.map(({ type }: { type: string }) => type)).not.toContain('audit.read');
    expect(body.slice(0, 2)).toMatchObject([
      { summary: 'Profile changed', by_administrator: false },
      { summary: 'Profile changed', by_administrator: true, ip: null, device: null },
    ]);
  });

  it('comes page by page', async () => {
    const person = await app.newcomer();
    await log.fill(5, { userId: person.id });
    const first = await app.get('/users/me/activity?limit=4', person.access_token);
    const next = /<\/api\/v1(.*)>/.exec(first.headers.get('link')!)![1]!;
    const second = await app.get(next, person.access_token);
    expect([first.body.length, second.body.length, second.headers.get('link')]).toEqual([4, 3, null]);
    expect((await app.get('/users/me/activity?user_id=x', person.access_token)).status).toBe(422);
  });
});
