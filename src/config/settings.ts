import { z } from 'zod';
import { CHALLENGE_SETTINGS } from './challenge-settings.js';
import { appUrl, baseUrl, cidrs, databaseUrl, flag, integer, list, origins, redisUrl, text } from './fields.js';
import { LIMIT_SETTINGS } from './limit-settings.js';
import { MAIL_SETTINGS } from './mail-settings.js';
import { PASSWORD_SETTINGS } from './password-settings.js';
import { setting } from './setting.js';
import { SOCIAL_SETTINGS } from './social/provider-settings.js';
import { WATCH_SETTINGS } from './watch-settings.js';
import { WORKER_SETTINGS } from './worker-settings.js';

export type { Setting } from './setting.js';

/** Every setting there is. `--help`, docs/configuration.md and the typed Config are all made from this list. */
export const SETTINGS = {
  NODE_ENV: setting({
    read: z.enum(['development', 'production', 'test'], 'must be development, production or test'),
    default: 'development',
    meaning: 'In production unsafe settings stop the start.',
  }),
  HOST: setting({
    read: text,
    default: '127.0.0.1',
    meaning: 'The address to listen on. 0.0.0.0 for every interface.',
  }),
  PORT: setting({ read: integer(0, 65535), default: '3000', meaning: 'The port to listen on; 0 takes a free one.' }),
  ...WORKER_SETTINGS,
  PUBLIC_URL: setting({
    read: baseUrl,
    meaning:
      'How people and services reach this service. Issuer of the tokens and base of every link. Unset: http://localhost:PORT.',
  }),
  APP_URL: setting({
    read: appUrl,
    meaning: 'The application that people came from. The pages behind mailed links lead on to it. Unset: they do not.',
  }),
  API_PREFIX: setting({
    read: z
      .string()
      .regex(/^(\/|(\/[A-Za-z0-9._-]+)+)$/, 'must be a path such as /api/v1, or /')
      .transform((path) => (path === '/' ? '' : path)),
    default: '/api/v1',
    meaning: 'Path before every API route; / for none. Health, documents and well-known addresses stay at the root.',
  }),
  DATA_DIR: setting({
    read: text,
    default: './data',
    meaning: 'Where the embedded database and the generated secret live. Not used with DATABASE_URL.',
  }),
  LOG_LEVEL: setting({
    read: z.enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'silent'],
      'must be fatal, error, warn, info, debug or silent',
    ),
    default: 'info',
    meaning: 'How much is logged.',
  }),
  DATABASE_URL: setting({
    read: databaseUrl,
    secret: true,
    meaning: 'PostgreSQL 15 or newer. Unset: an embedded PostgreSQL in DATA_DIR. Demanded in production.',
  }),
  DATABASE_POOL_SIZE: setting({
    read: integer(1, 200),
    default: '10',
    unit: 'connections',
    meaning: 'Connections to the database, of each process; one more hears the other processes.',
  }),
  DATABASE_TIMEOUT_SECONDS: setting({
    read: integer(1, 300),
    default: '10',
    unit: 'seconds',
    meaning: 'The longest that one statement, or the wait for a connection, may take.',
  }),
  DATABASE_REPLICA_URL: setting({
    read: databaseUrl,
    secret: true,
    meaning:
      'A streaming replica of that server. It answers lists of users and the audit log, which may then be a little behind; nothing else. See docs/operations.md.',
  }),
  DATABASE_REPLICA_MAX_LAG: setting({
    read: integer(2, 3600),
    default: '10',
    unit: 'seconds',
    meaning:
      'How old what the replica shows may be. When it is further behind, or away, DATABASE_URL is asked instead.',
  }),
  REDIS_URL: setting({
    read: redisUrl,
    secret: true,
    meaning:
      'Redis (6.2 or newer) or Valkey that counts requests for the rate limits, rediss:// for TLS. Unset, and while it is away: PostgreSQL does. See docs/operations.md.',
  }),
  SECRET_KEY: setting({
    read: z.string().min(32, 'must have at least 32 characters; make one with: openssl rand -base64 48'),
    secret: true,
    meaning:
      'Keys for refresh tokens and for the stored signing keys are derived from it. Unset: generated into DATA_DIR (embedded database only). Demanded in production.',
  }),
  SECRET_KEY_PREVIOUS: setting({
    read: z.string().min(32, 'must have at least 32 characters: it is what SECRET_KEY was before'),
    secret: true,
    meaning:
      'The former SECRET_KEY, while it is being replaced: what was made with it is still accepted. See docs/operations.md.',
  }),
  ALLOWED_ORIGINS: setting({
    read: origins,
    default: '',
    meaning:
      'Origins of browser applications that may call the API (CORS), and use cookie mode where they are of one site with it, separated by commas. Exact, such as https://app.example.org.',
  }),
  TRUSTED_PROXIES: setting({
    read: cidrs,
    default: '',
    meaning: 'CIDR ranges of the reverse proxies whose X-Forwarded-* headers are believed.',
  }),
  ADMIN_EMAIL: setting({
    read: z.email('must be an e-mail address'),
    meaning: 'E-mail of the administrator that the first start creates. Unset: admin@localhost.',
  }),
  ADMIN_PASSWORD: setting({
    read: z.string().min(12, 'must have at least 12 characters').max(128, 'must have at most 128 characters'),
    secret: true,
    meaning: 'Password of that administrator. Unset: a random one, printed once.',
  }),
  ACCESS_TOKEN_EXPIRE_MINUTES: setting({
    read: integer(1, 1440),
    default: '15',
    unit: 'minutes',
    meaning: 'Life of an access token.',
  }),
  ACCESS_TOKEN_AUDIENCES: setting({
    read: list.refine((items) => items.length > 0, 'must name at least one audience'),
    default: 'gatehouse',
    meaning: 'Audiences of access tokens (`aud`), separated by commas. This service itself is the first one.',
  }),
  REFRESH_TOKEN_EXPIRE_DAYS: setting({
    read: integer(1, 3650),
    default: '7',
    unit: 'days',
    meaning: 'A session ends when it was not refreshed for so long.',
  }),
  SESSION_MAX_DAYS: setting({
    read: integer(1, 3650),
    default: '90',
    unit: 'days',
    meaning: 'A session ends after so long, however often it was refreshed.',
  }),
  REFRESH_GRACE_SECONDS: setting({
    read: integer(0, 300),
    default: '30',
    unit: 'seconds',
    meaning: 'How long the token before the current one is answered with the same successor. 0: never.',
  }),
  JWKS_MAX_AGE_SECONDS: setting({
    read: integer(5, 86_400),
    default: '300',
    unit: 'seconds',
    meaning: 'For how long others may keep the public keys. A new key is published for twice as long before it signs.',
  }),
  KEY_ROTATION_DAYS: setting({
    read: integer(0, 3650),
    default: '90',
    unit: 'days',
    meaning: 'Another signing key takes over after so long. 0: only by `gatehouse keys rotate`.',
  }),
  PASSWORD_RESET_TOKEN_EXPIRE_HOURS: setting({
    read: integer(1, 72),
    default: '1',
    unit: 'hours',
    meaning: 'Life of a link to a new password.',
  }),
  EMAIL_VERIFICATION_TOKEN_EXPIRE_HOURS: setting({
    read: integer(1, 720),
    default: '24',
    unit: 'hours',
    meaning: 'Life of a link that proves an e-mail address.',
  }),
  INVITATION_EXPIRE_DAYS: setting({
    read: integer(1, 90),
    default: '7',
    unit: 'days',
    meaning: 'Life of an invitation.',
  }),
  REGISTRATION_DISCLOSURE: setting({
    read: z.enum(['open', 'hidden'], 'must be open or hidden'),
    meaning:
      'Whether registration tells that an e-mail address has an account. open: 409, and a new account at once. hidden: the same answer for every address, and the account is made when its letter is confirmed. Unset: hidden with SMTP_HOST, else open.',
  }),
  SIGNING_ALGORITHM: setting({
    read: z.enum(['ES256', 'RS256', 'EdDSA'], 'must be ES256, RS256 or EdDSA'),
    default: 'ES256',
    meaning: 'Algorithm of new signing keys. Keys of another algorithm stay published.',
  }),
  ...PASSWORD_SETTINGS,
  PASSWORD_GRANT: setting({
    read: flag,
    meaning:
      'Allow grant_type=password at /auth/token for the first-party client. Unset: on, but off in production (RFC 9700 §2.4 forbids it).',
  }),
  ...LIMIT_SETTINGS,
  ...CHALLENGE_SETTINGS,
  ...SOCIAL_SETTINGS,
  ...MAIL_SETTINGS,
  ACCOUNT_DELETION_GRACE_DAYS: setting({
    read: integer(0, 365),
    default: '14',
    unit: 'days',
    meaning:
      'How long a deleted account is only closed and can be restored, before it is gone for good. 0: it is gone at once.',
  }),
  AUDIT_RETENTION_DAYS: setting({
    read: integer(30, 36500),
    default: '400',
    unit: 'days',
    meaning: 'Security events are removed after so long.',
  }),
  AUDIT_SIGN_IN_RETENTION_DAYS: setting({
    read: integer(1, 36500),
    default: '90',
    unit: 'days',
    meaning:
      'Events of sign-in and sessions lose person and address after so long. Those of credentials, roles and status keep them.',
  }),
  API_DOCS: setting({
    read: flag,
    meaning: 'Serve /docs, /redoc and /openapi.json. Unset: on, but off in production.',
  }),
  ...WATCH_SETTINGS,
} as const;

export type SettingName = keyof typeof SETTINGS;

type Parsed<S> = S extends { read: z.ZodType<infer T, string> } ? T : never;

/** Every setting, read. Those without a default may be undefined. */
export type Environment = { [K in SettingName]: Parsed<(typeof SETTINGS)[K]> | undefined };
