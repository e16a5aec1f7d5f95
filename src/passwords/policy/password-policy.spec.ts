import { describe, expect, it } from 'vitest';
import type { InputFault } from '#common/errors/index.js';
import { MetricsRegistry } from '#common/metrics.js';
import { Config } from '#config/index.js';
import { WeakPassword } from '../passwords.errors.js';
import { BreachedPasswords } from './breached/breached-passwords.js';
import { PasswordPolicy } from './password-policy.js';

const ada = { username: 'ada.lovelace', email: 'countess@analytical.org', fullName: 'Ada King Lovelace' };

function policyWith(env: NodeJS.ProcessEnv = {}): PasswordPolicy {
  const config = Config.from({ PUBLIC_URL: 'https://auth.babbage-works.org', ...env });
  return new PasswordPolicy(config, new BreachedPasswords(config, new MetricsRegistry()));
}

async function faults(
  password: string,
  policy = policyWith(),
  context = ada,
  pointer?: string,
): Promise<readonly InputFault[]> {
  try {
    await policy.check(password, context, pointer);
    return [];
  } catch (error) {
    if (!(error instanceof WeakPassword)) throw error;
    return error.occurrence.members!.errors as InputFault[];
  }
}

const codes = async (...args: Parameters<typeof faults>) => (await faults(...args)).map((fault) => fault.code);

describe('PasswordPolicy', () => {
  it.each([
    'correct horse battery staple',
    'Tr0ub4dor&3-is-too-much',
    'kaffee tasse montag',
    'Kj8#mPq2xVz!',
    'xvqz mlkt pwrn',
    'sunshine83920174',
    'wonderful-days',
    'the gatehouse was painted green',
    'my name is not lovelace, honestly',
    'пароль не для всех',
    '🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧',
    'correct horse stapler'.repeat(6),
  ])('accepts %s', async (password) => expect(await codes(password)).toEqual([]));

  it('accepts any composition (ASVS 6.2.5)', async () => {
    for (const password of ['zebrafluteorbit', 'ZEBRAFLUTEORBIT', '839201745583', '&#(;)@!{*}%~']) {
      expect(await codes(password)).toEqual([]);
    }
  });

  it.each([
    ['as it stands', 'leavemealone'],
    ['in another case', 'LeaveMeAlone'],
    ['with digits and signs behind', 'Password1234!'],
    ['with digits and signs before', '!!2024Welcome'],
    ['with a year', 'Michael1985!'],
    ['with a sequence longer than itself', 'dragon1234567890'],
    ['with letters replaced', 'P4$$w0rd2024'],
    ['with the first letter replaced', '$unshine1234'],
    ['with l written as 1', 'we1come12345'],
    ['with accents', 'Pässwörd1234'],
    ['in wide letters', 'ｐａｓｓｗｏｒｄ１２３４'],
    ['spaced out', 'Hello World!!'],
    ['twice', 'MonkeyMonkey1'],
  ])('refuses a common password %s (ASVS 6.2.4)', async (_, password) => {
    expect(await codes(password)).toContain('password_common');
  });

  it.each([
    ['the product', 'Gatehouse2026!'],
    ['the product, letters replaced', 'g4teh0us3!!!'],
    ['the host', 'babbage-works1'],
    ['the username', 'ada.lovelace!'],
    ['a part of the username', 'Lovelace-1815x'],
    ['the e-mail address', 'countess@analytical.org'],
    ['its local part', 'countess9281'],
    ['its domain', '#Analytical#77'],
    ['the name backwards', 'lovelacekingada'],
  ])('refuses what is mostly %s (ASVS 6.2.11)', async (_, password) => {
    expect(await codes(password)).toContain('password_contains_context');
  });

  it('knows nobody by a short word, or by org', async () => {
    const context = { username: 'bob', email: 'b@x.org', fullName: 'Bo Li' };
    expect(await codes('bob li at x.org', policyWith(), context)).toEqual([]);
  });

  it.each(['aaaaaaaaaaaa', 'abcabcabcabc', 'xyxyxyxyxyxyx', 'Kq7.Kq7.Kq7.', '🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊'])(
    'refuses the repetition %s',
    async (password) => expect(await codes(password)).toContain('password_repetitive'),
  );

  it.each(['123456789012', 'abcdefghijkl', 'lkjihgfedcba', 'AbCdEfGhIjKl', 'aabbccddeeff', '890123456789!'])(
    'refuses the sequence %s',
    async (password) => expect(await codes(password)).toContain('password_sequential'),
  );

  it.each(['qwertyuiopasdf', 'qwertzuiopasd', 'azertyuiopqs', '5tgb6yhn7ujm', '0p;/9ol.8ik,', 'a1s2d3f4g5h6'])(
    'refuses the way %s over the keyboard',
    async (password) => expect(await codes(password)).toContain('password_sequential'),
  );

  it('counts code points after NFC', async () => {
    expect(await codes('zebra flut🦊')).toEqual(['password_too_short']);
    expect(await codes('zebra flute🦊')).toEqual([]);
    expect(await codes('vèntilàtòr7'.normalize('NFD'))).toEqual(['password_too_short']);
  });

  it('takes its least length from the configuration, never below 8 (ASVS 6.2.1)', async () => {
    expect(await codes('Kj8#mPq2', policyWith({ PASSWORD_MIN_LENGTH: '8' }))).toEqual([]);
    expect(await codes('Kj8#mPq', policyWith({ PASSWORD_MIN_LENGTH: '8' }))).toEqual(['password_too_short']);
    expect(() => policyWith({ PASSWORD_MIN_LENGTH: '7' })).toThrow('PASSWORD_MIN_LENGTH');
  });

  it('accepts 128 characters and no more (ASVS 6.2.9)', async () => {
    const long = 'a zebra plays the flute while nobody hears it, '.repeat(3).slice(0, 128);
    expect(await codes(long)).toEqual([]);
    expect(await codes(`${long}x`)).toEqual(['password_too_long']);
    expect(await codes('x'.repeat(1_000_000))).toEqual(['password_too_long']);
  });

  it('refuses what is not text', async () =>
    expect(await codes('zebra flute \ud800 orbit')).toEqual(['password_not_text']));

  it('asks for kinds of characters only where the operator does', async () => {
    const policy = policyWith({ PASSWORD_COMPOSITION: 'on' });
    expect(await faults('zebrafluteorbit', policy)).toMatchObject([
      { code: 'password_composition', detail: 'It lacks an upper-case letter, a digit, a sign.' },
    ]);
    expect(await codes('Zebra flute 7', policy)).toEqual([]);
  });

  it('names every broken rule at once, and where', async () => {
    expect(await codes('12345', policyWith({ PASSWORD_COMPOSITION: 'on' }))).toEqual([
      'password_too_short',
      'password_common',
      'password_sequential',
      'password_composition',
    ]);
    expect(await faults('Kj8#mPq', policyWith(), ada, '/new_password')).toEqual([
      { pointer: '/new_password', code: 'password_too_short', detail: 'Use at least 12 characters.' },
    ]);
  });

  it('says of an empty password only that it is too short', async () => {
    expect(await codes('')).toEqual(['password_too_short']);
  });

  it('answers quickly, whatever the text', async () => {
    const started = performance.now();
    for (const password of [
      `${'1'.repeat(60)}password${'2'.repeat(60)}`,
      `${'$1!'.repeat(20)}drag${'!1$0'.repeat(16)}`,
    ]) {
      await codes(password);
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});
