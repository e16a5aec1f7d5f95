import { TestApp } from '../../support/app.js';
import { filesBelow, textOf } from '../../support/sources.js';
import { laterPart, openPage } from './hosted-page.js';

const ASKING = ['forgot-password', 'request-unlock'];
const LINKED = [
  'reset-password',
  'accept-invitation',
  'verify-email',
  'confirm-registration',
  'confirm-email',
  'not-me',
  'unlock',
  'restore-account',
];
const PAGES = [...ASKING, ...LINKED];

/** What no page can cause, or help: the general sentence is said. */
const GENERAL = ['malformed_request', 'payload_too_large', 'unsupported_media_type', 'internal_error', 'invalid_input'];

/** The pages hold no session, and so never ask for this mode. */
const COOKIE_MODE = ['unknown_token_transport', 'origin_not_allowed', 'cookie_mode_needs_https'];

describe('the hosted pages', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ BRAND_NAME: 'A & B', BRAND_COLOR: '#ffcc00', APP_URL: 'https://app.example.org/?a=1' });
  });
  afterAll(() => app.stop());

  it.each(PAGES)('/%s does nothing to whoever visits it, and lets nothing in from elsewhere', async (name) => {
    const { status, headers, text } = await openPage(app, name, 'de-AT');
    expect([status, headers.get('content-language')]).toEqual([200, 'de']);
    expect(headers.get('vary')).toContain('Accept-Language');
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe-|https?:|\*/);
    expect(text).not.toMatch(/<script>|<style|style="| on\w+="/);

    const files = [...text.matchAll(/(?:src|href)="([^"]+\?v=[^"]+)"/g)].map(([, file]) => file!);
    for (const file of files) expect([file, (await app.get(`//${file}`)).status]).toEqual([file, 200]);
  });

  it.each(PAGES)('/%s has words of its own for all that its route refuses, in both languages', async (name) => {
    const { body: document } = await app.get('//openapi.json');
    const [english, german] = [await openPage(app, name, 'en'), await openPage(app, name, 'de')];
    const { responses } = document.paths[`/${english.action}`].post;
    const codes = Object.values<{ content?: Record<string, { examples?: object }> }>(responses).flatMap(({ content }) =>
      Object.keys(content?.['application/problem+json']?.examples ?? {}),
    );
    expect(codes.length).toBeGreaterThan(3);
    const { errors } = english.texts;
    const others = [...GENERAL, ...COOKIE_MODE];
    expect(codes.filter((code) => !others.includes(code) && !/idempotency/.test(code) && !(code in errors))).toEqual(
      [],
    );
    expect(Object.keys(errors).filter((code) => german.texts.errors[code] === errors[code])).toEqual([]);
  });

  it('have words for every rule of passwords', async () => {
    const sources = filesBelow('src/passwords/policy').filter((path) => !path.endsWith('.spec.ts'));
    const codes = sources.flatMap((path) => [...textOf(path).matchAll(/code: '(\w+)'/g)].map(([, code]) => code!));
    expect(codes.length).toBeGreaterThan(7);
    const { errors } = (await openPage(app, 'reset-password')).texts;
    expect(codes.filter((code) => !(code in errors))).toEqual([]);
    expect(errors['password_too_short']).toBe('Use at least 12 characters.');
  });

  it('never show what is said to developers', async () => {
    const { text } = await app.get('//pages/page.js');
    expect(text).not.toMatch(/\bdetail\b|answer\.title|error\.message/);
  });

  it.each(PAGES)('/%s says first that it needs a script, and shows no form without one', async (name) => {
    const { text } = await openPage(app, name);
    expect(text.indexOf('<noscript>')).toBeLessThan(text.indexOf('<form'));
    expect(text).toMatch(/<form\s+hidden/);
  });

  it.each(PAGES)('/%s keeps a place where the message is noticed and can take the focus', async (name) => {
    const { text } = await openPage(app, name);
    expect(text).toContain('<p id="message" role="status" tabindex="-1"></p>');
    expect(text).not.toMatch(/\sdisabled|autofocus/);
  });

  it('take a token only where a letter leads to them', async () => {
    for (const name of ASKING) expect((await openPage(app, name)).text).not.toContain('data-needs-token');
    for (const name of LINKED) expect((await openPage(app, name)).text).toContain('data-needs-token');
  });

  it.each([
    ['reset-password', 'forgot-password'],
    ['accept-invitation', 'forgot-password'],
    ['confirm-registration', 'forgot-password'],
    ['not-me', 'forgot-password'],
    ['unlock', 'request-unlock'],
  ])('/%s leads to /%s when its link is void, and not before', async (name, another) => {
    const { text } = await openPage(app, name);
    expect(laterPart(text, 'void')).toContain(`<a href="${another}">Ask for another link</a>`);
    expect(text.replace(laterPart(text, 'void'), '')).not.toContain('Ask for another link');
  });

  it.each(['verify-email', 'confirm-email', 'confirm-registration', 'restore-account'])(
    '/%s says that all is well if it was done already',
    async (name) => expect(laterPart((await openPage(app, name)).text, 'void')).toContain('all is well'),
  );

  it('offer a new password after the account is open again, and not before', async () => {
    const { text } = await openPage(app, 'restore-account');
    expect(laterPart(text, 'done')).toContain('It was not me');
    expect(text.replace(laterPart(text, 'done'), '')).not.toContain('It was not me');
  });

  it('say before that the password becomes void', async () => {
    expect((await openPage(app, 'not-me')).text).toContain('make its password void');
  });

  it('ask for the letter that unlocks a device', async () => {
    const { action } = await openPage(app, 'request-unlock');
    expect((await app.post(`//${action}`, { email: 'nobody@example.org' })).status).toBe(202);
  });

  it('bear the name and the colour of the brand', async () => {
    const { text } = await openPage(app, 'unlock');
    expect(text).toContain('<title>Sign in on this device – A &amp; B</title>');
    expect(text).toContain('<header>A &amp; B</header>');
    const style = await app.get('//pages/brand.css');
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(style.text).toContain('--brand: #ffcc00;\n  --on-brand: #111111;');
  });

  it('lead on to the application when there is something to go on to', async () => {
    const link = '<a class="button" href="https://app.example.org/?a=1">Continue to A &amp; B</a>';
    expect(laterPart((await openPage(app, 'verify-email')).text, 'done')).toContain(link);
    for (const name of [...ASKING, 'not-me']) expect((await openPage(app, name)).text).not.toContain('Continue to');
  });
});

describe('the hosted pages, where no application is named', () => {
  it('lead nowhere', async () => {
    const app = await TestApp.start();
    const { text } = await openPage(app, 'verify-email');
    expect(laterPart(text, 'done')).toBe('');
    await app.stop();
  });
});
