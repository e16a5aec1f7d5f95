import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { TestApp } from '../../support/app.js';

const CHECK = { status: 'ok', latency_ms: expect.any(Number) as number };
const BAD = { ...CHECK, status: 'unavailable' };

describe('/health', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it.each([
    ['//health', { status: 'ok', checks: { database: CHECK } }],
    ['//health/ready', { status: 'ok', checks: { database: CHECK } }],
    ['//health/database', CHECK],
    ['//health/live', { status: 'ok' }],
  ])('%s is open, never stored, and says that all is well', async (path, body) => {
    const answer = await app.get(path);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(body);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await app.call('HEAD', path)).status).toBe(200);
  });

  it('asks for no credentials, and looks at none', async () => {
    expect((await app.get('//health/ready', 'not a token')).status).toBe(200);
  });

  it('is at the root only, whatever the prefix of the API', async () => {
    const { status, body } = await app.get('/health');
    expect(status).toBe(404);
    expect(body.code).toBe('not_found');
  });

  it.each(['POST', 'PUT', 'DELETE'])('knows no %s', async (method) => {
    expect((await app.call(method, '//health')).status).toBe(404);
  });
});

describe('/health without the database', () => {
  let app: TestApp;
  let token: string;

  beforeAll(async () => {
    app = await TestApp.start();
    token = (await app.admin()).access_token;
    takeAwayDatabase(app.nest.get(DataSource));
  });
  afterAll(() => app.stop());

  it.each([
    ['//health', { status: 'unavailable', checks: { database: BAD } }],
    ['//health/ready', { status: 'unavailable', checks: { database: BAD } }],
    ['//health/database', BAD],
  ])('%s is red, and does not tell why', async (path, body) => {
    const answer = await app.get(path);
    expect(answer.status).toBe(503);
    expect(answer.body).toEqual(body);
  });

  it('the process is alive all the same', async () => {
    expect((await app.get('//health/live')).status).toBe(200);
  });

  it('no request is served that needs it, and every one is told to come again', async () => {
    const answers = [
      await app.get('/auth/me', token),
      await app.get('/users', token),
      await app.post('/auth/login', { username: 'admin', password: 'whatever it may be' }),
      await app.post('/auth/logout', undefined, token),
    ];
    for (const { status, headers, body } of answers) {
      expect([status, body.code]).toEqual([503, 'database_unavailable']);
      expect(headers.get('retry-after')).toMatch(/^\d+$/);
    }
  });
});

/** As the pool reports a server that is away: to a callback, or by a promise. A real outage is test/process's matter. */
function takeAwayDatabase(dataSource: DataSource): void {
  const pool = (dataSource.driver as PostgresDriver).master as Pool;
  const error = Object.assign(new Error('connect ECONNREFUSED'), { syscall: 'connect', code: 'ECONNREFUSED' });
  const connect = (callback?: (error: Error) => void) => (callback ? callback(error) : Promise.reject(error));
  Object.assign(pool, { connect });
}
