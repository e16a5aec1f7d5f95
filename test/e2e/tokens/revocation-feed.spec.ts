import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { RevocationFeed } from '#tokens/feed/revocation-feed.service.js';
import { expectProblem } from '../../security/problems.js';
import { TestApp } from '../../support/app.js';
import { claimsOf } from '../../support/jwt.js';

interface Document {
  readonly iss: string;
  readonly iat: number;
  readonly from: string | null;
  readonly cursor: string;
  readonly access_ttl: number;
  readonly ids: [number, string][];
  readonly users: [number, string, number][];
}

const tail = (id: string) => Buffer.from(id.replaceAll('-', '').slice(-16), 'hex').toString('base64url');

describe('GET /auth/revocations', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function read(jws: string): Promise<Document> {
    const { body } = await app.get('//.well-known/jwks.json');
    const { payload } = await jwtVerify(jws, createLocalJWKSet(body), {
      issuer: 'http://gatehouse.test',
      typ: 'revocations+jwt',
    });
    return payload as unknown as Document;
  }
  const ask = async (query = '') => {
    const answer = await app.get(`/auth/revocations${query}`);
    expect(answer.status).toBe(200);
    return read(answer.text);
  };
  const after = (cursor: string, wait = 0) => ask(`?since=${cursor}&wait=${wait}`);
  const tailsOf = ({ ids }: Document) =>
    ids.flatMap(([, tails]) => {
      const bytes = Buffer.from(tails, 'base64url');
      return Array.from({ length: bytes.length / 8 }, (_, i) => bytes.subarray(8 * i, 8 * i + 8).toString('base64url'));
    });

  async function logOut(): Promise<string> {
    const { access_token } = await app.newcomer();
    await app.post('/auth/logout', undefined, access_token);
    return tail(claimsOf(access_token).sid);
  }

  it('is signed by a key of the set, for everybody to read', async () => {
    const answer = await app.get('/auth/revocations');
    expect(answer.headers.get('content-type')).toBe('application/jwt');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    const document = await read(answer.text);
    expect(document).toMatchObject({ from: null, access_ttl: 900 });
    expect(answer.headers.get('etag')).toBe(`"${document.cursor}"`);
  });

  it('names ended sessions, and no more of their id than its half', async () => {
    const { access_token } = await app.newcomer();
    const { sid, exp, iat } = claimsOf(access_token);
    await app.post('/auth/logout', undefined, access_token);
    const answer = await app.get('/auth/revocations');
    const document = await read(answer.text);
    expect(document.access_ttl).toBe(exp - iat);
    expect(tailsOf(document)).toContain(tail(sid));
    expect(document.ids.every(([until]) => until % 60 === 0 && until >= exp)).toBe(true);
    expect(Buffer.from(answer.text.split('.')[1]!, 'base64url').toString()).not.toContain(sid);
  });

  it('names tokens that were given up, and users whose rights have changed', async () => {
    const { body: start } = { body: await ask() };
    const one = await app.newcomer();
    await app.call('POST', '/auth/revoke', { form: { token: one.access_token } });
    const { access_token: admin } = await app.admin();
    await app.patch(`/users/${one.id}`, { roles: ['moderator'] }, admin);
    const news = await after(start.cursor);
    expect(tailsOf(news)).toContain(tail(claimsOf(one.access_token).jti));
    expect(news.users.map(([, user, epoch]) => [user, epoch])).toContainEqual([tail(one.id), 1]);
  });

  it('says after a cursor what came after it, and nothing else', async () => {
    const earlier = await logOut();
    const { cursor } = await ask();
    expect(await after(cursor)).toMatchObject({ from: cursor, ids: [], users: [] });
    const later = await logOut();
    const news = await after(cursor);
    expect(news.from).toBe(cursor);
    expect(tailsOf(news)).toContain(later);
    expect(tailsOf(news)).not.toContain(earlier);
    expect(tailsOf(await after(news.cursor))).not.toContain(later);
  });

  it('waits for news, and not longer than it was told', async () => {
    const { cursor } = await ask();
    const waiting = after(cursor, 20);
    const ended = await logOut();
    expect(tailsOf(await waiting)).toContain(ended);
    const { cursor: last } = await ask();
    expect(tailsOf(await after(last, 1))).toEqual([]);
  });

  it('gives all who wait the same answer', async () => {
    const { cursor } = await ask();
    const waiting = Array.from({ length: 20 }, () => app.get(`/auth/revocations?since=${cursor}&wait=20`));
    const ended = await logOut();
    const answers = await Promise.all(waiting);
    for (const { text } of answers) expect(tailsOf(await read(text))).toContain(ended);
  });

  it('knows its ETag: 304 when nothing came after', async () => {
    const { cursor } = await ask();
    const headers = { 'if-none-match': `"${cursor}"` };
    const { status, text } = await app.get('/auth/revocations', undefined, headers);
    expect([status, text]).toEqual([304, '']);
    const ended = await logOut();
    const fresh = await app.get('/auth/revocations', undefined, headers);
    expect(tailsOf(await read(fresh.text))).toContain(ended);
  });

  it('takes a cursor from before a backup was restored for none', async () => {
    const ended = await logOut();
    const future = Buffer.from('9999999999:9999999999:').toString('base64url');
    const document = await after(future);
    expect(document.from).toBeNull();
    expect(tailsOf(document)).toContain(ended);
  });

  it('takes a cursor that it did not make for none', async () => {
    expect((await after('AAAA')).from).toBeNull();
  });

  it.each(['since=%22', 'since=a&since=b', 'wait=31', 'wait=-1', 'wait=x', 'wait=0x10', 'until=1'])(
    'refuses %s',
    async (query) => {
      expectProblem(await app.get(`/auth/revocations?${query}`), 422, 'invalid_input');
    },
  );

  it('forgets what could not be alive any more', async () => {
    const ended = await logOut();
    await app.sql(`UPDATE token_blacklist SET expires_at = now() WHERE token_type = 'session'`);
    expect(tailsOf(await ask())).not.toContain(ended);
  });

  /** The bytes as they were sent: fetch would unpack them. */
  function raw(encoding: string): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const headers = { 'accept-encoding': encoding };
      get(`${app.origin}/api/v1/auth/revocations`, { headers }, (answer) => {
        answer.toArray().then((chunks: Buffer[]) => resolve(Buffer.concat(chunks)), reject);
      }).on('error', reject);
    });
  }

  it('is compressed for whoever can take it, and small: 10 000 sessions', async () => {
    await app.sql(`
      INSERT INTO token_blacklist (jti, token_type, user_id, expires_at, reason)
      SELECT gen_random_uuid(), 'session', gen_random_uuid(), now() + interval '1 minute' + i * interval '80 milliseconds', 'logout'
        FROM generate_series(1, 10000) AS i`);
    await logOut(); // Told, and so read anew.
    const [plain, packed] = [await raw('identity'), await raw('gzip')];
    const text = gunzipSync(packed).toString();
    expect(tailsOf(await read(text)).length).toBeGreaterThanOrEqual(10_000);
    expect(packed.length).toBeLessThan(Math.min(plain.length, 200_000));
    await app.sql(`DELETE FROM token_blacklist`);
  });

  describe('as a stream of events', () => {
    async function* events(cursor?: string, headers: Record<string, string> = {}): AsyncGenerator<string> {
      const gone = new AbortController();
      const response = await fetch(`${app.origin}/api/v1/auth/revocations${cursor ? `?since=${cursor}` : ''}`, {
        headers: { accept: 'text/event-stream', ...headers },
        signal: gone.signal,
      });
      expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
      let text = '';
      try {
        for await (const chunk of response.body!) {
          text += Buffer.from(chunk).toString();
          for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
            yield text.slice(0, end);
            text = text.slice(end + 2);
          }
        }
      } finally {
        gone.abort();
      }
    }
    const dataOf = (event: string) => read(/^data: (.*)$/m.exec(event)![1]!);

    it('says everything, beats each second, and tells what happens', async () => {
      const stream = events();
      let last = await dataOf((await stream.next()).value as string);
      expect(last.from).toBeNull();
      const ended = await logOut();
      for await (const event of stream) {
        if (event === ':') continue;
        const document = await dataOf(event);
        expect(document.from).toBe(last.cursor);
        expect(event).toContain(`id: ${document.cursor}`);
        if (tailsOf(document).includes(ended)) break;
        last = document;
      }
    });

    it('goes on where it was left (Last-Event-ID)', async () => {
      const { cursor } = await ask();
      const ended = await logOut();
      const stream = events(undefined, { 'last-event-id': cursor });
      const document = await dataOf((await stream.next()).value as string);
      expect([document.from, tailsOf(document)]).toEqual([cursor, [ended]]);
      await stream.return(undefined);
    });

    it('breaks the silence', async () => {
      const { cursor } = await ask();
      const stream = events(cursor);
      await stream.next();
      expect((await stream.next()).value).toBe(':');
      await stream.return(undefined);
    });
  });

  it('keeps nobody from ending the service, however many wait', async () => {
    const own = await TestApp.start();
    const { text } = await own.get('/auth/revocations');
    const { cursor } = JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString()) as Document;
    const waiting = Array.from({ length: 20 }, () => own.get(`/auth/revocations?since=${cursor}&wait=30`));
    const listening = Array.from({ length: 5 }, async () => {
      const stream = await fetch(`${own.origin}/api/v1/auth/revocations`, { headers: { accept: 'text/event-stream' } });
      return stream.text();
    });
    await vi.waitFor(() => expect(own.nest.get(RevocationFeed).waiting).toBe(25), 10_000);
    const begin = performance.now();
    await own.stop();
    expect(performance.now() - begin).toBeLessThan(10_000);
    for (const { status } of await Promise.all(waiting)) expect(status).toBe(200);
    for (const events of await Promise.all(listening)) expect(events).toMatch(/^event: revocations/);
  });
});
