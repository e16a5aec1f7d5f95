import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import type { VerifiedToken, Verifier } from '@gatehouse/verifier';
import { TestIssuer, uuidv7 } from '@gatehouse/verifier/testing';
import * as onFastify from '../adapters/fastify.js';
import * as onFetch from '../adapters/fetch.js';
import * as onHono from '../adapters/hono.js';
import * as onNode from '../adapters/node-http.js';
import { makeApp } from '../app.js';

const issuer = new TestIssuer({ audience: 'orders' });
let verifier: Verifier;
let server: Server | undefined;

beforeAll(() => {
  verifier = issuer.verifier();
});
afterAll(() => verifier.close());
afterEach(() => void server?.close());

const listen = async (listener: (...args: Parameters<RequestListener>) => unknown): Promise<string> => {
  server = createServer(listener);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

describe('express-plain', () => {
  it('lets anyone signed in write, only administrators delete, and nobody after a logout', async () => {
    const url = await listen(makeApp(verifier));
    const [subject, sessionId] = [uuidv7(), uuidv7()];
    const ada = issuer.asUser({ subject, sessionId });
    const write = (headers: object) =>
      fetch(`${url}/posts`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: '{"text":"hello"}',
      });
    const remove = (headers: Record<string, string>) => fetch(`${url}/posts/1`, { method: 'DELETE', headers });

    const refused = await write({});
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await (await write(ada)).json()).toEqual({ id: 1, text: 'hello', author: subject });
    expect(await (await remove(ada)).json()).toMatchObject({ code: 'insufficient_role', status: 403 });
    expect((await remove(issuer.asUser({ roles: ['admin'] }))).status).toBe(204);
    expect(await (await fetch(`${url}/posts`)).json()).toEqual([]);
    await issuer.endSession(sessionId);
    expect((await write(ada)).status).toBe(401);
  });
});

describe('the adapters', () => {
  const subject = uuidv7();
  const good = issuer.asUser({ subject });

  it('serve node:http', async () => {
    const url = await listen(
      onNode.authenticated(verifier, (_request: object, response: ServerResponse, user: VerifiedToken) =>
        response.end(user.subject),
      ),
    );
    expect(await (await fetch(url, { headers: good })).text()).toBe(subject);
    expect((await fetch(url)).status).toBe(401);
  });

  it('serve Fastify', async () => {
    const app = Fastify();
    app.addHook('onRequest', onFastify.authenticated(verifier));
    app.setErrorHandler(onFastify.refusals);
    app.get('/', (request) => (request as unknown as { user: VerifiedToken }).user.subject);
    expect((await app.inject({ url: '/', headers: good })).body).toBe(subject);
    const refused = await app.inject('/');
    expect(refused.statusCode).toBe(401);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    await app.close();
  });

  it('serve whatever speaks fetch, as workers do', async () => {
    const handle = onFetch.authenticated(
      verifier,
      (_request: Request, user: VerifiedToken) => new Response(user.subject),
    );
    expect(await (await handle(new Request('http://x/', { headers: good }))).text()).toBe(subject);
    expect((await handle(new Request('http://x/'))).headers.get('www-authenticate')).toBe('Bearer');
  });

  it('serve Hono, as far as its context is needed', async () => {
    const kept = new Map<string, VerifiedToken>();
    const context = (headers: Record<string, string>) => ({
      req: { header: (name: string) => headers[name] },
      set: (name: string, value: VerifiedToken) => kept.set(name, value),
      body: (body: string, status: number, fields: Record<string, string>) =>
        new Response(body, { status, headers: fields }),
    });
    await onHono.authenticated(verifier)(context(good), async () => undefined);
    expect(kept.get('user')?.subject).toBe(subject);
    const refusal: unknown = await onHono
      .authenticated(verifier)(context({}), async () => undefined)
      .catch((e: unknown) => e);
    expect(onHono.refusals(refusal as Error, context({})).status).toBe(401);
  });
});
