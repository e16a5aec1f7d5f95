import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { createVerifier, type Verifier } from '../../packages/verifier/src/index.js';
import { ADMIN, PASSWORD, uniqueName } from '../support/names.js';
import { eventually, Service } from '../support/service.js';
import { serverDatabase, type Storage } from '../support/storage.js';

/** How soon a service that verifies offline must know of a logout. */
const KNOWN_MS = 2_000;
const ISSUER = 'http://gatehouse.test';

describe.runIf(inject('postgresUrl'))('a service that verifies offline', () => {
  let folder: string;
  let storage: Storage;
  let a: Service;
  let b: Service;
  let verifier: Verifier;

  /** It follows the feed of B alone; people sign out at A. */
  const verifierOf = (service: Service, more = {}) =>
    createVerifier({
      issuer: ISSUER,
      audience: 'gatehouse',
      jwksUri: `${service.origin}/.well-known/jwks.json`,
      revocationsUri: `${service.origin}/api/v1/auth/revocations`,
      ...more,
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
    storage = await serverDatabase();
    const env = { ...storage.env, ADMIN_PASSWORD: ADMIN.password, PUBLIC_URL: ISSUER };
    a = await Service.start(env, { cwd: folder });
    b = await Service.start(env, { cwd: folder });
    verifier = verifierOf(b);
    await verifier.warmUp();
  });
  afterAll(async () => {
    verifier?.close();
    await Promise.all([a?.stop(), b?.stop()]);
    await storage?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  async function signIn() {
    const username = uniqueName();
    await a.post('/auth/register', { username, email: `${username}@example.org`, password: PASSWORD });
    const { body } = await a.post('/auth/login', { username, password: PASSWORD });
    return { token: body.access_token as string, refreshToken: body.refresh_token as string };
  }
  const accepts = (token: string, by = verifier) =>
    by.verify(token).then(
      () => true,
      () => false,
    );
  const refuses = (token: string) => eventually(async () => !(await accepts(token)));

  it('refuses a token within two seconds of a logout at another instance', async () => {
    const { token } = await signIn();
    expect(await accepts(token)).toBe(true);
    expect((await a.post('/auth/logout', undefined, token)).status).toBe(200);
    expect(await refuses(token)).toBeLessThan(KNOWN_MS);
    expect((await b.get('/auth/me', token)).status).toBe(401);
  });

  it.each<[string, (token: string, refreshToken: string) => Promise<unknown>]>([
    ['a token that was given up', (token) => a.call('POST', '/auth/revoke', { form: { token } })],
    [
      'the session of a refresh token that was given up',
      (_, refreshToken) => a.call('POST', '/auth/revoke', { form: { token: refreshToken } }),
    ],
    ['all sessions of a user', (token) => a.delete('/auth/sessions?include_current=true', token)],
  ])('learns of %s', async (_, end) => {
    const { token, refreshToken } = await signIn();
    expect(await accepts(token)).toBe(true);
    await end(token, refreshToken);
    expect(await refuses(token)).toBeLessThan(KNOWN_MS);
  });

  it('knows from the beginning what was revoked before it started', async () => {
    const { token } = await signIn();
    await a.post('/auth/logout', undefined, token);
    const late = verifierOf(b);
    await late.warmUp();
    expect(await accepts(token, late)).toBe(false);
    late.close();
  });

  it('refuses, or accepts where it was told to, when the feed is cut off', async () => {
    const cut = await Service.start(
      { ...storage.env, ADMIN_PASSWORD: ADMIN.password, PUBLIC_URL: ISSUER },
      { cwd: folder },
    );
    const careful = verifierOf(cut, { maxStaleness: 6 });
    const easy = verifierOf(cut, { maxStaleness: 6, whenStale: 'accept' });
    await Promise.all([careful.warmUp(), easy.warmUp()]);
    const { token } = await signIn();
    expect([await accepts(token, careful), await accepts(token, easy)]).toEqual([true, true]);
    await cut.kill();
    await eventually(async () => !(await accepts(token, careful)));
    await expect(careful.verify(token)).rejects.toMatchObject({ code: 'revocations_stale' });
    expect(await accepts(token, easy)).toBe(true);
    careful.close();
    easy.close();
  });
});
