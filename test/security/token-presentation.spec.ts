import { type Person, TestApp, type Tokens } from '../support/app.js';
import { b64, decoded, json, otherEcKey, partsOf, signEs256 } from './forge.js';
import { expectProblem } from './problems.js';

describe('An access token', () => {
  let app: TestApp;
  let me: Person & Tokens;
  let token: string;

  beforeAll(async () => {
    app = await TestApp.start();
    me = await app.newcomer();
    token = me.access_token;
  });
  afterAll(() => app.stop());

  const withHeader = (authorization: string) => app.get('/auth/me', undefined, { authorization });

  it.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])('is read after %s', async (scheme) => {
    expect((await withHeader(`${scheme} ${token}`)).status).toBe(200);
  });

  it.each<[string, (token: string) => string]>([
    ['a scheme alone', () => 'Bearer'],
    ['a blank', () => ' '],
    ['no scheme', (t) => t],
    ['Basic', () => 'Basic Og=='],
    ['Basic with the token', (t) => `Basic ${b64(`x:${t}`)}`],
    ['Digest', () => 'Digest username="x"'],
    ['DPoP', (t) => `DPoP ${t}`],
    ['JWT', (t) => `JWT ${t}`],
    ['Token', (t) => `Token ${t}`],
    ['a colon', (t) => `Bearer: ${t}`],
    ['an equals sign', (t) => `Bearer=${t}`],
    ['no blank', (t) => `Bearer${t}`],
    ['quotes', (t) => `Bearer "${t}"`],
    ['angle brackets', (t) => `Bearer <${t}>`],
    ['a comma', (t) => `Bearer ${t},`],
    ['something after it', (t) => `Bearer ${t} junk`],
    ['a tab', (t) => `Bearer\t${t}`],
    ['two schemes', (t) => `Bearer Bearer ${t}`],
    ['another scheme before it', (t) => `Basic Og==, Bearer ${t}`],
    ['a parameter', (t) => `Bearer access_token=${t}`],
    ['padding', (t) => `Bearer ${t}=`],
    ['percent-encoding', (t) => `Bearer ${t.replaceAll('.', '%2e')}`],
    ['the word null', () => 'Bearer null'],
    ['the word undefined', () => 'Bearer undefined'],
    ['an object', () => 'Bearer [object Object]'],
    ['a dot', () => 'Bearer .'],
    ['two dots', () => 'Bearer ..'],
    ['four parts', (t) => `Bearer ${t}.x`],
    ['two parts', (t) => `Bearer ${t.split('.').slice(0, 2).join('.')}`],
    ['Latin-1', () => 'Bearer \u00e9\u00ff.\u00e9.\u00e9'],
    ['12 kB', () => `Bearer ${'A'.repeat(12_000)}`],
    ['12 kB of dots', () => `Bearer ${'.'.repeat(12_000)}`],
    ['12 kB of blanks', () => `Bearer x${' '.repeat(12_000)}x`],
    ['JSON without base64', (t) => `Bearer {"alg":"none"}.{}.${t.split('.')[2]}`],
    ['base64 with + and /', (t) => `Bearer ${t.replaceAll('-', '+').replaceAll('_', '/')}+/`],
  ])('is not seen behind %s, which is no error of ours', async (_name, header) => {
    const answer = await withHeader(header(token));
    expectProblem(answer, 401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="gatehouse"/);
  });

  it('is read from the header and from nowhere else', async () => {
    const query = new URLSearchParams({ access_token: token, token, authorization: `Bearer ${token}` });
    expectProblem(await app.get(`/auth/me?${query.toString()}`), 401, 'missing_access_token');
    const elsewhere: Record<string, string>[] = [
      { cookie: `access_token=${token}; token=${token}; Authorization=Bearer ${token}` },
      { 'x-access-token': token },
      { 'x-authorization': `Bearer ${token}` },
      { 'proxy-authorization': `Bearer ${token}` },
      { 'x-forwarded-authorization': `Bearer ${token}` },
    ];
    for (const headers of elsewhere) {
      expectProblem(await app.get('/auth/me', undefined, headers), 401);
    }
    const patched = await app.patch('/users/me', { access_token: token, full_name: 'X' });
    expectProblem(patched, 401, 'missing_access_token');
    const form = await app.call('POST', '/auth/logout', { form: { access_token: token } });
    expect([401, 415]).toContain(form.status);
    expect((await app.get('/auth/me', token)).status).toBe(200);
  });

  it('is not read from a JWS in JSON (RFC 7515 §7.2)', async () => {
    const [header, payload, signature] = partsOf(token);
    const flattened = JSON.stringify({ payload, protected: header, signature });
    const general = JSON.stringify({ payload, signatures: [{ protected: header, signature }] });
    const polyglot = JSON.stringify({ [`${json({ alg: 'none' })}.`]: '', payload, protected: header, signature });
    for (const text of [flattened, general, polyglot]) {
      expectProblem(await withHeader(`Bearer ${text}`), 401, 'invalid_access_token');
      expectProblem(await withHeader(`Bearer ${b64(text)}`), 401, 'invalid_access_token');
    }
  });

  it.each<[string, Record<string, unknown>]>([
    ['dir', { alg: 'dir', enc: 'A256GCM' }],
    ['PBES2 of 2³¹ rounds', { alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2c: 2 ** 31, p2s: b64('salt') }],
    ['compressed', { alg: 'dir', enc: 'A256GCM', zip: 'DEF' }],
    ['ECDH-ES', { alg: 'ECDH-ES', enc: 'A128GCM', epk: otherEcKey().jwk }],
  ])('is not read from a JWE (%s), and that quickly', async (_name, header) => {
    const begin = performance.now();
    const parts = [json({ ...decoded(partsOf(token)[0]), ...header }), '', b64('iv'), b64('text'), b64('tag')];
    expectProblem(await withHeader(`Bearer ${parts.join('.')}`), 401, 'invalid_access_token');
    expectProblem(await withHeader(`Bearer ${[parts[0], parts[3], parts[4]].join('.')}`), 401, 'invalid_access_token');
    expect(performance.now() - begin).toBeLessThan(1_000);
  });

  it('never lends its claims to a forged one that comes at the same time', async () => {
    const people = await Promise.all(Array.from({ length: 3 }, () => app.newcomer()));
    const forger = otherEcKey();
    const forgedFrom = (genuine: string) =>
      signEs256(decoded(partsOf(genuine)[0]), decoded(partsOf(genuine)[1]), forger.privateKey);
    const spliced = (genuine: string) => [...partsOf(genuine).slice(0, 2), partsOf(token)[2]].join('.');

    await Promise.all(
      Array.from({ length: 180 }, async (_, i) => {
        const { access_token, id } = people[i % 3]!;
        const forged = [undefined, forgedFrom, spliced][Math.floor(i / 3) % 3];
        const answer = await app.get('/auth/me', forged ? forged(access_token) : access_token);
        expect(answer.status).toBe(forged ? 401 : 200);
        if (!forged) expect(answer.body.id).toBe(id);
      }),
    );
  });
});
