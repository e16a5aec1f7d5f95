import { createLocalJWKSet, jwtVerify } from 'jose';
import { KeyRotation } from '#tokens/index.js';
import { SigningKeysService } from '#tokens/keys/signing-keys.service.js';
import { type Person, TestApp, type Tokens } from '../../support/app.js';
import { headerOf } from '../../support/jwt.js';

interface Row {
  readonly kid: string;
  readonly retires_at: Date | null;
}

describe('a rotation of the signing key', () => {
  let app: TestApp;
  let person: Person & Tokens;

  beforeEach(async () => {
    app = await TestApp.start();
    person = await app.newcomer();
  });
  afterEach(() => app.stop());

  const rotate = (options?: Parameters<KeyRotation['rotate']>[0]) => app.nest.get(KeyRotation).rotate(options);
  const states = async () => (await app.nest.get(KeyRotation).list()).map(({ state }) => state);
  const jwks = async () => (await app.get('//.well-known/jwks.json')).body as { keys: { kid: string }[] };
  const kids = async () => (await jwks()).keys.map(({ kid }) => kid);
  const kidOf = ({ access_token }: Tokens) => headerOf(access_token)['kid'];
  const isKnown = async ({ access_token }: Tokens) => (await app.get('/auth/me', access_token)).status === 200;
  /** As a service does it that verifies by itself. */
  const verified = async ({ access_token }: Tokens, set?: { keys: object[] }) =>
    jwtVerify(access_token, createLocalJWKSet(set ?? (await jwks())), { audience: 'gatehouse', typ: 'at+jwt' });

  /** So much later: the instance looks into the table as it does each minute. */
  async function later(seconds: number): Promise<void> {
    await app.sql(
      `UPDATE signing_keys SET activates_at = activates_at - $1 * interval '1 second',
                          retires_at = retires_at - $1 * interval '1 second'`,
      [seconds],
    );
    await app.nest.get(SigningKeysService).reload();
  }

  it('publishes the next key ten minutes before it signs', async () => {
    const { kid, changed } = await rotate();
    expect(changed).toBe(true);
    expect(await kids()).toEqual([kidOf(person), kid]);
    expect(await states()).toEqual(['signs', 'next']);
    await later(590);
    expect(kidOf(await app.signIn(person))).toBe(kidOf(person));
    const early = await jwks();

    await later(20);
    const after = await app.signIn(person);
    expect(kidOf(after)).toBe(kid);
    expect(await states()).toEqual(['verifies', 'signs']);
    // A set that somebody has kept since before is good for the new token, and today's for the old one.
    await verified(after, early);
    await verified(person);
    expect([await isKnown(person), await isKnown(after)]).toEqual([true, true]);
  });

  it('publishes the former key until its last token has expired, and then removes it', async () => {
    const { kid } = await rotate();
    await later(600 + 15 * 60 - 30);
    expect(await kids()).toEqual([kidOf(person), kid]);
    await verified(person);
    await later(200);
    expect(await kids()).toEqual([kid]);
    expect(await isKnown(person)).toBe(false);
    await app.nest.get(SigningKeysService).sweep();
    expect(await app.sql('SELECT kid FROM signing_keys')).toEqual([{ kid }]);
    await verified(await app.signIn(person));
  });

  it('does nothing while a next key waits, and lets it sign at once when it is told to', async () => {
    const { kid } = await rotate();
    expect(await rotate()).toEqual({ kid, changed: false });
    expect(await rotate({ now: true })).toEqual({ kid, changed: true });
    expect(kidOf(await app.signIn(person))).toBe(kid);
    expect(await isKnown(person)).toBe(true);
    expect(await states()).toEqual(['verifies', 'signs']);
  });

  it('makes one next key of five rotations at once', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => rotate()));
    expect(made.filter(({ changed }) => changed)).toHaveLength(1);
    expect(await states()).toEqual(['signs', 'next']);
  });

  it('can be without any way back for a key that was stolen', async () => {
    await rotate();
    const { kid } = await rotate({ removeOthers: true });
    expect(await kids()).toEqual([kid]);
    expect(await isKnown(person)).toBe(false);
    await expect(verified(person)).rejects.toThrow();
    const refreshed = await app.post<Tokens>('/auth/refresh', { refresh_token: person.refresh_token });
    expect(kidOf(refreshed.body)).toBe(kid);
    await verified(refreshed.body);
  });

  it('goes on from rotation to rotation, with one key that signs', async () => {
    for (let i = 0; i < 3; i += 1) {
      const { kid } = await rotate();
      await later(600);
      const tokens = await app.signIn(person);
      expect(kidOf(tokens)).toBe(kid);
      await verified(tokens);
    }
    const rows = await app.sql<Row>('SELECT kid, retires_at FROM signing_keys');
    expect(rows.filter(({ retires_at }) => retires_at === null)).toHaveLength(1);
    expect((await states()).filter((state) => state === 'signs')).toHaveLength(1);
  });

  it('is over a restart as it was', async () => {
    const { kid } = await rotate();
    app = await app.restart();
    expect(kidOf(await app.signIn(person))).toBe(kidOf(person));
    await later(600);
    app = await app.restart();
    expect(kidOf(await app.signIn(person))).toBe(kid);
    expect(await kids()).toEqual([kidOf(person), kid]);
  });

  it('reaches another algorithm without a gap', async () => {
    app = await app.restart({ SIGNING_ALGORITHM: 'RS256' });
    expect(headerOf((await app.signIn(person)).access_token)['alg']).toBe('ES256');
    await later(600);
    const rsa = await app.signIn(person);
    expect(headerOf(rsa.access_token)['alg']).toBe('RS256');
    await rotate({ now: true });
    app = await app.restart();
    await later(600);
    const back = await app.signIn(person);
    expect(headerOf(back.access_token)['alg']).toBe('ES256');
    for (const tokens of [person, rsa, back]) await verified(tokens);
  });

  it('lets the algorithm that is wanted go first where keys of two kinds wait', async () => {
    await rotate();
    app = await app.restart({ SIGNING_ALGORITHM: 'EdDSA' });
    expect(await states()).toEqual(['signs', 'next', 'next']);
    await rotate({ now: true });
    expect(headerOf((await app.signIn(person)).access_token)['alg']).toBe('EdDSA');
  });

  it('is recorded', async () => {
    const { kid } = await rotate();
    await vi.waitFor(async () => {
      const [event] = await app.sql<{ personal: object }>(
        `SELECT personal FROM security_events WHERE type = 'signing_key.rotated'`,
      );
      expect(event?.personal).toEqual({ kid });
    });
  });
});
