import { request } from 'node:http';
import { DevMailbox } from '#mail/dev-mailbox/dev-mailbox.js';
import { Outbox } from '#mail/index.js';
import { TestApp } from '../../support/app.js';
import { lettersTo } from '../../support/mailbox.js';
import { eventually } from '../../support/service.js';
import { letterTo } from './letters.js';

/** `fetch` does not let a Host be chosen. */
function statusFor(app: TestApp, path: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(app.origin + path, { headers: { host } }, (response) => resolve(response.resume().statusCode!))
      .on('error', reject)
      .end();
  });
}

describe('GET /dev/mail', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const post = (address: string) => app.nest.get(Outbox).post(letterTo(address, 'token'));
  const pathOf = async (address: string) => {
    const letters = await app.nest.get(DevMailbox).letters();
    return `/dev/mail/${letters.find(({ recipient }) => recipient === address)!.id}`;
  };

  it('says so while there are no letters', async () => {
    await app.sql('DELETE FROM outbox');
    const { status, text, headers } = await app.get('//dev/mail');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text).toContain('Nothing here yet');
  });

  it('lists letters, newest first, and shows one', async () => {
    await post('first@example.org');
    await post('second@example.org');
    const list = await app.get('//dev/mail');
    expect(list.headers.get('cache-control')).toBe('no-store');
    expect(list.text.indexOf('second@example.org')).toBeLessThan(list.text.indexOf('first@example.org'));
    expect(list.text).toContain('Confirm your e-mail address');

    const path = await pathOf('first@example.org');
    expect(list.text).toContain(`href="..${path}"`);
    const letter = await app.get(`/${path}`);
    expect(letter.status).toBe(200);
    expect(letter.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(letter.text).toContain('<a href="http://gatehouse.test/verify-email#token=token" target="_blank"');
    expect(letter.text).toMatch(/<iframe[^>]+sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"/);
  });

  it('shows the HTML in a frame that may run and load nothing', async () => {
    await post('framed@example.org');
    const { headers, text } = await app.get(`/${await pathOf('framed@example.org')}/html`);
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('sandbox allow-same-origin allow-popups');
    expect(policy).not.toMatch(/allow-scripts|script-src/);
    expect(policy).toContain("frame-ancestors 'self'");
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(text).toContain('<base target="_blank" />');
    expect(text).toContain('href="http://gatehouse.test/verify-email#token=token"');
  });

  it('keeps what letters say, and counts them as sent', async () => {
    await post('kept@example.org');
    const status = async () =>
      (await app.sql<{ status: string }>(`SELECT status FROM outbox WHERE recipient = 'kept@example.org'`))[0]!.status;
    await eventually(async () => (await status()) === 'sent');
    expect(await lettersTo(app, 'kept@example.org')).toMatchObject([
      { template: 'verify_email', link: 'http://gatehouse.test/verify-email#token=token', token: 'token' },
    ]);
  });

  it('serves its style sheet, and the script that makes the frame as high as the letter', async () => {
    await post('fitting@example.org');
    const { text } = await app.get(`/${await pathOf('fitting@example.org')}`);
    for (const [name, type] of [
      ['css', 'text/css'],
      ['js', 'text/javascript'],
    ]) {
      const [, path] = new RegExp(`="\\.\\./\\.\\.(/dev/mail/mailbox\\.${name}\\?v=[\\w-]+)"`).exec(text)!;
      const { status, headers } = await app.get(`/${path}`);
      expect([status, headers.get('content-type')]).toEqual([200, `${type}; charset=utf-8`]);
    }
  });

  it('answers 404 for a letter that is not there', async () => {
    expect((await app.get('//dev/mail/01890000-0000-7000-8000-000000000000')).status).toBe(404);
  });

  it.each([
    ['evil.example', 404],
    ['evil.example:3000', 404],
    ['localhost:3000', 200],
    ['127.0.0.1', 200],
    ['[::1]:3000', 200],
    ['gatehouse.test', 404],
  ])('with Host: %s answers %i', async (host, status) => {
    expect(await statusFor(app, '/dev/mail', host)).toBe(status);
  });
});

describe('GET /dev/mail, where letters are sent or must not be read', () => {
  const isNotThere = async (env: Record<string, string>) => {
    const app = await TestApp.start(env);
    try {
      const data = { link: `${app.config.publicUrl}/not-me#token=token` };
      const to = { address: 'ada@example.org' };
      await app.nest.get(Outbox).post({ template: 'password_changed', to, locale: 'en', data });
      const [row] = await app.sql<{ id: string }>('SELECT id FROM outbox');
      for (const path of ['', `/${row!.id}`, `/${row!.id}/html`, '/mailbox.css', '/mailbox.js']) {
        expect((await app.get(`//dev/mail${path}`)).status).toBe(404);
      }
      expect((await app.get('//', undefined, { accept: 'text/html' })).text).not.toContain('dev/mail');
      expect(await app.sql('SELECT status FROM outbox')).toEqual([{ status: 'queued' }]);
    } finally {
      await app.stop();
    }
  };

  it('is not there with a mail server', () => isNotThere({ SMTP_HOST: '127.0.0.1', SMTP_PORT: '9' }));

  // Production demands a server.
  it.skipIf(process.env['TEST_DATABASE'] !== 'postgres')('is not there in production, and letters wait', () =>
    isNotThere({ NODE_ENV: 'production', PUBLIC_URL: 'http://localhost', RATE_LIMITS: 'on' }),
  );
});
