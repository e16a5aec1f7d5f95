import { TestApp } from '../support/app.js';
import { expectProblem } from './problems.js';
import { sendRaw, sendTarget } from './raw-http.js';
import { routesOf } from './routes.js';

describe('A request', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'SEARCH'])(
    'by %s finds nothing where that is not served',
    async (method) => {
      const routes = routesOf(app);
      const paths = [...new Set(routes.map((route) => route.split(' ')[1]!))].filter((path) => !/[*:]/.test(path));
      for (const path of paths.filter((each) => !routes.includes(`${method} ${each}`))) {
        // What looks like an id to another route is refused there.
        const answer = await sendTarget(app.origin, method, path, { 'Content-Length': '0' });
        expect([401, 404], `${method} ${path}`).toContain(answer.status);
        expectProblem(answer);
      }
    },
  );

  it('by HEAD is answered without a body, by OPTIONS without a right', async () => {
    expect(await sendTarget(app.origin, 'HEAD', '/health')).toMatchObject({ status: 200, text: '' });
    expect(await sendTarget(app.origin, 'HEAD', '/api/v1/auth/me')).toMatchObject({ status: 401, text: '' });
    const options = await sendTarget(app.origin, 'OPTIONS', '/api/v1/auth/me');
    expect(options).toMatchObject({ status: 204, text: '' });
    expect(options.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each<[string, string, number, string]>([
    [
      'one header of 20 kB',
      `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    ['3000 headers', `GET / HTTP/1.1\r\nHost: x\r\n${'x-header: y\r\n'.repeat(3_000)}\r\n`, 431, 'headers_too_large'],
    ['an address of 20 kB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, 'headers_too_large'],
    ['an unknown method', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'malformed_request'],
    ['a method in small letters', 'get / HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'malformed_request'],
    ['no slash', 'GET @evil.test/ HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'malformed_request'],
    ['a header without a colon', 'GET / HTTP/1.1\r\nHost x\r\n\r\n', 400, 'malformed_request'],
    ['a NUL in a header', 'GET / HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n', 400, 'malformed_request'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
      400,
      'malformed_request',
    ],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'malformed_request',
    ],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00', 400, 'malformed_request'],
  ])('with %s is refused as a problem', async (_name, request, status, code) => {
    const answer = await sendRaw(app.origin, request);
    expect(answer).toMatchObject({ status, body: { status, code, type: `urn:problem:gatehouse:${code}` } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers.get('server')).toBeNull();
  });
});
