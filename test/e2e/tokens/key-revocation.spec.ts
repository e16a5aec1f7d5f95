import { createLocalJWKSet, jwtVerify } from 'jose';
import { KeyRevocation, KeyRotation } from '#tokens/index.js';
import { SigningKeysService } from '#tokens/keys/signing-keys.service.js';
import { type Person, TestApp, type Tokens } from '../../support/app.js';
import { headerOf } from '../../support/jwt.js';

describe('the revocation of a signing key', () => {
  let app: TestApp;
  let person: Person & Tokens;

  beforeEach(async () => {
    app = await TestApp.start();
    person = await app.newcomer();
  });
  afterEach(() => app.stop());

  const revoke = (kid: string) => app.nest.get(KeyRevocation).revoke(kid);
  const rotate = (now = false) => app.nest.get(KeyRotation).rotate({ now });
  const listed = async () => (await app.nest.get(KeyRotation).list()).map(({ kid, state }) => [kid, state]);
  const jwks = async () => (await app.get('//.well-known/jwks.json')).body as { keys: { kid: string }[] };
  const kidOf = ({ access_token }: Tokens) => headerOf(access_token)['kid'] as string;
  const isKnown = async ({ access_token }: Tokens) => (await app.get('/auth/me', access_token)).status === 200;
  const verified = async ({ access_token }: Tokens) =>
    jwtVerify(access_token, createLocalJWKSet(await jwks()), { audience: 'gatehouse', typ: 'at+jwt' });

  it('voids what the key has signed, and lets a new one sign at once', async () => {
    const stolen = kidOf(person);
    const { signs } = (await revoke(stolen))!;
    expect((await jwks()).keys.map(({ kid }) => kid)).toEqual([signs]);
    expect(await isKnown(person)).toBe(false);
    await expect(verified(person)).rejects.toThrow();
    expect(await app.sql('SELECT kid FROM signing_keys')).toEqual([{ kid: signs }]);

    const { body: refreshed } = await app.post<Tokens>('/auth/refresh', { refresh_token: person.refresh_token });
    expect(kidOf(refreshed)).toBe(signs);
    await verified(refreshed);
  });

  it('takes the key that waits, because others know it already', async () => {
    const { kid: next } = await rotate();
    expect(await revoke(kidOf(person))).toEqual({ kid: kidOf(person), signs: next });
    expect(await listed()).toEqual([[next, 'signs']]);
    expect(kidOf(await app.signIn(person))).toBe(next);
  });

  it('of a key that waits lets the one that signs go on, past the time at which it was to end', async () => {
    const { kid: next } = await rotate();
    expect(await revoke(next)).toEqual({ kid: next, signs: kidOf(person) });
    await app.sql(`UPDATE signing_keys SET retires_at = retires_at - interval '1 hour'`);
    await app.nest.get(SigningKeysService).reload();
    expect(kidOf(await app.signIn(person))).toBe(kidOf(person));
    expect(await isKnown(person)).toBe(true);
  });

  it('of a former key leaves the tokens of others alone', async () => {
    const { kid } = await rotate(true);
    const after = await app.signIn(person);
    await revoke(kidOf(person));
    expect([await isKnown(person), await isKnown(after)]).toEqual([false, true]);
    expect(await listed()).toEqual([[kid, 'signs']]);
  });

  it('does nothing for a key that is not there', async () => {
    expect(await revoke('unknown')).toBeUndefined();
    expect(await isKnown(person)).toBe(true);
  });

  it('leaves one key that signs, however many are revoked at once', async () => {
    await rotate(true);
    const { kid: next } = await rotate();
    const kids = (await listed()).map(([kid]) => kid!);
    expect(kids).toHaveLength(3);
    const outcomes = await Promise.all([...kids, ...kids].map((kid) => revoke(kid)));
    expect(outcomes.filter((outcome) => outcome !== undefined)).toHaveLength(3);
    const left = await listed();
    expect(left.map(([, state]) => state)).toEqual(['signs']);
    expect(kids).toContain(next);
    expect(kids).not.toContain(left[0]![0]);
    await verified(await app.signIn(person));
  });

  it('is recorded', async () => {
    const { signs } = (await revoke(kidOf(person)))!;
    await vi.waitFor(async () => {
      const [event] = await app.sql<{ personal: object }>(
        `SELECT personal FROM security_events WHERE type = 'signing_key.revoked'`,
      );
      expect(event?.personal).toEqual({ kid: kidOf(person), signs });
    });
  });
});
