import { createVerifier, type Verifier } from '@gatehouse/verifier';
import { uuidv7 } from '@gatehouse/verifier/testing';
import { LoopbackServer } from './support/loopback-server.js';
import { TravelClock } from './support/travel-clock.js';

const JWKS = '/.well-known/jwks.json';

describe('the key set', () => {
  let server: LoopbackServer;
  let clock: TravelClock;
  let verifier: Verifier;

  const makeVerifier = () =>
    createVerifier({ issuer: server.issuer.issuer, audience: 'test', revocations: 'ignore', clock });

  beforeEach(async () => {
    server = await LoopbackServer.start();
    clock = new TravelClock();
    verifier = makeVerifier();
  });
  afterEach(async () => {
    verifier.close();
    await server.stop();
  });

  it('is asked for once, however many wait for it', async () => {
    await Promise.all(Array.from({ length: 100 }, () => verifier.verify(server.issuer.token())));
    expect(server.count(JWKS)).toBe(1);
  });

  it('is asked for once in a cool-down by thousands of unknown key ids', async () => {
    await verifier.verify(server.issuer.token());
    const [, payload, signature] = server.issuer.token().split('.');
    const madeUp = (i: number) => {
      const header = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid: `made-up-${i}` }));
      return `${header.toString('base64url')}.${payload}.${signature}`;
    };
    const flood = () => Promise.allSettled(Array.from({ length: 1000 }, (_, i) => verifier.verify(madeUp(i))));
    expect((await flood()).every(({ status }) => status === 'rejected')).toBe(true);
    expect(server.count(JWKS)).toBe(1);
    clock.pass(31);
    await flood();
    await flood();
    expect(server.count(JWKS)).toBe(2);
    await verifier.verify(server.issuer.token());
  });

  it('is asked for again for a key that it lacks, once the cool-down is over', async () => {
    await verifier.verify(server.issuer.token());
    server.issuer.rotateKey();
    await expect(verifier.verify(server.issuer.token())).rejects.toMatchObject({ code: 'invalid_token' });
    clock.pass(31);
    await verifier.verify(server.issuer.token());
  });

  it('is renewed ahead of its expiry without anybody waiting, so that a rotation goes unnoticed', async () => {
    await verifier.verify(server.issuer.token());
    server.issuer.rotateKey();
    clock.pass(0.8 * 300);
    await verifier.verify(server.issuer.token()).catch(() => undefined);
    await vi.waitFor(() => expect(server.count(JWKS)).toBe(2));
    await verifier.verify(server.issuer.token());
  });

  it('is used no longer than it may be, when the server can be asked', async () => {
    const token = server.issuer.token();
    await verifier.verify(token);
    server.issuer.rotateKey({ withdraw: true });
    clock.pass(301);
    await verifier.verify(token).catch(() => undefined);
    await vi.waitFor(() => expect(verifier.verify(token)).rejects.toMatchObject({ code: 'invalid_token' }));
  });

  it('is kept for a day while the server is away, and not longer', async () => {
    const token = server.issuer.token({ expiresIn: 3 * 24 * 3600 });
    await verifier.verify(token);
    await server.stop();
    clock.pass(23 * 3600);
    await verifier.verify(token);
    await verifier.verify(server.issuer.token({ expiresIn: 3 * 24 * 3600 }));
    clock.pass(2 * 3600);
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'keys_unavailable', status: 503 });
    await server.comeBack();
    clock.pass(31);
    await verifier.verify(token);
  });

  it('is kept when the answer is nonsense', async () => {
    const token = server.issuer.token({ expiresIn: 3600 });
    await verifier.verify(token);
    const nonsense = ['<html>', '{}', '{"keys":[]}', '{"keys":[null,1,{"kty":"oct","k":"AA","kid":"x"}]}', '[]', ''];
    let asked = 1;
    for (const text of nonsense) {
      server.fault = (_request, response) => response.end(text);
      clock.pass(301);
      asked++;
      await verifier.verify(token);
      await vi.waitFor(() => expect(server.count(JWKS)).toBe(asked));
      await verifier.verify(server.issuer.token({ expiresIn: 3600 }));
    }
  });

  it('is not looked for where a redirect points, and not read without end', async () => {
    await verifier.verify(server.issuer.token());
    const other = makeVerifier();
    server.fault = (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    await expect(other.verify(server.issuer.token())).rejects.toThrow(
      expect.objectContaining({ reason: expect.stringContaining('302') }),
    );
    clock.pass(31);
    server.fault = (_request, response) => response.end(' '.repeat(300_000));
    await expect(other.verify(server.issuer.token())).rejects.toThrow(
      expect.objectContaining({ reason: expect.stringContaining('longer') }),
    );
    other.close();
  });

  it('is asked for anew where a question was neither answered nor given up, as workers leave it', async () => {
    let lost = 0;
    const forgetful: typeof fetch = (input, init) =>
      lost++ === 0 ? new Promise(() => undefined) : server.issuer.fetch(input, init);
    const { issuer } = server.issuer;
    const other = createVerifier({ issuer, audience: 'test', revocations: 'ignore', clock, fetch: forgetful });
    const waiting = vi.fn();
    void other.verify(server.issuer.token()).then(waiting, waiting);
    clock.pass(11);
    await other.verify(server.issuer.token());
    expect(lost).toBe(2);
    expect(waiting).not.toHaveBeenCalled();
    other.close();
  });

  it('can lose a key while a token of it is being verified', async () => {
    await verifier.verify(server.issuer.token());
    clock.pass(31);
    const old = server.issuer.token();
    server.issuer.rotateKey({ withdraw: true });
    const results = await Promise.allSettled([
      ...Array.from({ length: 50 }, () => verifier.verify(old)),
      verifier.verify(server.issuer.token()),
      ...Array.from({ length: 50 }, () => verifier.verify(old)),
    ]);
    expect(results[50]!.status).toBe('fulfilled');
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'invalid_token' });
    }
    await expect(verifier.verify(old)).rejects.toMatchObject({ code: 'invalid_token' });
  });
});

describe('a server that is away at the start', () => {
  it('makes requests fail with 503, is not stormed, and all heals when it comes', async () => {
    const server = await LoopbackServer.away();
    const clock = new TravelClock();
    const verifier = createVerifier({ issuer: server.issuer.issuer, audience: 'test', clock });
    const token = server.issuer.token({ sessionId: uuidv7() });
    await verifier.warmUp();
    const refused = await Promise.allSettled(Array.from({ length: 200 }, () => verifier.verify(token)));
    for (const result of refused) {
      expect(result).toMatchObject({ reason: { code: 'keys_unavailable', status: 503 } });
    }
    await server.comeBack();
    await vi.waitFor(() => verifier.verify(token), { timeout: 5000, interval: 50 });
    expect(server.count(JWKS)).toBe(1);
    verifier.close();
    await server.stop();
  });
});
