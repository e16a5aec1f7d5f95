import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { ADMIN } from '../support/names.js';
import { nginxIsHere, type Proxy, startNginx } from '../support/nginx.js';
import { freePort } from '../support/postgres.js';
import { Service } from '../support/service.js';
import { serverDatabase, type Storage } from '../support/storage.js';

const HOST = 'auth.example.org';
const API = '/api/v1';

describe.runIf(inject('postgresUrl') && nginxIsHere())('two instances behind deploy/nginx/gatehouse.conf', () => {
  let folder: string;
  let storage: Storage;
  let proxy: Proxy;
  let instances: Service[];
  let [https, http] = [0, 0];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
    storage = await serverDatabase();
    const env = {
      ...storage.env,
      ADMIN_PASSWORD: ADMIN.password,
      PUBLIC_URL: `https://${HOST}`,
      TRUSTED_PROXIES: '127.0.0.1/32',
      ALLOWED_ORIGINS: 'https://app.example.org',
    };
    instances = [];
    for (const _ of [0, 1]) instances.push(await Service.start(env, { cwd: folder }));
    [https, http] = [await freePort(), await freePort()];
    const [a, b] = instances.map(({ origin }) => Number(new URL(origin).port));
    proxy = await startNginx({ https, http, instances: [a!, b!] });
  });
  afterAll(async () => {
    await proxy?.stop();
    await Promise.all((instances ?? []).map((service) => service.stop()));
    await storage?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const open = async (path: string, { headers, json }: Ask = {}): Promise<IncomingMessage> => {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const outgoing = request({
      host: '127.0.0.1',
      port: https,
      path,
      servername: HOST,
      // It is self-signed, and made a moment ago.
      rejectUnauthorized: false,
      method: body === undefined ? 'GET' : 'POST',
      headers: { host: HOST, ...(body && { 'content-type': 'application/json' }), ...headers },
    });
    outgoing.end(body);
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    return incoming;
  };
  const ask = async (path: string, options?: Ask): Promise<Said> => read(await open(path, options));
  const signIn = (headers: OutgoingHttpHeaders = {}) =>
    ask(`${API}/auth/login`, { headers, json: { username: ADMIN.username, password: ADMIN.password } });

  it('the client has its own address, whatever it writes into X-Forwarded-For', async () => {
    const { text } = await signIn({ 'x-forwarded-for': '203.0.113.7' });
    const { access_token } = JSON.parse(text) as { access_token: string };
    const sessions = await ask(`${API}/auth/sessions`, { headers: { authorization: `Bearer ${access_token}` } });
    const addresses = (JSON.parse(sessions.text) as { ip: string }[]).map(({ ip }) => ip);
    expect(new Set(addresses)).toEqual(new Set(['127.0.0.1']));
  });

  it('cookie mode works, for it was https outside', async () => {
    const { status, headers, text } = await signIn({
      'x-token-transport': 'cookie',
      origin: 'https://app.example.org',
      'sec-fetch-site': 'same-site',
    });
    expect(status).toBe(200);
    const cookies = headers['set-cookie']!;
    const cookie = cookies.find((each) => each.startsWith('__Host-') && each.includes('ghr_'))!;
    expect(cookie).toMatch(/; Secure(?:;|$)/);
    expect(text).not.toContain('ghr_');
    const refreshed = await ask(`${API}/auth/refresh`, {
      headers: {
        'x-token-transport': 'cookie',
        origin: 'https://app.example.org',
        'sec-fetch-site': 'same-site',
        cookie: cookies.map((each) => each.split(';')[0]).join('; '),
      },
      json: {},
    });
    expect(refreshed.status).toBe(200);
  });

  it('without TLS people are led on, and a client that would send a password is refused', async () => {
    const plain = async (path: string) => {
      const outgoing = plainRequest({ host: '127.0.0.1', port: http, path, headers: { host: HOST } });
      outgoing.end();
      const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
      return read(incoming);
    };
    const page = await plain('/forgot-password?a=1');
    expect([page.status, page.headers.location]).toEqual([308, `https://${HOST}/forgot-password?a=1`]);
    expect((await plain(`${API}/auth/login`)).status).toBe(403);
    expect((await ask('/health/ready')).headers['strict-transport-security']).toMatch(/^max-age=63072000/);
  });

  it('a stream of the feed says something each second, and a long wait ends when there is news', async () => {
    const stream = await open(`${API}/auth/revocations`, { headers: { accept: 'text/event-stream' } });
    const beats: number[] = [];
    const begin = performance.now();
    for await (const _ of stream) {
      beats.push(performance.now() - begin);
      if (beats.length === 4) break;
    }
    // Held back until a buffer is full, they would come together, or not at all.
    expect(beats[3]! - beats[0]!).toBeGreaterThan(1_000);

    const tokens = JSON.parse((await signIn()).text) as { access_token: string };
    const { cursor } = payloadOf((await ask(`${API}/auth/revocations`)).text);
    const waiting = ask(`${API}/auth/revocations?since=${cursor}&wait=30`);
    const before = performance.now();
    await ask(`${API}/auth/logout`, { headers: { authorization: `Bearer ${tokens.access_token}` }, json: {} });
    expect((await waiting).status).toBe(200);
    expect(performance.now() - before).toBeLessThan(20_000);
  });

  it('an instance that is gone is left out, without one refusal', async () => {
    await instances[1]!.kill();
    const statuses: number[] = [];
    for (let i = 0; i < 20; i += 1) statuses.push((await ask('/health/ready')).status);
    expect(statuses).toEqual(Array(20).fill(200));
    expect((await signIn()).status).toBe(200);
  });
});

interface Ask {
  readonly headers?: OutgoingHttpHeaders;
  readonly json?: unknown;
}

interface Said {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

async function read(incoming: IncomingMessage): Promise<Said> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  return { status: incoming.statusCode!, headers: incoming.headers, text };
}

function payloadOf(jws: string): { cursor: string } {
  return JSON.parse(Buffer.from(jws.split('.')[1]!, 'base64url').toString()) as { cursor: string };
}
