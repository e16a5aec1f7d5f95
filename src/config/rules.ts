import { challengeRulesBroken } from './challenge-config.js';
import { isSafeUrl } from './fields.js';
import { smtpRulesBroken } from './mail-config.js';
import type { Environment } from './settings.js';
import type { Providers } from './social/social-config.js';
import { socialRulesBroken } from './social/social-rules.js';

/** Smallest passes for a memory, in KiB: equal-strength points of the OWASP password storage cheat sheet. */
const ARGON2_MINIMA = [
  { memory: 47104, passes: 1 },
  { memory: 19456, passes: 2 },
  { memory: 12288, passes: 3 },
  { memory: 9216, passes: 4 },
  { memory: 7168, passes: 5 },
];

const PLACEHOLDER = /change[-_ ]?me|placeholder|your[-_ ]?secret|^secret|^password|example[-_ ]?key/i;

/** Rules that concern several settings together, or production only. A setting that could not be read is passed over. */
export function rulesBroken(env: Environment, providers: Providers, problems: readonly string[]): string[] {
  const unread = new Set(problems.map((problem) => problem.split(' ')[0]!));
  return [
    ...argon2Rules(env),
    ...secretRules(env),
    ...replicaRules(env),
    ...(unread.has('DATABASE_URL') ? [] : workerRules(env)),
    ...smtpRulesBroken(env),
    ...challengeRulesBroken(env),
    ...socialRulesBroken(env, providers, unread),
    ...(env.NODE_ENV === 'production' ? productionRules(env) : []),
  ];
}

function argon2Rules({ ARGON2_MEMORY_KIB: memory, ARGON2_PASSES: passes }: Environment): string[] {
  if (memory === undefined || passes === undefined) return [];
  if (ARGON2_MINIMA.some((point) => memory >= point.memory && passes >= point.passes)) return [];
  return ['ARGON2_MEMORY_KIB and ARGON2_PASSES together are weaker than the OWASP minimum (19456 with 2)'];
}

function secretRules({ DATABASE_URL, SECRET_KEY, SECRET_KEY_PREVIOUS }: Environment): string[] {
  return [
    ...(DATABASE_URL && !SECRET_KEY
      ? ['SECRET_KEY must be set together with DATABASE_URL; make one with: openssl rand -base64 48']
      : []),
    ...(SECRET_KEY_PREVIOUS && SECRET_KEY_PREVIOUS === SECRET_KEY
      ? [
          'SECRET_KEY_PREVIOUS is the same as SECRET_KEY; put the new secret into SECRET_KEY, or remove SECRET_KEY_PREVIOUS',
        ]
      : []),
  ];
}

function replicaRules({ DATABASE_URL, DATABASE_REPLICA_URL }: Environment): string[] {
  if (!DATABASE_REPLICA_URL) return [];
  if (!DATABASE_URL) return ['DATABASE_REPLICA_URL is of no use without DATABASE_URL'];
  return DATABASE_REPLICA_URL === DATABASE_URL ? ['DATABASE_REPLICA_URL is the same as DATABASE_URL'] : [];
}

function workerRules({ WORKERS = 1, DATABASE_URL }: Environment): string[] {
  if (WORKERS === 1 || DATABASE_URL) return [];
  return ['WORKERS must be 1 without DATABASE_URL: the embedded database serves one process only'];
}

function productionRules(env: Environment): string[] {
  const rules: [boolean, string][] = [
    [!env.DATABASE_URL, 'DATABASE_URL must be set in production'],
    [!env.SECRET_KEY && !env.DATABASE_URL, 'SECRET_KEY must be set in production'],
    [isPlaceholder(env.SECRET_KEY), 'SECRET_KEY looks like a placeholder'],
    [isPlaceholder(env.SECRET_KEY_PREVIOUS), 'SECRET_KEY_PREVIOUS looks like a placeholder'],
    [PLACEHOLDER.test(env.ADMIN_PASSWORD ?? ''), 'ADMIN_PASSWORD looks like a placeholder'],
    [!env.PUBLIC_URL, 'PUBLIC_URL must be set in production'],
    [env.PUBLIC_URL !== undefined && !isSafeUrl(env.PUBLIC_URL), 'PUBLIC_URL must begin with https:// in production'],
    [
      env.CHALLENGE_VERIFY_URL !== undefined && !isSafeUrl(env.CHALLENGE_VERIFY_URL),
      'CHALLENGE_VERIFY_URL must begin with https:// in production: a secret is sent there',
    ],
    [env.RATE_LIMITS === false, 'RATE_LIMITS=off is for benchmarks and refused in production'],
  ];
  return rules.filter(([broken]) => broken).map(([, problem]) => problem);
}

/** What was made by chance has many different characters: fewer than one in a million have so few. */
function isPlaceholder(secret: string | undefined): boolean {
  return secret !== undefined && (PLACEHOLDER.test(secret) || new Set(secret).size < 10);
}
