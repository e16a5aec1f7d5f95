import { TestApp } from '../../support/app.js';

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const PAGES = ['//', '//docs', '//redoc'];

describe('the pages', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it.each([...PAGES, '//openapi.json'])('%s is at the root, and sent only once to who has it', async (path) => {
    const { status, headers } = await app.get(path, undefined, BROWSER);
    expect(status).toBe(200);
    expect(headers.get('etag')).toMatch(/^"[\w-]{22}"$/);

    const again = await app.get(path, undefined, { ...BROWSER, 'if-none-match': headers.get('etag')! });
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await app.get(path, undefined, { ...BROWSER, 'if-none-match': '"another"' })).status).toBe(200);
  });

  it.each(PAGES)('%s lets nothing in from elsewhere, and nobody frame it', async (path) => {
    const { text, headers } = await app.get(path, undefined, BROWSER);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-|https?:|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\/(?!gatehouse\.test)/);
  });

  it.each(PAGES)('%s has all the files that it names', async (path) => {
    const { text } = await app.get(path, undefined, BROWSER);
    const files = [...text.matchAll(/(?:src|href)="([^"]+\?v=[^"]+)"/g)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const { status, headers } = await app.get(`//${file}`);
      expect([file, status]).toEqual([file, 200]);
      expect(headers.get('cache-control')).toContain('immutable');
    }
  });

  it('lead from the first one to the letters and to a new password', async () => {
    const { text } = await app.get('//', undefined, BROWSER);
    for (const path of ['dev/mail', 'forgot-password']) {
      expect(text).toContain(`<a href="${path}">`);
      expect((await app.get(`//${path}`)).status).toBe(200);
    }
  });

  it('say the same to programs as JSON', async () => {
    const { body, headers } = await app.get('//');
    expect(headers.get('vary')).toMatch(/\bAccept\b/);
    expect(body).toMatchObject({ name: 'Gatehouse', openapi: 'http://gatehouse.test/openapi.json' });
    for (const url of [body.docs, body.openapi, body.health, body.jwks]) {
      expect((await app.get(`/${new URL(url as string).pathname}`)).status).toBe(200);
    }
  });

  it.each(['/docs', '/openapi.json', '/redoc'])('%s is not below the prefix of the API', async (path) => {
    expect((await app.get(path)).body.code).toBe('not_found');
  });

  it.each(['//docs/../package.json', '//docs/%2e%2e%2fwelcome.css', '//docs/init.js.map', '//redoc/page.css'])(
    'serve no other file: %s',
    async (path) => {
      expect((await app.get(path)).status).toBe(404);
    },
  );
});

describe('the pages, where API_DOCS is off', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ API_DOCS: 'off' });
  });
  afterAll(() => app.stop());

  it.each(['//docs', '//docs/init.js', '//redoc', '//redoc/init.js', '//openapi.json'])(
    '%s is not there',
    async (path) => {
      const { status, body } = await app.get(path, undefined, BROWSER);
      expect([status, body?.code]).toEqual([404, 'not_found']);
    },
  );

  it('the first one does not tell of the others', async () => {
    expect((await app.get('//')).text).not.toMatch(/docs|openapi/);
    const page = await app.get('//', undefined, BROWSER);
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/href="docs"|openapi/);
  });
});
