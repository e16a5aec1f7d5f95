import { appUrl } from './fields.js';

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
  ])('may not be %s', (url) => expect(appUrl.safeParse(url).success).toBe(false));
});
