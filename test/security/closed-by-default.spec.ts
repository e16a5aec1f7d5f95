import { Controller, Get } from '@nestjs/common';
import { AppModule } from '#app.module.js';
import type { Config } from '#config/index.js';
import { TestApp } from '../support/app.js';
import { A_PROVIDER } from '../support/social/application.js';
import { expectProblem } from './problems.js';
import { exampleOf, handlersOf, routesOf } from './routes.js';

/** All that is open to everybody. A route that is added here is a decision: say in the commit why it must be open. */
const PUBLIC = [
  'GET /',
  'GET /.well-known/jwks.json',
  'GET /.well-known/oauth-authorization-server',
  'GET /accept-invitation',
  'GET /api/v1/auth/providers',
  'GET /api/v1/auth/revocations',
  'GET /api/v1/auth/social/:provider',
  'GET /api/v1/auth/social/:provider/callback',
  'GET /api/v1/auth/social/:provider/link',
  'GET /confirm-email',
  'GET /confirm-registration',
  'GET /dev/mail',
  'GET /dev/mail/:id',
  'GET /dev/mail/:id/html',
  'GET /dev/mail/mailbox.css',
  'GET /dev/mail/mailbox.js',
  'GET /docs',
  'GET /docs/:file',
  'GET /favicon.ico',
  'GET /favicon.svg',
  'GET /forgot-password',
  'GET /health',
  'GET /health/database',
  'GET /health/live',
  'GET /health/ready',
  'GET /not-me',
  'GET /openapi.json',
  'GET /pages/:file',
  'GET /redoc',
  'GET /redoc/:file',
  'GET /request-unlock',
  'GET /reset-password',
  'GET /restore-account',
  'GET /sign-in',
  'GET /unlock',
  'GET /verify-email',
  'GET /welcome.css',
  'POST /api/v1/auth/account/restore',
  'POST /api/v1/auth/email/change/confirm',
  'POST /api/v1/auth/email/verification/confirm',
  'POST /api/v1/auth/introspect',
  'POST /api/v1/auth/invitation/accept',
  'POST /api/v1/auth/login',
  'POST /api/v1/auth/login/form',
  'POST /api/v1/auth/not-me',
  'POST /api/v1/auth/password/reset/confirm',
  'POST /api/v1/auth/password/reset/request',
  'POST /api/v1/auth/refresh',
  'POST /api/v1/auth/register',
  'POST /api/v1/auth/register/confirm',
  'POST /api/v1/auth/revoke',
  'POST /api/v1/auth/social/:provider/callback',
  'POST /api/v1/auth/social/exchange',
  'POST /api/v1/auth/token',
  'POST /api/v1/auth/unlock/confirm',
  'POST /api/v1/auth/unlock/request',
];

let calls = 0;

/** What a forgetful colleague might write. */
@Controller('forgotten')
class ForgottenController {
  @Get()
  forgotten(): string {
    calls += 1;
    return 'secret';
  }
}

describe('The route table', () => {
  let app: TestApp;

  beforeAll(async () => {
    const real = AppModule.with.bind(AppModule);
    const spy = vi
      .spyOn(AppModule, 'with')
      .mockImplementation((config: Config) => ({ ...real(config), controllers: [ForgottenController] }));
    app = await TestApp.start(A_PROVIDER);
    spy.mockRestore();
  });
  afterAll(() => app.stop());

  const forgotten = (name: string) => name.startsWith(ForgottenController.name);
  const closedRoutes = () =>
    routesOf(app).filter((route) => !PUBLIC.includes(route.replace(/^HEAD /, 'GET ')) && route !== 'OPTIONS *');

  it('consists of handlers of controllers and of nothing else', () => {
    const byHandlers = handlersOf(app).map(({ route }) => route);
    const served = routesOf(app).filter((route) => !route.startsWith('HEAD ') && route !== 'OPTIONS *');
    expect(served.toSorted()).toEqual(byHandlers.toSorted());
    expect(served.length).toBeGreaterThan(PUBLIC.length);
  });

  it('has an access rule on every handler', () => {
    const silent = handlersOf(app).filter(({ access }) => access === undefined);
    expect(silent.map(({ name }) => name).filter((name) => !forgotten(name))).toEqual([]);
  });

  it('is open where this test says so and nowhere else', () => {
    const open = handlersOf(app).filter(({ access }) => access?.public);
    expect(open.map(({ route }) => route).toSorted()).toEqual(PUBLIC);
  });

  it('never mixes "open to everybody" with a condition', () => {
    const mixed = handlersOf(app).filter(({ access }) => access?.public && Object.keys(access).length > 1);
    expect(mixed).toEqual([]);
  });

  it('answers 401 without a token on every other route, and does not call that an error', async () => {
    const routes = closedRoutes();
    expect(routes.length).toBeGreaterThan(10);
    for (const route of routes) {
      const { method, path } = exampleOf(route);
      const answer = await app.call(method, path);
      expect(answer.status, route).toBe(401);
      expect(answer.headers.get('www-authenticate'), route).toBe('Bearer realm="gatehouse"');
      if (method !== 'HEAD') expectProblem(answer, 401, 'missing_access_token');
    }
  });

  it.each<Record<string, string>>([
    { 'x-user-id': '1', 'x-user': 'admin', 'x-roles': 'admin', 'x-authenticated-userid': 'admin' },
    { 'x-original-url': '/health', 'x-rewrite-url': '/health', 'x-forwarded-uri': '/health' },
    { 'x-forwarded-prefix': '/health', 'x-forwarded-path': '/health', 'x-http-method-override': 'OPTIONS' },
    { cookie: 'access_token=x; session=admin; Authorization=Bearer' },
    { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', forwarded: 'for=127.0.0.1;by=127.0.0.1' },
  ])('believes no header in place of a token: %o', async (headers) => {
    for (const route of closedRoutes()) {
      const { method, path } = exampleOf(route);
      expect((await app.call(method, path, { headers })).status, route).toBe(401);
    }
  });

  it('keeps a route that declares nothing closed, even to an administrator', async () => {
    const { access_token } = await app.admin();
    expectProblem(await app.get('/forgotten'), 401, 'missing_access_token');
    expectProblem(await app.get('/forgotten', access_token), 403, 'route_closed');
    expect(calls).toBe(0);
  });
});
