import { uuidv7 } from '#common/crypto/uuid.js';
import { type Person, TestApp, type Tokens } from '../../support/app.js';
import { claimsOf } from '../../support/jwt.js';
import type { Answer } from '../../support/http.js';
import { holderOf } from '../users/people.js';
import { Log } from './log.js';

describe('GET /audit/events', () => {
  let app: TestApp;
  let log: Log;
  let auditor: Person & Tokens;

  beforeAll(async () => {
    app = await TestApp.start();
    log = new Log(app);
    auditor = await holderOf(app, 'audit:read');
  });
  afterAll(() => app.stop());

  const list = (query: Record<string, string> = {}, token = auditor.access_token) =>
    app.get(`/audit/events?${new URLSearchParams(query).toString()}`, token);
  const typesOf = (body: { type: string }[]) => body.map(({ type }) => type);

  it('is for those with the permission audit:read, as administrators', async () => {
    expect((await app.get('/audit/events')).status).toBe(401);
    const others = await holderOf(app, 'users:read', 'users:write', 'roles:read');
    const refused = await list({}, others.access_token);
    expect([refused.status, refused.body.code]).toEqual([403, 'insufficient_permission']);
    expect((await list({}, (await app.admin()).access_token)).status).toBe(200);
  });

  it('tells everything about an event, newest first', async () => {
    const person = await app.newcomer();
    const { body } = await list({ user_id: person.id });
    expect(typesOf(body)).toEqual(['sign_in.succeeded', 'user.registered']);
    expect(body[0]).toEqual({
      seq: expect.any(Number),
      id: expect.any(String),
      at: expect.stringMatching(/Z$/),
      type: 'sign_in.succeeded',
      outcome: 'success',
      user_id: person.id,
      actor_id: null,
      session_id: claimsOf(person.access_token).sid,
      client_id: null,
      ip: '127.0.0.1',
      user_agent: 'node',
      request_id: expect.any(String),
      detail: { method: 'pwd' },
      erased: false,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    await log.erasure.eraseUser(person.id);
    expect(
      (await list({ type: 'sign_in.succeeded', limit: '1', outcome: 'success', from: body[0].at })).body[0],
    ).toMatchObject({
      id: body[0].id,
      erased: true,
      ip: null,
    });
  });

  it('filters', async () => {
    const [userId, actorId, sessionId] = [uuidv7(), uuidv7(), uuidv7()];
    await log.past(30, { type: 'password.changed', userId, sessionId });
    await log.past(20, { type: 'user.deactivated', userId, actorId, ip: '203.0.113.7' });
    await log.past(10, { type: 'sign_in.failed', outcome: 'failure', userId, ip: '2001:db8::1' });
    const day = (ago: number) => new Date(Date.now() - ago * 24 * 60 * 60 * 1000).toISOString();

    for (const [query, expected] of [
      [{ user_id: userId }, ['sign_in.failed', 'user.deactivated', 'password.changed']],
      [{ user_id: userId, outcome: 'failure' }, ['sign_in.failed']],
      [{ user_id: userId, type: 'password.changed' }, ['password.changed']],
      [{ actor_id: actorId }, ['user.deactivated']],
      [{ session_id: sessionId }, ['password.changed']],
      [{ ip: '203.0.113.7' }, ['user.deactivated']],
      [{ ip: '2001:db8::1' }, ['sign_in.failed']],
      [{ user_id: userId, from: day(25) }, ['sign_in.failed', 'user.deactivated']],
      [{ user_id: userId, to: day(25) }, ['password.changed']],
      [{ user_id: userId, from: day(25), to: day(15) }, ['user.deactivated']],
      [{ user_id: uuidv7() }, []],
    ] as [Record<string, string>, string[]][]) {
      const { status, body, headers } = await list(query);
      // The readings of this test concern the same person.
      const found = typesOf(body).filter((type) => type !== 'audit.read');
      expect([status, found], JSON.stringify(query)).toEqual([200, expected]);
      expect(headers.get('x-total-count')).toBe(String(body.length));
    }
  });

  it.each([
    ['type', 'no.such_type'],
    ['outcome', 'perhaps'],
    ['user_id', 'me'],
    ['actor_id', '1'],
    ['session_id', 'x'],
    ['ip', '300.1.1.1'],
    ['from', 'yesterday'],
    ['from', '2026-02-31T25:00:00Z'],
    ['to', '2026-W01'],
    ['limit', '101'],
    ['cursor', 'abc'],
    ['colour', 'red'],
  ])('refuses %s=%s', async (name, value) => {
    const { status, body } = await list({ [name]: value });
    expect([status, body.code]).toEqual([422, 'invalid_input']);
    expect(body.errors[0].pointer).toBe(`/${name}`);
  });

  it('goes on by cursor, undisturbed by what is added meanwhile', async () => {
    const userId = uuidv7();
    await log.fill(25, { userId });
    const seen: number[] = [];
    for (let path: string | undefined = `/audit/events?limit=10&user_id=${userId}`; path;) {
      const { body, headers }: Answer<{ seq: number }[]> = await app.get(path, auditor.access_token);
      seen.push(...body.map(({ seq }) => seq));
      path = /<\/api\/v1(.*)>/.exec(headers.get('link') ?? '')?.[1];
      await log.fill(1, { userId });
    }
    expect(seen).toHaveLength(25);
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
    expect(new Set(seen).size).toBe(25);
  });

  it('counts all of it without a filter', async () => {
    const { headers } = await list({ limit: '1' });
    const [{ count }] = (await app.sql('SELECT count(*)::integer AS count FROM security_events')) as [
      { count: number },
    ];
    // Less the record of this reading.
    await log.flush();
    expect(Number(headers.get('x-total-count'))).toBeGreaterThanOrEqual(count - 1);
    expect(headers.get('link')).toContain('rel="next"');
  });

  it('is itself an event, with what was asked for', async () => {
    const userId = uuidv7();
    await list({ user_id: userId, type: 'password.changed' });
    const events = await log.all(`type = 'audit.read' AND user_id = $1`, [userId]);
    expect(events).toMatchObject([
      {
        actor_id: auditor.id,
        session_id: claimsOf(auditor.access_token).sid,
        ip: '127.0.0.1',
        personal: { filter: { user_id: userId, type: 'password.changed' } },
      },
    ]);
  });
});
