import { freePort } from '#test/support/postgres.js';
import { sendTarget } from '#test/security/raw-http.js';
import { type AppServer, serveApp } from '../support/app-server.js';

describe('the server of the application', () => {
  let server: AppServer;
  beforeAll(async () => {
    server = await serveApp(await freePort(), 'http://localhost:3000');
  });
  afterAll(() => server?.stop());
  const statusOf = async (target: string) => {
    const { status } = await sendTarget(server.url.replace('localhost', '127.0.0.1'), 'GET', target);
    return status;
  };

  it.each(['//', '//x:99999/', 'http://[/', '*', '/%00', '/..%2f..%2fpackage.json'])(
    'outlives a request for %s, and answers with the application',
    async (target) => {
      expect(await statusOf(target)).toBe(200);
      expect(await statusOf('/')).toBe(200);
    },
  );
});
