import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { A_PROVIDER, RETURN_ADDRESS } from '../support/social/application.js';
import { Service } from '../support/service.js';
import { embeddedDatabase, type Storage } from '../support/storage.js';

/** Says on standard error when the library is loaded, or what of the room is only of use with a provider. */
const WATCH = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve(name, context, next) {
      if (name === 'openid-client') process.stderr.write('openid-client is loaded\\n');
      if (/with-providers\\.js$/.test(name)) process.stderr.write('the room is loaded\\n');
      return next(name, context);
    },
  });
`)}`;

describe('The library for providers of sign-in', () => {
  let folder: string;
  let storage: Storage;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
    storage = await embeddedDatabase();
  });
  afterEach(async () => {
    await storage.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (env: Record<string, string>) =>
    Service.start({ ...storage.env, ...env }, { cwd: folder, nodeArgs: ['--import', WATCH] });
  const query = new URLSearchParams({
    redirect_uri: RETURN_ADDRESS,
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  });

  it('is not loaded where none is configured, and there are no routes for it', async () => {
    const service = await start({});
    expect((await service.get('/auth/providers')).body).toEqual([]);
    expect((await service.get(`/auth/social/example?${query.toString()}`)).status).toBe(404);
    expect((await service.get('/auth/identities')).status).toBe(404);
    await service.stop();
    expect(service.process.stderr).toBe('');
  });

  it('is loaded for the first who signs in with one', async () => {
    const service = await start({
      ...A_PROVIDER,
      SOCIAL_EXAMPLE_ISSUER: 'http://127.0.0.1:9',
      SOCIAL_TIMEOUT_SECONDS: '1',
    });
    expect(service.process.stderr).toBe('the room is loaded\n');
    const answer = await service.get(`/auth/social/example?${query.toString()}`);
    expect(answer.headers.get('location')).toBe(`${RETURN_ADDRESS}?error=provider_unavailable`);
    expect(service.process.stderr).toContain('openid-client is loaded');
    await service.stop();
  });
});
