import { appUrl, baseUrl, origins } from './fields.js';

describe('APP_URL', () => {
  it.each(['https://app.example.org', 'https://app.example.org/start?from=auth#top', 'http://localhost:5173/'])(
    'may be %s',
    (url) => expect(appUrl.parse(url)).toBe(url),
  );

  it.each([
    'app.example.org',
    'http://app.example.org',
    'http://localhost.example.org',
    'https://ada:secret@app.example.org',
    'javascript:alert(1)//https://',
    'data:text/html,x',
    'https:app.example.org',
    'https://app.example.org/a b',
  ])('may not be %s', (url) => expect(appUrl.safeParse(url).success).toBe(false));
});

describe('PUBLIC_URL', () => {
  it.each([
    ['https://auth.example.org', 'https://auth.example.org'],
    ['https://example.org:8443/auth//', 'https://example.org:8443/auth'],
    ['http://[::1]:3000/', 'http://[::1]:3000'],
  ])('may be %s', (value, url) => expect(baseUrl.parse(value)).toBe(url));

  it.each([
    'https:auth.example.org',
    'https:/auth.example.org',
    'https:///auth.example.org',
    'https:\\\\auth.example.org',
    'https://auth.example.org ',
    ' https://auth.example.org',
    'https://auth.exam\tple.org',
    'https://auth.example.org\n',
    'https://auth.example.org\x01',
  ])('may not be %j, which is that address to a URL parser and to nobody else', (value) => {
    expect(baseUrl.safeParse(value).success).toBe(false);
  });
});

describe('ALLOWED_ORIGINS', () => {
  it.each([
    ['', []],
    ['https://app.example.org', ['https://app.example.org']],
    [' https://app.example.org , http://localhost:5173,', ['https://app.example.org', 'http://localhost:5173']],
    ['https://xn--bcher-kva.example', ['https://xn--bcher-kva.example']],
    ['http://[::1]:8080', ['http://[::1]:8080']],
  ])('may be %j', (value, list) => expect(origins.parse(value)).toEqual(list));

  it.each([
    ['*', 'must name origins; * is not allowed (entry 1)'],
    ['https://app.example.org,null', 'must not be null: every sandboxed page calls itself that (entry 2)'],
    ['https://*.example.org', 'must be one exact origin; there are no wildcards (entry 1)'],
    ['app.example.org', 'must be an origin such as https://app.example.org (entry 1)'],
    ['ftp://app.example.org', 'must be an origin such as https://app.example.org (entry 1)'],
    ['file://', 'must be an origin such as https://app.example.org (entry 1)'],
    ['javascript:alert(1)', 'must be an origin such as https://app.example.org (entry 1)'],
    ['https://app.example.org/app', 'must be scheme, host and port alone: no path, query or user name (entry 1)'],
    ['https://app.example.org?x=1', 'must be scheme, host and port alone: no path, query or user name (entry 1)'],
    ['https://app.example.org#x', 'must be scheme, host and port alone: no path, query or user name (entry 1)'],
    ['https://ada@app.example.org', 'must be scheme, host and port alone: no path, query or user name (entry 1)'],
  ])('may not be %j, and says why', (value, message) => {
    expect(origins.safeParse(value).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });

  it.each([
    'https://app.example.org/',
    'https://APP.example.org',
    'HTTPS://app.example.org',
    'https://app.example.org:443',
    'https://bücher.example',
  ])('may not be spelled as no browser does: %j', (value) => {
    expect(origins.safeParse(value).error?.issues[0]?.message).toContain('spelled as browsers send it');
  });
});
