import { TestApp } from '../support/app.js';
import type { Answer, Json } from '../support/http.js';

describe('RFC 9457, problem details', () => {
  let app: TestApp;
  let problems: Answer<Json>[];

  beforeAll(async () => {
    app = await TestApp.start();
    const { access_token } = await app.newcomer();
    problems = [
      await app.get('//nothing'),
      await app.get('//%zz'),
      await app.get('/auth/me'),
      await app.get('/auth/me', 'x'),
      await app.get('/users', access_token),
      await app.post('/auth/register', {}),
      await app.post('/auth/login', { username: 'nobody', password: 'wrong' }),
      await app.post('/auth/refresh', { refresh_token: 'x' }),
      await app.call('POST', '/auth/login', { raw: '{', headers: { 'content-type': 'application/json' } }),
      await app.call('POST', '/auth/login', { raw: 'x', headers: { 'content-type': 'text/plain' } }),
      await app.call('POST', '/auth/login', {
        raw: 'x'.repeat(99_999),
        headers: { 'content-type': 'application/json' },
      }),
    ];
  });
  afterAll(() => app.stop());

  it('§3: the media type is application/problem+json', () => {
    for (const { headers } of problems) expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('§3.1.1: type is a URI reference, the same for the same problem', () => {
    for (const { body } of problems) {
      expect(URL.canParse(body.type), body.type).toBe(true);
      expect(body.type.endsWith(`:${body.code}`)).toBe(true);
    }
  });

  it('§3.1.2: status is that of the answer', () => {
    expect(problems.map(({ status }) => status)).toEqual([404, 400, 401, 401, 403, 422, 401, 401, 400, 415, 413]);
    for (const { status, body } of problems) expect(body.status).toBe(status);
  });

  it('§3.1.3: title does not change from occurrence to occurrence', async () => {
    const [a, b] = [await app.post('/auth/register', {}), await app.post('/auth/login', { x: 1 })];
    expect(a.body.title).toBe(b.body.title);
    expect(a.body.detail).not.toBe(b.body.detail);
  });

  it('§3.1.4: detail is for people and helps them to mend the request', () => {
    const invalid = problems.find(({ status }) => status === 422)!;
    expect(invalid.body.detail).toContain('username');
  });

  it('§3.1.5: instance names the occurrence', () => {
    const instances = problems.map(({ body }) => body.instance);
    expect(new Set(instances).size).toBe(problems.length);
    for (const { body, headers } of problems) expect(body.instance).toBe(headers.get('x-request-id'));
  });

  it('§3.2: extensions have names of letters, digits and underscores, three or more', () => {
    for (const { body } of problems) for (const name of Object.keys(body)) expect(name).toMatch(/^[A-Za-z]\w{2,}$/);
  });

  it('§3.2: errors[] point into the body (RFC 6901) and have codes', () => {
    const { errors } = problems.find(({ status }) => status === 422)!.body;
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) {
      expect(error).toEqual({
        pointer: expect.stringMatching(/^\/\w+$/),
        detail: expect.stringMatching(/\.$/),
        code: expect.stringMatching(/^[a-z_]+$/),
      });
    }
  });

  it('§5: nothing about the inside is told', () => {
    for (const { text } of problems) expect(text).not.toMatch(/node_modules|\.ts\b|\.js\b|SELECT|postgres|at .*\(/i);
  });
});
