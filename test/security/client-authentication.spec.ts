import { TestApp } from '../support/app.js';
import { basic, registerClient, type RegisteredClient } from '../support/clients.js';
import { expectOAuthError } from './problems.js';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const ENDPOINTS = ['/auth/token', '/auth/introspect', '/auth/revoke'];

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = (credentials: string) => ({ authorization: `Basic ${Buffer.from(credentials).toString('base64')}` });

describe('Whoever says to be a client', () => {
  let app: TestApp;
  let client: RegisteredClient;

  beforeAll(async () => {
    app = await TestApp.start({ RATE_LIMITS: 'on' });
    client = await registerClient(app);
  });
  afterAll(() => app.stop());

  const ask = (form: Record<string, string>, headers?: Record<string, string>, path = '/auth/introspect') =>
    app.call('POST', path, { form: { grant_type: 'client_credentials', token: 'x', ...form }, headers });

  /** Names that every object has: a limit was looked up by them, and what was found there is no limit. */
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'cannot break the endpoint by the grant type %s',
    async (grant_type) => {
      expectOAuthError(await ask({ grant_type }, undefined, '/auth/token'), 400, 'unsupported_grant_type');
    },
  );

  describe.each(ENDPOINTS)('%s', (path) => {
    it.each([[123], [{}], [[]], [null], [true], [''], ['\0'], ['gatehouse']])(
      'is not broken by an assertion of the issuer %j',
      async (iss) => {
        const client_assertion = `${encoded({ alg: 'ES256' })}.${encoded({ iss })}.AAAA`;
        const answer = await ask({ client_assertion_type: ASSERTION_TYPE, client_assertion }, undefined, path);
        expectOAuthError(answer, 401, 'invalid_client');
      },
    );
  });

  it.each<[string, (client: RegisteredClient) => [string, Record<string, string>], number]>([
    [
      'the name in the header and the secret in the body',
      ({ id, secret }) => [`${id}:`, { client_secret: secret }],
      400,
    ],
    ['the secret in the header and the name in the body', ({ id, secret }) => [`:${secret}`, { client_id: id }], 401],
    ['all of it twice', ({ id, secret }) => [`${id}:${secret}`, { client_id: id, client_secret: secret }], 400],
    [
      'a name in the header beside an assertion',
      ({ id }) => [`${id}:`, { client_assertion_type: ASSERTION_TYPE, client_assertion: 'a.b.c' }],
      400,
    ],
  ])('does not do so in two ways at once: %s (RFC 6749 §2.3)', async (_, credentials, status) => {
    const [inHeader, inBody] = credentials(client);
    expectOAuthError(await ask(inBody, header(inHeader)), status);
    expect((await ask({}, basic(client.id, client.secret))).status).toBe(200);
  });

  it('does not fill the audit log by guessing: wrong secrets for one client are told once, and counted', async () => {
    const { access_token: admin } = await app.admin();
    const told = async () => {
      const { body } = await app.get('/audit/events?type=client.authentication_failed&limit=100', admin);
      return (JSON.stringify(body).match(new RegExp(`"client_id":"${other.id}"`, 'g')) ?? []).length;
    };
    const other = await registerClient(app);
    const guesses = await Promise.all(Array.from({ length: 20 }, (_, i) => ask({}, basic(other.id, `ghs_${i}`))));
    for (const answer of guesses) expectOAuthError(answer, 401, 'invalid_client');
    await vi.waitFor(async () => expect(await told()).toBe(1), 5_000);
    await ask({}, basic(other.id, 'ghs_again'));
    expect(await told()).toBe(1);
  });
});
