import type { Environment } from './settings.js';

/** A third party that shows a puzzle and tells afterwards whether it was solved. */
export interface SiteVerifyConfig {
  readonly siteKey: string;
  readonly secret: string;
  readonly verifyUrl: string;
  /** Of the pages that may have shown the puzzle. */
  readonly hostnames: readonly string[];
}

export type ChallengeConfig = { readonly attemptsPerDay: number } & (
  | { readonly kind: 'off' }
  | { readonly kind: 'proof_of_work'; readonly difficulty: number }
  | ({ readonly kind: 'turnstile' | 'hcaptcha' } & SiteVerifyConfig)
);

const VERIFY_URLS = {
  turnstile: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
  hcaptcha: 'https://api.hcaptcha.com/siteverify',
};

/** Published by Turnstile and hCaptcha for tests: they let everybody pass, or nobody. */
const TEST_SECRET = /^[1-3]x0+AA$|^0x0{40}$/;

export function challengeConfig(env: Environment, publicUrl: string): ChallengeConfig {
  const attemptsPerDay = env.CHALLENGED_ATTEMPTS_PER_DAY!;
  const kind = env.CHALLENGE!;
  if (kind === 'off') return { kind, attemptsPerDay };
  if (kind === 'proof_of_work') return { kind, attemptsPerDay, difficulty: env.CHALLENGE_DIFFICULTY! };
  const named = env.CHALLENGE_HOSTNAMES!;
  return {
    kind,
    attemptsPerDay,
    siteKey: env.CHALLENGE_SITE_KEY!,
    secret: env.CHALLENGE_SECRET!,
    verifyUrl: env.CHALLENGE_VERIFY_URL ?? VERIFY_URLS[kind],
    hostnames: (named.length > 0 ? named : [publicUrl, ...env.ALLOWED_ORIGINS!].map(hostOf)).map((host) =>
      host.toLowerCase(),
    ),
  };
}

export function challengeRulesBroken(env: Environment): string[] {
  const { CHALLENGE: kind, CHALLENGE_SITE_KEY: siteKey, CHALLENGE_SECRET: secret } = env;
  if (kind === undefined) return [];
  const third = kind === 'turnstile' || kind === 'hcaptcha';
  const rules: [boolean, string][] = [
    [third && !siteKey, `CHALLENGE_SITE_KEY must be set with CHALLENGE=${kind}`],
    [third && !secret, `CHALLENGE_SECRET must be set with CHALLENGE=${kind}`],
    [
      !third && Boolean(siteKey || secret || env.CHALLENGE_VERIFY_URL || env.CHALLENGE_HOSTNAMES?.length),
      'CHALLENGE must be turnstile or hcaptcha where CHALLENGE_SITE_KEY, _SECRET, _HOSTNAMES or _VERIFY_URL is set',
    ],
    [
      env.NODE_ENV === 'production' && TEST_SECRET.test(secret ?? ''),
      'CHALLENGE_SECRET is a test secret, which decides nothing',
    ],
  ];
  return rules.filter(([broken]) => broken).map(([, problem]) => problem);
}

const hostOf = (url: string): string => new URL(url).hostname;
