import { makeKey, openKey, sealingKeysOf } from '../keys/key-material.js';
import { SecretKey } from '#database/index.js';
import { VerifiedTokens } from './verified-tokens.js';

describe('VerifiedTokens', async () => {
  const sealingKey = sealingKeysOf(new SecretKey('only for tests, but long enough to pass'));
  const key = openKey(await makeKey('ES256', sealingKey), sealingKey);
  const entry = (sub: string) => ({ claims: { sub, roles: ['user'] }, key });

  it('knows a token by all of its letters', () => {
    const tokens = new VerifiedTokens();
    tokens.set('a.b.c', entry('ada'));
    expect(tokens.get('a.b.c')?.claims.sub).toBe('ada');
    for (const other of ['a.b.d', 'a.b.', 'a.b.cc', 'A.b.c', '']) expect(tokens.get(other)).toBeUndefined();
  });

  it('drops the least recently used beyond its capacity', () => {
    const tokens = new VerifiedTokens(2);
    tokens.set('first', entry('ada'));
    tokens.set('second', entry('grace'));
    tokens.get('first');
    tokens.set('third', entry('edsger'));
    expect([tokens.size, tokens.get('second')]).toEqual([2, undefined]);
    expect(tokens.get('first')?.claims.sub).toBe('ada');
  });

  it('hands out what nobody can change for the next one', () => {
    const tokens = new VerifiedTokens();
    tokens.set('a.b.c', entry('ada'));
    const { claims } = tokens.get('a.b.c')!;
    expect(() => (claims.roles as string[]).push('admin')).toThrow(TypeError);
    expect(() => Object.assign(claims, { sub: 'eve' })).toThrow(TypeError);
  });
});
