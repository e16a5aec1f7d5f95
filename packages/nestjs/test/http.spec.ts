import type { INestApplication } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Verifier } from '@gatehouse/nestjs';
import { TestIssuer, uuidv7 } from '@gatehouse/nestjs/testing';
import { AboutController, application, PostsController } from './support/posts.js';

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('over %s', (_name, makeAdapter) => {
  const issuer = new TestIssuer();
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    const module = await application(issuer, { controllers: [PostsController, AboutController] }).compile();
    app = module.createNestApplication(makeAdapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(() => app.close());

  const call = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
    fetch(`${url}${path}`, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });

  it('is closed where nothing is said, and challenges as RFC 6750 §3 has it', async () => {
    const response = await call('POST', '/posts', {}, { text: 'hello' });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'An access token is needed',
      status: 401,
      code: 'missing_token',
    });
  });

  it('lets in whoever is signed in, and says who it is', async () => {
    const subject = uuidv7();
    const response = await call('POST', '/posts', issuer.asUser({ subject }), { text: 'hello' });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ text: 'hello', author: subject });
  });

  it('says of a bad token only that it is bad', async () => {
    for (const headers of [issuer.asUser({ expiresIn: -60 }), { authorization: 'Bearer a.b.c' }]) {
      const response = await call('POST', '/posts', headers, {});
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/);
      expect(await response.json()).toMatchObject({ code: 'invalid_token' });
    }
  });

  it('leaves a public route open, whatever is sent', async () => {
    for (const headers of [undefined, { authorization: 'Bearer nonsense' }, issuer.asUser()]) {
      const response = await call('GET', '/posts', headers);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ posts: [] });
    }
  });

  it.each([
    [['admin'], 204],
    [['user', 'moderator'], 204],
    [['user'], 403],
    [[], 403],
  ])('asks for one of the roles: %j → %i', async (roles, status) => {
    const response = await call('DELETE', '/posts/1', issuer.asUser({ roles }));
    expect(response.status).toBe(status);
    if (status === 403) expect(await response.json()).toMatchObject({ code: 'insufficient_role', status: 403 });
  });

  it('asks for all of the permissions, and names them', async () => {
    const some = await call('GET', '/posts/drafts', issuer.asUser({ scopes: ['posts:read'] }));
    expect(some.status).toBe(403);
    expect(some.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_scope", scope="posts:read drafts:read"',
    );
    const all = await call('GET', '/posts/drafts', issuer.asUser({ scopes: ['posts:read', 'drafts:read', 'x'] }));
    expect(await all.json()).toEqual({ scopes: ['posts:read', 'drafts:read', 'x'] });
  });

  it('asks for all that different decorators say', async () => {
    const status = async (user: object) => (await call('GET', '/posts/statistics', issuer.asUser(user))).status;
    expect(await status({ roles: ['analyst'] })).toBe(403);
    expect(await status({ scopes: ['posts:read'] })).toBe(403);
    expect(await status({ roles: ['analyst'], scopes: ['posts:read'] })).toBe(200);
  });

  it('closes a handler of a public class that demands something', async () => {
    expect((await call('GET', '/about')).status).toBe(200);
    expect((await call('GET', '/about/money')).status).toBe(401);
    expect((await call('GET', '/about/money', issuer.asUser())).status).toBe(403);
  });

  it('refuses from the moment that the session has ended', async () => {
    const sessionId = uuidv7();
    const headers = issuer.asUser({ sessionId });
    expect((await call('POST', '/posts', headers, {})).status).toBe(201);
    await issuer.endSession(sessionId);
    expect((await call('POST', '/posts', headers, {})).status).toBe(401);
  });

  it.each(['events', 'silence'])('ends a stream of %s when the session ends', async (path) => {
    const sessionId = uuidv7();
    expect((await call('GET', `/posts/${path}`)).status).toBe(401);
    const response = await call('GET', `/posts/${path}`, issuer.asUser({ sessionId }));
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const began = performance.now();
    const all = response.text();
    await issuer.endSession(sessionId);
    await all;
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('does not know a path that is not there, whoever asks', async () => {
    expect((await call('GET', '/nowhere', issuer.asUser())).status).toBe(404);
  });
});

describe('when the feed is not heard', () => {
  it('refuses with 503 or goes on, as each route says', async () => {
    const issuer = new TestIssuer();
    const cutOff: typeof fetch = (input, init) =>
      (input as string).includes('revocations') ? Promise.reject(new TypeError('cut off')) : issuer.fetch(input, init);
    const module = await application(issuer, { controllers: [PostsController] })
      .overrideProvider(Verifier)
      .useValue(issuer.verifier({ fetch: cutOff }))
      .compile();
    const app = module.createNestApplication(new FastifyAdapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
    const headers = issuer.asUser({ roles: ['admin', 'analyst'], scopes: ['posts:read'] });

    const refused = await fetch(`${await app.getUrl()}/posts/1`, { method: 'DELETE', headers });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(await refused.json()).toMatchObject({ code: 'revocations_stale' });
    expect((await fetch(`${await app.getUrl()}/posts/statistics`, { headers })).status).toBe(200);
    await app.close();
  });
});
