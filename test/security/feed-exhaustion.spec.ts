import { RevocationFeed } from '#tokens/feed/revocation-feed.service.js';
import { TokenBlacklistService } from '#tokens/index.js';
import { TestApp } from '../support/app.js';

const encoded = (snapshot: string) => Buffer.from(snapshot).toString('base64url');
const decoded = (cursor: string) => Buffer.from(cursor, 'base64url').toString();

/** It is public and has no limit, so it must cost next to nothing, whatever is asked. */
describe('The feed of revocations', () => {
  let app: TestApp;
  let feed: RevocationFeed;

  beforeAll(async () => {
    app = await TestApp.start();
    feed = app.nest.get(RevocationFeed);
  });
  afterAll(() => app.stop());
  afterEach(() => vi.restoreAllMocks());

  const readings = () => vi.spyOn(app.nest.get(TokenBlacklistService), 'writtenAfter');
  const cursorNow = async () => (await feed.after(undefined, 0)).cursor;

  it.each(['9:1:', '0:0:', '00:00:', '1:1:1', '1:5:4,3', '1:5:9', '5:3:4'])(
    'is not broken by the cursor %j, which PostgreSQL would not read',
    async (snapshot) => {
      const asked = await app.get(`/auth/revocations?since=${encoded(snapshot)}`);
      const known = await app.get('/auth/revocations', undefined, { 'if-none-match': `"${encoded(snapshot)}"` });
      expect([asked.status, known.status]).toEqual([200, 200]);
    },
  );

  it('does not read the table anew for each of those who wait: once a second', async () => {
    const since = decoded(await cursorNow());
    const read = readings();
    const waiting = Array.from({ length: 20 }, async (_, i) => {
      await new Promise((resolve) => setTimeout(resolve, i * 50));
      for (let round = 0; round < 2; round++) await feed.after(since, 1_000);
    });
    await Promise.all(waiting);
    // About three seconds; it was 40 times.
    expect(read.mock.calls.length).toBeLessThan(12);
  });

  it('does not make everything anew for each old cursor that somebody thinks up', async () => {
    await app.newcomer().then(({ access_token }) => app.post('/auth/logout', undefined, access_token));
    await cursorNow();
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 61_000);
    await app.newcomer().then(({ access_token }) => app.post('/auth/logout', undefined, access_token));
    await cursorNow();
    const read = readings();
    const asking = Array.from({ length: 50 }, (_, i) =>
      app.get(`/auth/revocations?since=${encoded(`${i + 3}:${i + 3}:`)}`),
    );
    const answers = await Promise.all(asking);
    expect(read.mock.calls.length).toBeLessThan(5);
    for (const { text } of answers) {
      const document = JSON.parse(decoded(text.split('.')[1]!)) as { from: string | null; ids: unknown[] };
      expect(document.from).toBeNull();
      expect(document.ids).not.toEqual([]);
    }
  });

  it('ends a stream where too many wait, instead of telling it nothing as fast as it can', async () => {
    const since = decoded(await cursorNow());
    const gone = new AbortController();
    const waiting = Array.from({ length: 5_000 }, () => feed.after(since, 15_000, gone.signal));
    await vi.waitFor(() => expect(feed.isFull).toBe(true), 5_000);
    const signal = AbortSignal.timeout(5_000);
    const stream = await fetch(`${app.origin}/api/v1/auth/revocations`, {
      headers: { accept: 'text/event-stream' },
      signal,
    });
    expect(await stream.text()).toMatch(/^event: revocations\nid: .+\ndata: .+\n\nretry: \d+\n\n$/);
    gone.abort();
    await Promise.all(waiting);
  });
});
