import { createVerifier, type Verifier } from '@gatehouse/verifier';
import { uuidv7 } from '@gatehouse/verifier/testing';
import { type Fault, LoopbackServer } from './support/loopback-server.js';
import { TravelClock } from './support/travel-clock.js';

const FEED = '/auth/revocations';

/** Only the feed, the keys as they are. */
const onFeed =
  (fault: Fault): Fault =>
  async (request, response, proper) => {
    if (request.url!.includes(FEED)) return fault(request, response, proper);
    const answer = await proper();
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  };

describe('the feed of revocations', () => {
  let server: LoopbackServer;
  let clock: TravelClock;
  let verifier: Verifier;

  beforeEach(async () => {
    server = await LoopbackServer.start();
    clock = new TravelClock();
    verifier = createVerifier({ issuer: server.issuer.issuer, audience: 'test', clock });
  });
  afterEach(async () => {
    verifier.close();
    await server.stop();
  });

  const signedIn = () => {
    const sessionId = uuidv7();
    return { sessionId, token: server.issuer.token({ sessionId }) };
  };
  const isRefused = (token: string, reason = 'revoked') =>
    vi.waitFor(() => expect(verifier.verify(token)).rejects.toMatchObject({ reason }), { timeout: 5000, interval: 20 });

  it('makes a logout count within two seconds, and asks once in five while nothing happens', async () => {
    const { sessionId, token } = signedIn();
    await verifier.verify(token);
    const began = performance.now();
    await server.issuer.endSession(sessionId);
    await expect(verifier.verify(token)).rejects.toMatchObject({ reason: 'revoked' });
    expect(performance.now() - began).toBeLessThan(2000);
    expect(server.count(FEED)).toBeLessThan(5);
  });

  it('says what the service says of the life of tokens', async () => {
    const payloadOf = (jws: string) => JSON.parse(Buffer.from(jws.split('.')[1]!, 'base64url').toString());
    const { exp, iat } = payloadOf(server.issuer.token());
    const answer = await server.issuer.fetch(`${server.issuer.issuer}/api/v1${FEED}`);
    expect(payloadOf(await answer.text())).toMatchObject({ access_ttl: exp - iat });
  });

  it('tells a service that starts later what happened before', async () => {
    const { sessionId, token } = signedIn();
    await server.issuer.endSession(sessionId);
    await expect(verifier.verify(token)).rejects.toMatchObject({ reason: 'revoked' });
  });

  it.each<[string, (text: string) => string]>([
    ['cut in the middle of an entry', (text) => text.slice(0, text.length / 2)],
    ['cut in the signature', (text) => text.slice(0, -4)],
    ['changed by a letter', (text) => text.replace(/\.(.{40})./, '.$1_')],
    ['empty', () => ''],
    ['a page of a proxy', () => '<html><body>502</body></html>'],
  ])('is dropped whole when it is %s, and asked for again', async (_name, damage) => {
    const before = signedIn();
    await server.issuer.endSession(before.sessionId);
    let damaged = 0;
    server.fault = onFeed(async (_request, response, proper) => {
      const text = await (await proper()).text();
      response.end(damaged++ < 1 ? damage(text) : text);
    });
    await verifier.verify(before.token, { whenStale: 'accept' }).catch(() => undefined);
    await isRefused(before.token);
    expect(damaged).toBeGreaterThan(1);
  });

  it('survives a connection that breaks in the middle of an answer', async () => {
    const { sessionId, token } = signedIn();
    await verifier.verify(token);
    let broken = 0;
    server.fault = onFeed(async (_request, response, proper) => {
      const text = await (await proper()).text();
      response.writeHead(200, { 'content-length': text.length });
      if (broken++ > 0) return response.end(text);
      response.write(text.slice(0, 100), () => response.destroy());
      return undefined;
    });
    void server.issuer.endSession(sessionId);
    await isRefused(token);
  });

  it('is believed to nobody but the issuer', async () => {
    const { sessionId, token } = signedIn();
    const stranger = await LoopbackServer.start();
    await stranger.issuer.endSession(sessionId);
    server.fault = onFeed(async (_request, response) => {
      const answer = await stranger.issuer.fetch(`${stranger.issuer.issuer}${FEED}`);
      response.end(await answer.text());
    });
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'revocations_stale' });
    await verifier.verify(token, { whenStale: 'accept' });
    await stranger.stop();
  });

  it('is not believed when it is of another kind, even where the signature is right', async () => {
    const { token } = signedIn();
    const now = Math.floor(Date.now() / 1000);
    const proper = { iss: server.issuer.issuer, iat: now, cursor: '1', from: null, access_ttl: 60, ids: [], users: [] };
    const wrong: [object, object][] = [
      [proper, { typ: 'at+jwt' }],
      [{ ...proper, iss: 'https://elsewhere.example' }, {}],
      [{ ...proper, cursor: 1 }, {}],
      [{ ...proper, from: undefined }, {}],
      [{ ...proper, iat: 'now' }, {}],
      [{ ...proper, ids: [[now, 'AAAA']] }, {}],
      [{ ...proper, ids: [[-1, 'AAAAAAAAAAA']] }, {}],
      [{ ...proper, ids: 'none' }, {}],
      [{ ...proper, users: [[now, 'AAAAAAAAAAA']] }, {}],
      [{ ...proper, users: [[now, 'AAAAAAAAAAA', 1.5]] }, {}],
    ];
    for (const [payload, header] of wrong) {
      server.fault = onFeed((_request, response) =>
        response.end(server.issuer.sign(payload, { typ: 'revocations+jwt', ...header })),
      );
      const other = createVerifier({ issuer: server.issuer.issuer, audience: 'test' });
      await expect(other.verify(token)).rejects.toMatchObject({ code: 'revocations_stale' });
      other.close();
    }
  });

  it('that continues something else is dropped, and all is asked for anew', async () => {
    const { sessionId, token } = signedIn();
    await verifier.verify(token);
    let strange = 0;
    server.fault = onFeed(async (request, response, proper) => {
      if (strange++ > 0) return response.end(await (await proper()).text());
      const answer = await server.issuer.fetch(`${server.issuer.issuer}${FEED}?since=0`);
      const text = (await answer.text()).split('.')[1]!;
      const payload = JSON.parse(Buffer.from(text, 'base64url').toString()) as object;
      return response.end(server.issuer.sign({ ...payload, from: 'elsewhere' }, { typ: 'revocations+jwt' }));
    });
    void server.issuer.endSession(sessionId);
    await isRefused(token);
    expect(server.asked.at(-1)).toContain(FEED);
    expect(server.asked.filter((url) => url.endsWith(FEED)).length).toBeGreaterThan(1);
  });

  it('is not asked without end by a cache that answers at once', async () => {
    await verifier.verify(server.issuer.token());
    server.fault = onFeed(async (request, response) => {
      const since = new URL(request.url!, 'http://x').searchParams.get('since');
      const answer = await server.issuer.fetch(`${server.issuer.issuer}${FEED}?since=${since}`);
      response.end(await answer.text());
    });
    void server.issuer.endSession(uuidv7());
    await vi.waitFor(() => expect(server.count(FEED)).toBeGreaterThan(2));
    const before = server.count(FEED);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(server.count(FEED) - before).toBeLessThan(5);
  });

  describe('when it is not heard', () => {
    const cutOff = () => {
      server.fault = onFeed((_request, response) => response.destroy());
      server.dropConnections();
    };

    it('counts as stale after maxStaleness, and each route has its say', async () => {
      const { token } = signedIn();
      await verifier.verify(token);
      cutOff();
      clock.pass(14);
      await verifier.verify(token);
      clock.pass(2);
      await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'revocations_stale', status: 503 });
      await verifier.verify(token, { whenStale: 'accept' });
      await verifier.verify(server.issuer.token(), { whenStale: 'accept' });
      server.fault = undefined;
      await vi.waitFor(() => verifier.verify(token), { timeout: 10_000, interval: 50 });
    });

    it.each(['Accept', 'refused', '', null])('is refused as well where a call says %j', async (said) => {
      const { token } = signedIn();
      await verifier.verify(token);
      cutOff();
      clock.pass(16);
      const options = { whenStale: said } as never;
      await expect(verifier.verify(token, options)).rejects.toMatchObject({ code: 'revocations_stale' });
    });

    it('still refuses what it knew', async () => {
      const { sessionId, token } = signedIn();
      await verifier.verify(token);
      await server.issuer.endSession(sessionId);
      cutOff();
      clock.pass(60);
      await expect(verifier.verify(token, { whenStale: 'accept' })).rejects.toMatchObject({ reason: 'revoked' });
    });

    it('is not made fresh by an old answer that is played again', async () => {
      const recorded = await (await server.issuer.fetch(`${server.issuer.issuer}${FEED}`)).text();
      const replayed = createVerifier({ issuer: server.issuer.issuer, audience: 'test', clock });
      server.fault = onFeed((_request, response) => response.end(recorded));
      clock.set(60);
      const token = server.issuer.token();
      await expect(replayed.verify(token)).rejects.toMatchObject({ code: 'revocations_stale' });
      replayed.close();
    });

    it('nor by one that a clock far ahead has signed, which would stay young for as long', async () => {
      await verifier.verify(server.issuer.token());
      clock.set(-120);
      const token = server.issuer.token({ claims: { iat: Math.floor(Date.now() / 1000) - 120 } });
      clock.pass(30);
      await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'revocations_stale' });
    });

    it('nor by a 304, which nobody has signed', async () => {
      await verifier.verify(server.issuer.token());
      server.fault = onFeed((_request, response) => response.writeHead(304).end());
      clock.pass(16);
      await expect(verifier.verify(server.issuer.token())).rejects.toMatchObject({ code: 'revocations_stale' });
    });

    it('is none of the business of who ignores it', async () => {
      cutOff();
      const careless = createVerifier({ issuer: server.issuer.issuer, audience: 'test', revocations: 'ignore' });
      await careless.verify(server.issuer.token());
      expect(server.count(FEED)).toBe(0);
    });
  });

  it('is followed anew where following has ended without a word, as workers end it', async () => {
    let asked = 0;
    let offset = 0;
    const { issuer } = server.issuer;
    const clock = { now: () => Date.now(), elapsed: () => performance.now() + offset };
    const forgetful: typeof fetch = (input, init) =>
      (input as string).includes(FEED) && ++asked % 2 === 0
        ? new Promise(() => undefined)
        : server.issuer.fetch(input, init);
    const other = createVerifier({ issuer, audience: 'test', clock, fetch: forgetful });
    const [first, second] = [signedIn(), signedIn()];
    await other.verify(first.token);
    await other.verify(second.token);
    await vi.waitFor(() => expect(asked).toBe(2));
    void server.issuer.endSession(first.sessionId);
    offset += 11_000;
    await expect(other.verify(first.token)).rejects.toMatchObject({ reason: 'revoked' });
    await vi.waitFor(() => expect(asked).toBe(4));
    offset += 60_000;
    await other.verify(second.token);
    expect(asked).toBe(5);
    other.close();
  });

  it.each([-5, 5])('bears a clock that is %i seconds off', async (seconds) => {
    clock.set(seconds);
    const { sessionId, token } = signedIn();
    await verifier.verify(token);
    await verifier.verify(server.issuer.token({ expiresIn: 20 }));
    await server.issuer.endSession(sessionId);
    await expect(verifier.verify(token)).rejects.toMatchObject({ reason: 'revoked' });
  });

  it('is left alone once the verifier is closed', async () => {
    await verifier.verify(server.issuer.token());
    verifier.close();
    const before = server.count(FEED);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(server.count(FEED)).toBe(before);
    await expect(verifier.verify(server.issuer.token())).rejects.toMatchObject({ code: 'keys_unavailable' });
  });
});
