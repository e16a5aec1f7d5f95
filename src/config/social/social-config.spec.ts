import { Config } from '../config.js';
import { describeSettings, type InvalidConfiguration } from '../read-environment.js';

const BACK = { SOCIAL_REDIRECT_URIS: 'https://app.example.org/signed-in' };
const ACME = {
  ...BACK,
  SOCIAL_ACME_ISSUER: 'https://id.acme.example',
  SOCIAL_ACME_CLIENT_ID: 'gatehouse',
  SOCIAL_ACME_CLIENT_SECRET: 'secret',
};

const providers = (env: Record<string, string>) => Config.from(env).social.providers;

function problems(env: Record<string, string>): readonly string[] {
  try {
    Config.from(env);
    return [];
  } catch (error) {
    return (error as InvalidConfiguration).problems;
  }
}

describe('the settings of providers', () => {
  it('are none without any', () => expect(providers({ SOCIAL_SECURITY_NUMBER: 'x' })).toEqual([]));

  it('are complete with three', () => {
    expect(providers(ACME)).toEqual([
      expect.objectContaining({
        name: 'acme',
        label: 'acme',
        kind: 'oidc',
        issuer: 'https://id.acme.example',
        endpoints: undefined,
        scopes: ['openid', 'profile', 'email'],
        emailTrust: 'claim',
        linking: 'proven',
        creation: 'on',
        roles: [],
        storeTokens: false,
        formPost: false,
      }),
    ]);
  });

  it('may be of any number, with names of several words', () => {
    const all = providers({
      ...ACME,
      SOCIAL_MY_OTHER_COMPANY_ISSUER: 'https://id.example.net',
      SOCIAL_MY_OTHER_COMPANY_CLIENT_ID: 'x',
      SOCIAL_MY_OTHER_COMPANY_CLIENT_SECRET: 'x',
      SOCIAL_GOOGLE_CLIENT_ID: 'x',
      SOCIAL_GOOGLE_CLIENT_SECRET: 'x',
    });
    expect(all.map(({ name, kind }) => [name, kind])).toEqual([
      ['acme', 'oidc'],
      ['my-other-company', 'oidc'],
      ['google', 'google'],
    ]);
  });

  it.each([
    ['google', {}, 'https://accounts.google.com'],
    ['gitlab', {}, 'https://gitlab.com'],
    ['gitlab', { ISSUER: 'https://gitlab.acme.example' }, 'https://gitlab.acme.example'],
    ['github', {}, 'https://github.com/login/oauth'],
    ['microsoft', {}, 'https://login.microsoftonline.com/common/v2.0'],
    ['microsoft', { TENANT: 'acme.example' }, 'https://login.microsoftonline.com/acme.example/v2.0'],
  ])('know %s beforehand, with %o', (name, own, issuer) => {
    const prefix = `SOCIAL_${name.toUpperCase()}_`;
    const set = Object.fromEntries(Object.entries(own).map(([key, value]) => [prefix + key, value]));
    const env = { ...BACK, [`${prefix}CLIENT_ID`]: 'x', [`${prefix}CLIENT_SECRET`]: 'x', ...set };
    expect(providers(env)[0]).toMatchObject({ name, kind: name, issuer });
  });

  it('never take people of one installation for those of another on the same host', () => {
    const plain = (name: string, own: Record<string, string> = {}) => {
      const base = `https://git.example.org/${name}`;
      const set = {
        AUTHORIZATION_ENDPOINT: `${base}/authorize`,
        TOKEN_ENDPOINT: `${base}/token`,
        USERINFO_ENDPOINT: `${base}/user`,
        CLIENT_ID: 'x',
        CLIENT_SECRET: 'x',
        ...own,
      };
      return Object.fromEntries(Object.entries(set).map(([key, value]) => [`SOCIAL_${name}_${key}`, value]));
    };
    const [one, two] = [plain('ONE'), plain('TWO')];
    expect(problems({ ...BACK, ...one, ...two })).toEqual([
      'SOCIAL_ONE_ISSUER must be set: people of ONE and TWO would be taken for each other',
      'SOCIAL_TWO_ISSUER must be set: people of TWO and ONE would be taken for each other',
    ]);
    expect(problems({ ...BACK, ...one, ...plain('TWO', { ISSUER: 'https://git.example.org/TWO' }) })).toEqual([]);
    // Nor those of an installation of its own for those of the preset.
    expect(providers({ ...BACK, ...plain('GITHUB') })[0]).toMatchObject({ issuer: 'https://git.example.org' });
  });

  it('read what a list, a claim and a role are', () => {
    const [acme] = providers({
      ...ACME,
      SOCIAL_ACME_CLAIMS: 'email=mail, username=login',
      SOCIAL_ACME_ROLES: 'cn=staff,o=x=user,ops=admin'.replace('o=x', 'o:x'),
      SOCIAL_ACME_PARAMETERS: 'prompt=login&hd=acme.example',
      SOCIAL_ACME_CREATION: 'domains',
      SOCIAL_ACME_DOMAINS: 'Acme.example, acme.example.net',
    });
    expect(acme).toMatchObject({
      claims: { subject: 'sub', email: 'mail', username: 'login', email_verified: 'email_verified' },
      parameters: { prompt: 'login', hd: 'acme.example' },
      domains: ['acme.example', 'acme.example.net'],
      roles: expect.arrayContaining([{ group: 'ops', role: 'admin' }]),
    });
  });

  it('name every problem at once, and repeat no value', () => {
    const env = {
      SOCIAL_ACME_ISSUER: 'ftp://secret-value',
      SOCIAL_ACME_CREATION: 'sometimes',
      SOCIAL_ACME_CLIENTID: 'x',
      SOCIAL_PLAIN_AUTHORIZATION_ENDPOINT: 'https://id.example.net/authorize',
      SOCIAL_APPLE_CLIENT_ID: 'x',
    };
    const all = problems(env);
    expect(all.map((problem) => problem.split(' ')[0])).toEqual([
      'SOCIAL_ACME_ISSUER',
      'SOCIAL_ACME_CREATION',
      'SOCIAL_ACME_CLIENTID',
      'SOCIAL_ACME_CLIENT_ID',
      'SOCIAL_ACME_CLIENT_SECRET',
      'SOCIAL_PLAIN_CLIENT_ID',
      'SOCIAL_PLAIN_CLIENT_SECRET',
      'SOCIAL_PLAIN_TOKEN_ENDPOINT',
      'SOCIAL_PLAIN_USERINFO_ENDPOINT',
      'SOCIAL_APPLE_TEAM_ID',
      'SOCIAL_APPLE_KEY_ID',
      'SOCIAL_APPLE_PRIVATE_KEY',
    ]);
    expect(all.join()).not.toContain('secret-value');
  });

  it.each([
    ['SOCIAL_ACME_TENANT', 'x', 'SOCIAL_ACME_TENANT is for microsoft only'],
    ['SOCIAL_ACME_SCOPES', 'email', 'SOCIAL_ACME_SCOPES must have openid among them'],
    ['SOCIAL_ACME_CLAIMS', 'subject=email', 'SOCIAL_ACME_CLAIMS cannot rename the subject of an OpenID provider'],
    ['SOCIAL_ACME_CREATION', 'domains', 'SOCIAL_ACME_DOMAINS must be set with CREATION=domains'],
    ['SOCIAL_ACME_PARAMETERS', 'state=x', 'SOCIAL_ACME_PARAMETERS must be parameters such as prompt=login'],
    ['SOCIAL_ACME_ROLES', 'engineers', 'SOCIAL_ACME_ROLES must be a list such as engineers=moderator'],
  ])('refuse %s=%s', (name, value, problem) => {
    expect(problems({ ...ACME, [name]: value })).toEqual([expect.stringContaining(problem)]);
  });

  it('trust no address that any tenant of Microsoft may have written', () => {
    const env = { ...BACK, SOCIAL_MICROSOFT_CLIENT_ID: 'x', SOCIAL_MICROSOFT_CLIENT_SECRET: 'x' };
    const always = { ...env, SOCIAL_MICROSOFT_EMAIL_TRUST: 'always' };
    expect(problems(always)).toEqual([expect.stringContaining('SOCIAL_MICROSOFT_EMAIL_TRUST=always needs')]);
    expect(problems({ ...always, SOCIAL_MICROSOFT_TENANT: 'acme.example' })).toEqual([]);
  });

  it.each([
    'http://app.example.org/back',
    'https://app.example.org/back#x',
    'https://user@app.example.org/back',
    'https://*.example.org/back',
    'javascript:alert(1)',
    'data:text/html,x',
    'myapp:/back',
    'back',
  ])('send nobody back to %s', (uri) => {
    expect(problems({ ...ACME, SOCIAL_REDIRECT_URIS: uri })).toEqual([
      expect.stringMatching(/^SOCIAL_REDIRECT_URIS must/),
    ]);
  });

  it.each([
    'http://localhost:5173/back',
    'http://127.0.0.1:1/back',
    'org.example.app:/back',
    'https://a.example/b?c=d',
  ])('may send people back to %s', (uri) => expect(problems({ ...ACME, SOCIAL_REDIRECT_URIS: uri })).toEqual([]));

  it('demand https in production, but of this machine', () => {
    const production = {
      NODE_ENV: 'production',
      DATABASE_URL: 'postgresql://db/gatehouse',
      SECRET_KEY: 'qwertzuiopasdfghjklyxcvbnm1234567890',
      PUBLIC_URL: 'https://auth.example.org',
    };
    const plain = { ...ACME, ...production, SOCIAL_ACME_ISSUER: 'http://id.acme.example' };
    expect(problems(plain)).toEqual(['SOCIAL_ACME_ISSUER must begin with https:// in production']);
    expect(problems({ ...plain, SOCIAL_ACME_ISSUER: 'http://127.0.0.1:4000' })).toEqual([]);
  });

  it('send people back to our own page where no address is named, and to it alone', () => {
    const { SOCIAL_REDIRECT_URIS, ...three } = ACME;
    const own = (env: Record<string, string>) => {
      const { redirectUris, signInPage } = Config.from({ ...three, PORT: '3456', ...env }).social;
      return [redirectUris, signInPage];
    };
    const here = 'https://example.org/auth/sign-in';
    // Names an application, but none of its pages.
    const origin = { ALLOWED_ORIGINS: 'https://app.example.org', APP_URL: 'https://app.example.org' };
    expect(own(origin)).toEqual([['http://localhost:3456/sign-in'], 'http://localhost:3456/sign-in']);
    expect(own({ PUBLIC_URL: 'https://example.org/auth/' })).toEqual([[here], here]);
    expect(own({ SOCIAL_REDIRECT_URIS })).toEqual([[SOCIAL_REDIRECT_URIS], undefined]);
    const both = [SOCIAL_REDIRECT_URIS, here];
    expect(own({ PUBLIC_URL: 'https://example.org/auth', SOCIAL_REDIRECT_URIS: both.join() })).toEqual([both, here]);
  });

  it('are all in the help', () => expect(describeSettings()).toContain('SOCIAL_<NAME>_CLIENT_SECRET'));
});
