import { Config } from './config.js';
import { InvalidConfiguration } from './read-environment.js';

const challenge = (env: Record<string, string>) => Config.from(env).limits.challenge;
const KEYS = { CHALLENGE_SITE_KEY: 'site', CHALLENGE_SECRET: 'secret' };

function problems(env: Record<string, string>): readonly string[] {
  try {
    Config.from(env);
    return [];
  } catch (error) {
    return (error as InvalidConfiguration).problems;
  }
}

describe('the settings of the challenge', () => {
  it('are complete without any, and need nobody else', () => {
    expect(challenge({})).toEqual({ kind: 'proof_of_work', attemptsPerDay: 50, difficulty: 18 });
  });

  it('may be off', () => expect(challenge({ CHALLENGE: 'off' })).toEqual({ kind: 'off', attemptsPerDay: 50 }));

  it.each([
    ['turnstile', 'https://challenges.cloudflare.com/turnstile/v0/siteverify'],
    ['hcaptcha', 'https://api.hcaptcha.com/siteverify'],
  ])('ask %s at its own address, for the pages that are ours', (kind, verifyUrl) => {
    const env = {
      CHALLENGE: kind,
      ...KEYS,
      PUBLIC_URL: 'https://Auth.example.org:8443/id',
      ALLOWED_ORIGINS: 'https://app.example.org,http://localhost:5173',
    };
    expect(challenge(env)).toEqual({
      kind,
      attemptsPerDay: 50,
      siteKey: 'site',
      secret: 'secret',
      verifyUrl,
      hostnames: ['auth.example.org', 'app.example.org', 'localhost'],
    });
    expect(challenge({ ...env, CHALLENGE_HOSTNAMES: 'Login.example.org' })).toMatchObject({
      hostnames: ['login.example.org'],
    });
    expect(challenge({ ...env, CHALLENGE_VERIFY_URL: 'http://127.0.0.1:9/verify' })).toMatchObject({
      verifyUrl: 'http://127.0.0.1:9/verify',
    });
  });

  it('name everything that is wrong at once', () => {
    expect(problems({ CHALLENGE: 'turnstile' })).toEqual([
      'CHALLENGE_SITE_KEY must be set with CHALLENGE=turnstile',
      'CHALLENGE_SECRET must be set with CHALLENGE=turnstile',
    ]);
    expect(problems({ CHALLENGE: 'riddle', CHALLENGE_DIFFICULTY: '40', CHALLENGE_VERIFY_URL: 'ftp://x' })).toEqual([
      'CHALLENGE must be off, proof_of_work, turnstile or hcaptcha',
      'CHALLENGE_DIFFICULTY must be a whole number from 1 to 26',
      expect.stringMatching(/^CHALLENGE_VERIFY_URL must be an http/),
    ]);
  });

  it.each(['off', 'proof_of_work'])('have no use for keys with %s', (CHALLENGE) => {
    expect(problems({ CHALLENGE, ...KEYS })).toEqual([expect.stringMatching(/^CHALLENGE must be turnstile or/)]);
  });

  describe('in production', () => {
    const production = {
      NODE_ENV: 'production',
      DATABASE_URL: 'postgresql://localhost/gatehouse',
      SECRET_KEY: 'q8Xz!fL2vB7nM4kR9tY1wC6jH3gD5sPa',
      PUBLIC_URL: 'https://auth.example.org',
      CHALLENGE: 'turnstile',
      ...KEYS,
    };

    it('accept a secret', () => expect(problems(production)).toEqual([]));

    it.each([
      '1x0000000000000000000000000000000AA',
      '2x0000000000000000000000000000000AA',
      '0x0000000000000000000000000000000000000000',
    ])('refuse the test secret %s', (CHALLENGE_SECRET) => {
      expect(problems({ ...production, CHALLENGE_SECRET })).toEqual([expect.stringContaining('test secret')]);
      expect(problems({ CHALLENGE: 'turnstile', ...KEYS, CHALLENGE_SECRET })).toEqual([]);
    });

    it('send the secret over https only', () => {
      const CHALLENGE_VERIFY_URL = 'http://verify.example.org';
      expect(problems({ ...production, CHALLENGE_VERIFY_URL })).toEqual([expect.stringContaining('https://')]);
    });
  });
});
