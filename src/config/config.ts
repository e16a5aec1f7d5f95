import { type ChallengeConfig, challengeConfig } from './challenge-config.js';
import { type MailConfig, mailConfig } from './mail-config.js';
import { type Providers, type SocialConfig, socialConfig } from './social/social-config.js';
import { type RedisConfig, redisConfig } from './redis-config.js';
import { rulesBroken } from './rules.js';
import { InvalidConfiguration, readEnvironment } from './read-environment.js';
import type { Environment } from './settings.js';
import { type TracingConfig, tracingConfig } from './tracing-config.js';
import { hashesOfOneWorker } from './worker-settings.js';

const MINUTE = 60;
const DAY = 24 * 60 * 60;

/** The whole configuration, read once, frozen. Rooms take what they need from it; none reads the environment. */
export class Config {
  readonly production: boolean;
  /** Processes that share the port. */
  readonly workers: number;
  readonly logLevel: string;
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly apiPrefix: string;
    readonly allowedOrigins: readonly string[];
    readonly trustedProxies: readonly string[];
    readonly docs: boolean;
  };
  /** Absolute, without a trailing slash. Issuer of the tokens. */
  readonly publicUrl: string;
  /** Where people go on to when a hosted page is done with. */
  readonly appUrl: string | undefined;
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  /** Undefined: requests are not traced. */
  readonly tracing: TracingConfig | undefined;
  readonly database: {
    readonly url: string | undefined;
    readonly dataDir: string;
    readonly poolSize: number;
    readonly timeoutMs: number;
    /** Undefined: everything is asked of the one database. */
    readonly replica?: { readonly url: string; readonly maxLagSeconds: number; readonly timeoutMs: number } | undefined;
  };
  /** Undefined: the database counts requests. */
  readonly redis: RedisConfig | undefined;
  /** Undefined: the embedded database keeps one in its folder. */
  readonly secretKey: string | undefined;
  /** Still accepted, while another takes its place. */
  readonly previousSecretKey: string | undefined;
  readonly admin: { readonly email: string; readonly password: string | undefined };
  readonly tokens: {
    readonly audiences: readonly [string, ...string[]];
    readonly algorithm: 'ES256' | 'RS256' | 'EdDSA';
    readonly accessSeconds: number;
    readonly refreshIdleSeconds: number;
    readonly sessionMaxSeconds: number;
    readonly refreshGraceSeconds: number;
    readonly jwksMaxAgeSeconds: number;
    readonly keyRotationDays: number;
    readonly passwordGrant: boolean;
    readonly passwordResetHours: number;
    readonly emailVerificationHours: number;
    readonly invitationHours: number;
  };
  /** `hidden`: registration does not tell whether an address has an account. */
  readonly registration: { readonly hidden: boolean };
  readonly passwords: {
    readonly minLength: number;
    readonly composition: boolean;
    /** Undefined: passwords are looked up in the shipped list only. */
    readonly breachedUrl: string | undefined;
    readonly memoryKib: number;
    readonly passes: number;
    readonly concurrency: number;
    readonly queue: number;
    readonly engine: 'auto' | 'argon2';
  };
  readonly limits: {
    readonly enabled: boolean;
    readonly loginPerMinute: number;
    readonly loginPerAddressAndMinute: number;
    /** Wrong passwords for one account, from whatever addresses. */
    readonly attempts: { readonly perQuarterHour: number; readonly perDay: number };
    /** Past those. */
    readonly challenge: ChallengeConfig;
    readonly registerPerMinute: number;
    readonly refreshPerMinute: number;
    readonly recoveryPerHour: number;
    readonly lettersPerHour: number;
    readonly mailedTokensPerMinute: number;
    readonly socialPerMinute: number;
  };
  readonly social: SocialConfig;
  readonly mail: MailConfig;
  readonly accounts: { readonly deletionGraceDays: number };
  readonly audit: { readonly retentionDays: number; readonly signInRetentionDays: number };

  /** Throws InvalidConfiguration, which names every problem. */
  static from(env: NodeJS.ProcessEnv): Config {
    const { environment, providers, problems } = readEnvironment(env);
    const all = [...problems, ...rulesBroken(environment, providers, problems)];
    if (all.length > 0) throw new InvalidConfiguration(all);
    return deepFreeze(new Config(environment as Complete, providers));
  }

  private constructor(env: Complete, providers: Providers) {
    this.production = env.NODE_ENV === 'production';
    this.workers = env.WORKERS;
    this.logLevel = env.LOG_LEVEL;
    this.publicUrl = env.PUBLIC_URL ?? `http://localhost:${env.PORT}`;
    this.appUrl = env.APP_URL;
    this.http = {
      host: env.HOST,
      port: env.PORT,
      apiPrefix: env.API_PREFIX,
      allowedOrigins: env.ALLOWED_ORIGINS,
      trustedProxies: env.TRUSTED_PROXIES,
      docs: env.API_DOCS ?? !this.production,
    };
    this.metrics = env.METRICS_PORT === undefined ? undefined : { host: env.METRICS_HOST, port: env.METRICS_PORT };
    this.tracing = tracingConfig(env);
    const timeoutMs = env.DATABASE_TIMEOUT_SECONDS * 1000;
    this.database = {
      url: env.DATABASE_URL,
      dataDir: env.DATA_DIR,
      poolSize: env.DATABASE_POOL_SIZE,
      timeoutMs,
      replica:
        env.DATABASE_REPLICA_URL === undefined
          ? undefined
          : { url: env.DATABASE_REPLICA_URL, maxLagSeconds: env.DATABASE_REPLICA_MAX_LAG, timeoutMs },
    };
    this.redis = redisConfig(env);
    this.secretKey = env.SECRET_KEY;
    this.previousSecretKey = env.SECRET_KEY_PREVIOUS;
    this.admin = { email: env.ADMIN_EMAIL ?? 'admin@localhost', password: env.ADMIN_PASSWORD };
    this.tokens = {
      audiences: env.ACCESS_TOKEN_AUDIENCES as [string, ...string[]],
      algorithm: env.SIGNING_ALGORITHM,
      accessSeconds: env.ACCESS_TOKEN_EXPIRE_MINUTES * MINUTE,
      refreshIdleSeconds: env.REFRESH_TOKEN_EXPIRE_DAYS * DAY,
      sessionMaxSeconds: env.SESSION_MAX_DAYS * DAY,
      refreshGraceSeconds: env.REFRESH_GRACE_SECONDS,
      jwksMaxAgeSeconds: env.JWKS_MAX_AGE_SECONDS,
      keyRotationDays: env.KEY_ROTATION_DAYS,
      passwordGrant: env.PASSWORD_GRANT ?? !this.production,
      passwordResetHours: env.PASSWORD_RESET_TOKEN_EXPIRE_HOURS,
      emailVerificationHours: env.EMAIL_VERIFICATION_TOKEN_EXPIRE_HOURS,
      invitationHours: env.INVITATION_EXPIRE_DAYS * 24,
    };
    this.registration = { hidden: (env.REGISTRATION_DISCLOSURE ?? (env.SMTP_HOST ? 'hidden' : 'open')) === 'hidden' };
    this.passwords = {
      minLength: env.PASSWORD_MIN_LENGTH,
      composition: env.PASSWORD_COMPOSITION,
      breachedUrl: env.BREACHED_PASSWORDS_URL,
      memoryKib: env.ARGON2_MEMORY_KIB,
      passes: env.ARGON2_PASSES,
      concurrency: env.PASSWORD_HASH_CONCURRENCY ?? hashesOfOneWorker(env.WORKERS),
      queue: env.PASSWORD_HASH_QUEUE,
      engine: env.PASSWORD_HASH_ENGINE,
    };
    this.limits = {
      enabled: env.RATE_LIMITS,
      loginPerMinute: env.LOGIN_RATE_LIMIT,
      loginPerAddressAndMinute: env.LOGIN_ADDRESS_RATE_LIMIT,
      attempts: {
        perQuarterHour: env.ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR,
        perDay: env.ACCOUNT_ATTEMPTS_PER_DAY,
      },
      challenge: challengeConfig(env, this.publicUrl),
      registerPerMinute: env.REGISTER_RATE_LIMIT,
      refreshPerMinute: env.REFRESH_RATE_LIMIT,
      recoveryPerHour: env.RECOVERY_RATE_LIMIT,
      lettersPerHour: env.LETTERS_RATE_LIMIT,
      mailedTokensPerMinute: env.MAILED_TOKEN_RATE_LIMIT,
      socialPerMinute: env.SOCIAL_RATE_LIMIT,
    };
    this.audit = { retentionDays: env.AUDIT_RETENTION_DAYS, signInRetentionDays: env.AUDIT_SIGN_IN_RETENTION_DAYS };
    this.accounts = { deletionGraceDays: env.ACCOUNT_DELETION_GRACE_DAYS };
    this.social = socialConfig(env, providers, this.publicUrl);
    this.mail = mailConfig(env, this.publicUrl);
  }
}

/** What has a default is always there. */
type Optional =
  | 'PUBLIC_URL'
  | 'APP_URL'
  | 'DATABASE_URL'
  | 'SECRET_KEY'
  | 'SECRET_KEY_PREVIOUS'
  | 'ADMIN_EMAIL'
  | 'ADMIN_PASSWORD'
  | 'PASSWORD_HASH_CONCURRENCY'
  | 'PASSWORD_GRANT'
  | 'REGISTRATION_DISCLOSURE'
  | 'BREACHED_PASSWORDS_URL'
  | 'CHALLENGE_SITE_KEY'
  | 'CHALLENGE_SECRET'
  | 'CHALLENGE_VERIFY_URL'
  | 'SMTP_HOST'
  | 'SMTP_USER'
  | 'SMTP_PASSWORD'
  | 'SMTP_TLS'
  | 'EMAILS_FROM_EMAIL'
  | 'EMAILS_FROM_NAME'
  | 'MAIL_TEMPLATES_DIR'
  | 'API_DOCS'
  | 'METRICS_PORT'
  | 'OTEL_EXPORTER_OTLP_ENDPOINT'
  | 'OTEL_EXPORTER_OTLP_HEADERS';
type Complete = { [K in keyof Environment]: K extends Optional ? Environment[K] : NonNullable<Environment[K]> };

function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) deepFreeze(member);
  return Object.freeze(value);
}
