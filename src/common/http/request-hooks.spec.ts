import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { pino } from 'pino';
import { addRequestHooks } from './request-hooks.js';

const ORIGIN = 'https://auth.example.org';

function serverWith({ production = true, publicUrl = ORIGIN, trustedProxies = ['10.0.0.0/8'] } = {}): FastifyInstance {
  const server = fastify({ trustProxy: trustedProxies });
  addRequestHooks(server, { production, publicUrl, http: { trustedProxies } }, pino({ level: 'silent' }));
  server.all('/x', () => 'served');
  return server;
}

const ask = (server: FastifyInstance, headers: Record<string, string>, remoteAddress = '10.0.0.7') =>
  server.inject({ method: 'POST', url: '/x?a=b', headers, remoteAddress });

describe('A request that came in clear', () => {
  it('through a trusted proxy is sent to the public address, method and body with it', async () => {
    const { statusCode, headers } = await ask(serverWith(), { 'x-forwarded-proto': 'http' });
    expect(statusCode).toBe(308);
    expect(headers.location).toBe(`${ORIGIN}/x?a=b`);
    expect(headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
  });

  it('is judged by what the nearest proxy says, not by what was sent to it', async () => {
    expect((await ask(serverWith(), { 'x-forwarded-proto': 'https, http' })).statusCode).toBe(308);
    expect((await ask(serverWith(), { 'x-forwarded-proto': 'http, https' })).statusCode).toBe(200);
  });

  it.each<[string, Parameters<typeof serverWith>[0], string]>([
    ['by a stranger', {}, '11.0.0.7'],
    ['where no proxy is trusted', { trustedProxies: [] }, '10.0.0.7'],
    ['outside production', { production: false }, '10.0.0.7'],
    ['where there is no https', { publicUrl: 'http://localhost:3000' }, '10.0.0.7'],
  ])('is served %s', async (_name, options, remoteAddress) => {
    for (const proto of ['http', 'https']) {
      expect((await ask(serverWith(options), { 'x-forwarded-proto': proto }, remoteAddress)).statusCode).toBe(200);
    }
  });

  it('is served without a word about it: from within', async () => {
    expect((await ask(serverWith(), {})).statusCode).toBe(200);
  });
});

describe('The address of a client', () => {
  const addressOf = async (forwardedFor: string, remoteAddress?: string) => {
    const server = serverWith({ production: false });
    server.get('/ip', (request) => request.ip);
    const headers = { 'x-forwarded-for': forwardedFor };
    return (await server.inject({ url: '/ip', headers, remoteAddress: remoteAddress ?? '10.0.0.7' })).body;
  };

  it('is read out of what a trusted proxy says, without port or zone', async () => {
    expect(await addressOf('9.9.9.9, 1.2.3.4:5678')).toBe('1.2.3.4');
    expect(await addressOf('[2001:db8::1]:80, 10.0.0.9:443')).toBe('2001:db8::1');
  });

  it.each(['garbage', '" OR 1=1', 'unknown', '1.2.3.4, garbage'])(
    'is the proxy’s where that says %s',
    async (header) => {
      expect(await addressOf(header)).toBe('10.0.0.7');
    },
  );

  it('is its own, whatever a stranger says', async () => {
    expect(await addressOf('1.2.3.4:80', '11.0.0.7')).toBe('11.0.0.7');
  });
});

describe('An answer', () => {
  it('promises https only where the public address has it', async () => {
    const { headers } = await ask(serverWith({ publicUrl: 'http://localhost:3000' }), {});
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers['x-frame-options']).toBe('DENY');
  });

  it('has all headers even when another hook was quicker', async () => {
    const server = fastify();
    server.addHook('onRequest', (_request, reply) => reply.send('quick'));
    addRequestHooks(
      server,
      { production: true, publicUrl: ORIGIN, http: { trustedProxies: [] } },
      pino({ level: 'silent' }),
    );
    const { headers } = await server.inject('/');
    expect(headers).toMatchObject({ 'x-request-id': expect.any(String), 'x-content-type-options': 'nosniff' });
  });

  it('keeps the content security policy that a page has set', async () => {
    const server = serverWith();
    server.get('/page', (_request, reply) => reply.header('content-security-policy', "default-src 'self'").send('x'));
    const { headers } = await server.inject('/page');
    expect(headers['content-security-policy']).toBe("default-src 'self'");
  });
});

describe('A line of the log', () => {
  async function linesOf(ask: (server: FastifyInstance) => Promise<unknown>): Promise<string[]> {
    const lines: string[] = [];
    const server = fastify();
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    addRequestHooks(server, { production: false, publicUrl: ORIGIN, http: { trustedProxies: [] } }, log);
    const served = (request: FastifyRequest, reply: FastifyReply) =>
      reply.status('fail' in (request.query as object) ? 400 : 200).send('served');
    server.all('/writes', served);
    const config: object = { onlyReads: true };
    server.all('/reads', { config }, served);
    await ask(server);
    return lines;
  }

  it.each([
    ['a POST', 'POST', '/writes', 1],
    ['a GET', 'GET', '/writes', 0],
    ['a GET that fails', 'GET', '/writes?fail', 1],
    ['a POST that only reads', 'POST', '/reads', 0],
    ['a POST that only reads, and fails', 'POST', '/reads?fail', 1],
  ] as const)('is written about %s: %s %s, %i', async (_name, method, url, count) => {
    expect(await linesOf((server) => server.inject({ method, url }))).toHaveLength(count);
  });
});
