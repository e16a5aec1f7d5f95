import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TestIssuer, uuidv7 } from '@gatehouse/verifier/testing';
import { makeApp } from '../app.js';

const servers: Server[] = [];
const listen = async (listener: (...args: Parameters<RequestListener>) => unknown): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

describe.each(['ES256', 'RS256'] as const)('passport-jwt with jwks-rsa and %s', (algorithm) => {
  let issuer: TestIssuer;
  let url: string;

  beforeAll(async () => {
    const issuerUrl = await listen(async (request, response) => {
      const answer = await issuer.fetch(`${issuer.issuer}${request.url}`);
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    });
    issuer = new TestIssuer({ issuer: issuerUrl, audience: 'orders', algorithm });
    url = await listen(makeApp(issuerUrl));
  });
  afterAll(() => {
    for (const server of servers.splice(0)) server.close();
  });

  const ask = (path: string, headers = {}) => fetch(`${url}${path}`, { headers });

  it('takes the tokens as they are', async () => {
    const subject = uuidv7();
    const answer = await ask('/me', issuer.asUser({ subject }));
    expect(await answer.json()).toEqual({ subject, roles: ['user'] });
    expect((await ask('/secrets', issuer.asUser())).status).toBe(403);
    expect((await ask('/secrets', issuer.asUser({ roles: ['admin'] }))).status).toBe(200);
    const ofClient = issuer.asUser({ claims: { roles: undefined, sid: undefined } });
    expect((await ask('/secrets', ofClient)).status).toBe(403);
  });

  it('refuses what is dead, for others, or of another kind', async () => {
    expect((await ask('/me')).status).toBe(401);
    expect((await ask('/me', issuer.asUser({ expiresIn: -60 }))).status).toBe(401);
    expect((await ask('/me', issuer.asUser({ claims: { aud: 'billing' } }))).status).toBe(401);
    const now = Math.floor(Date.now() / 1000);
    const other = issuer.sign(
      { iss: issuer.issuer, aud: 'orders', sub: 'x', roles: [], exp: now + 60 },
      { typ: 'JWT' },
    );
    expect((await ask('/me', { authorization: `Bearer ${other}` })).status).toBe(401);
  });
});
