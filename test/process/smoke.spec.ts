import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { halfSent } from '../support/half-sent.js';
import { claimsOf } from '../support/jwt.js';
import { ADMIN } from '../support/names.js';
import { Launched, Service, eventually } from '../support/service.js';
import { embeddedDatabase, type Storage } from '../support/storage.js';

const ADMINISTRATOR = /username {2}(\S+)\n {2}password {2}(\S+)/;

describe('the built service', () => {
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

  it('starts in an empty folder without any setting, and tells its administrator only once', async () => {
    const first = await Service.start({}, { cwd: folder });
    const [, username, password] = ADMINISTRATOR.exec(first.process.stdout)!;
    const { status, body } = await first.post('/auth/login', { username, password });
    expect(status).toBe(200);
    expect((await first.get('/auth/me', body.access_token)).body).toMatchObject({ username, roles: ['admin'] });
    expect(await first.stop()).toEqual({ code: 0, signal: null });
    expect(first.process.stderr).toBe('');

    const second = await Service.start({}, { cwd: folder });
    expect(second.process.stdout).not.toMatch(ADMINISTRATOR);
    expect((await second.get('/auth/me', body.access_token)).status).toBe(200);
    expect((await second.post('/auth/login', { username, password })).status).toBe(200);
    expect((await second.stop()).code).toBe(0);
  });

  it('names the port that it took for PORT=0, to people and in tokens', async () => {
    const env = { ...storage.env, PORT: '0', ADMIN_PASSWORD: ADMIN.password };
    const service = await Service.of(new Launched(env, { cwd: folder }));
    const address = `http://localhost:${new URL(service.origin).port}`;
    expect(service.process.stdout).toContain(`Gatehouse is ready at ${address} (`);
    const { body } = await service.post('/auth/login', { username: 'admin', password: ADMIN.password });
    expect(claimsOf(body.access_token).iss).toBe(address);
    expect((await service.get('/auth/me', body.access_token)).status).toBe(200);
    await service.stop();
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('finishes what is in flight at %s, and ends with 0', async (signal) => {
    const service = await Service.start(storage.env, { cwd: folder });
    const upload = await halfSent(service.origin);
    const start = Date.now();
    const exited = service.process.signal(signal);
    await eventually(() => service.get('//health/live').then(...refused), 5_000);

    expect(service.process.running).toBe(true);
    expect((await upload.finish()).statusCode).toBe(401);
    expect(await exited).toEqual({ code: 0, signal: null });
    expect(Date.now() - start).toBeLessThan(5_000);
  });

  it('does not wait for ever for a request that never comes to its end', async () => {
    const service = await Service.start(storage.env, { cwd: folder });
    await halfSent(service.origin);
    const start = Date.now();
    expect((await service.stop()).code).toBe(0);
    expect(Date.now() - start).toBeLessThan(15_000);
  });

  it('shows the reference without asking anybody for a picture', async () => {
    const service = await Service.start(storage.env, { cwd: folder });
    const { status, text } = await service.get('//redoc/redoc.standalone.js');
    expect([status, /https?:\/\/cdn\./.exec(text)]).toEqual([200, null]);
    await service.stop();
  });

  it('reads .env, over which the environment has the last word', async () => {
    await writeFile(join(folder, '.env'), 'PUBLIC_URL=http://from-the-file.test\nLOG_LEVEL=nonsense\n');
    const env = { ...storage.env, PORT: '0', LOG_LEVEL: 'info' };
    const service = await Service.of(new Launched(env, { cwd: folder }));
    expect(service.process.stdout).toContain('Gatehouse is ready at http://from-the-file.test');
    await service.stop();

    const bad = new Launched(storage.env, { cwd: folder });
    expect(await bad.exited).toEqual({ code: 1, signal: null });
    expect(bad.stderr).toContain('LOG_LEVEL must be');
  });

  it('leaves all code of the embedded database in place, since V8 can abort over freeing it', async () => {
    const service = await Service.start({}, { cwd: folder, nodeArgs: ['--trace-wasm-code-gc'] });
    for (let turn = 0; turn < 20; turn += 1)
      await service.post('/auth/login', { username: 'nobody', password: 'none' });
    await service.stop();
    expect(service.process.stdout).not.toContain('[wasm-gc] Triggering');
  });

  it('writes one JSON object a line to its log, and no secret', async () => {
    const service = await Service.start(storage.env, { cwd: folder });
    await service.post('/auth/login', { username: 'nobody', password: 'a-password-to-be-kept' });
    await service.get('/auth/me', 'a-token-to-be-kept');
    await service.stop();

    const lines = service.process.stdout.split('\n').filter((line) => line.startsWith('{'));
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries).toContainEqual(expect.objectContaining({ message: 'request', path: '/api/v1/auth/login' }));
    expect(entries).toContainEqual(expect.objectContaining({ message: 'sign_in.failed' }));
    expect(service.process.stdout).not.toMatch(/to-be-kept/);
  });
});

/** For `then`: whether the connection was refused, or the answer was that the service is closing. */
const refused = [({ status }: { status: number }) => status === 503, () => true] as const;
