import { PASSWORD, type Person, TestApp, uniqueName } from '../support/app.js';
import type { Answer, Json } from '../support/http.js';

const WRONG = 'not the right one at all';
const SAMPLES = 20;

/** Headers that differ from one answer to the next, whoever is asked about. */
const CHANGING = ['x-request-id', 'date', 'server-timing', 'keep-alive', 'connection'];

describe('Whether somebody has an account', () => {
  let app: TestApp;
  let known: Person;
  let inactive: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    const admin = await app.admin();
    known = await app.register();
    inactive = await app.register();
    await app.patch(`/users/${inactive.id}`, { is_active: false }, admin.access_token);
  });
  afterAll(() => app.stop());

  type Door = (username: string, password: string) => Promise<Answer<Json>>;
  const doors: Record<string, Door> = {
    '/auth/login': (username, password) => app.post('/auth/login', { username, password }),
    '/auth/login/form': (username, password) => app.call('POST', '/auth/login/form', { form: { username, password } }),
    '/auth/token': (username, password) =>
      app.call('POST', '/auth/token', { form: { grant_type: 'password', username, password } }),
  };

  describe.each(Object.keys(doors))('is not told by %s', (name) => {
    const door = doors[name]!;

    it('in words, status or header', async () => {
      const identifiers = [
        known.username,
        known.email,
        inactive.username,
        inactive.email,
        uniqueName(),
        `${uniqueName()}@example.org`,
        '00000000-0000-0000-0000-000000000000',
        known.id,
        "' OR 1=1 --",
        '%',
      ];
      const answers = await Promise.all(identifiers.map((identifier) => door(identifier, WRONG)));
      const first = visible(answers[0]!);
      expect(first.status).toBe(name === '/auth/token' ? 400 : 401);
      for (const answer of answers) expect(visible(answer)).toEqual(first);
    });

    it('even of a deactivated account, except to who knows its password', async () => {
      expect(visible(await door(inactive.username, WRONG))).toEqual(visible(await door(uniqueName(), WRONG)));
      const right = await door(inactive.username, PASSWORD);
      expect(right.status).toBe(name === '/auth/token' ? 400 : 403);
      expect(right.body).toMatchObject(
        name === '/auth/token' ? { error: 'invalid_grant' } : { code: 'account_disabled' },
      );
    });

    it('by the time it takes', async () => {
      await door(known.username, WRONG);
      const taken: Record<'known' | 'unknown' | 'inactive', number[]> = { known: [], unknown: [], inactive: [] };
      for (let sample = 0; sample < SAMPLES; sample++) {
        taken.known.push(await timed(() => door(known.username, WRONG)));
        taken.unknown.push(await timed(() => door(uniqueName(), WRONG)));
        taken.inactive.push(await timed(() => door(inactive.username, WRONG)));
      }
      const reference = median(taken.known);
      for (const times of [taken.unknown, taken.inactive]) {
        expect(median(times)).toBeGreaterThan(0.5 * reference);
        expect(median(times)).toBeLessThan(2 * reference);
      }
    });

    it('by a password that nobody can have', async () => {
      const impossible = 'ä'.repeat(129);
      const answers = await Promise.all([known.username, uniqueName()].map((username) => door(username, impossible)));
      expect(visible(answers[0]!)).toEqual(visible(answers[1]!));
    });
  });

  it('is not told to other users', async () => {
    const { access_token } = await app.newcomer();
    const unknown = '019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21';
    for (const [method, path] of [
      ['GET', '/users/:id'],
      ['PATCH', '/users/:id'],
      ['DELETE', '/users/:id'],
    ] as const) {
      const [theirs, nobodys] = await Promise.all(
        [known.id, unknown].map((id) =>
          app.call(method, path.replace(':id', id), {
            token: access_token,
            json: method === 'PATCH' ? { full_name: 'X' } : undefined,
          }),
        ),
      );
      expect(theirs!.status).toBe(403);
      expect(visible(theirs!)).toEqual(visible(nobodys!));
    }
  });

  it('is not told by ending the session of another', async () => {
    const [me, other] = [await app.newcomer(), await app.newcomer()];
    const { sid } = JSON.parse(Buffer.from(other.access_token.split('.')[1]!, 'base64url').toString());
    const [theirs, nobodys] = await Promise.all(
      [sid, '019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21'].map((id) => app.delete(`/auth/sessions/${id}`, me.access_token)),
    );
    expect(theirs!.status).toBe(404);
    expect(visible(theirs!)).toEqual(visible(nobodys!));
    expect((await app.get('/auth/me', other.access_token)).status).toBe(200);
  });
});

/** All that the asker can compare. */
function visible({ status, headers, body }: Answer<Json>) {
  const { instance: _, ...rest } = body;
  return { status, headers: [...headers].filter(([name]) => !CHANGING.includes(name)), body: rest };
}

async function timed(call: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await call();
  return performance.now() - begin;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
