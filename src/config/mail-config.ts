import type { Environment } from './settings.js';

export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly tls: 'starttls' | 'implicit' | 'off';
}

export interface MailConfig {
  /** Undefined: there is no mail server to hand letters to. */
  readonly smtp: SmtpConfig | undefined;
  readonly from: { readonly name: string; readonly address: string };
  readonly brand: { readonly name: string; readonly color: string };
  readonly templatesDir: string | undefined;
  readonly maxAttempts: number;
  readonly defaultLocale: string;
}

const IMPLICIT_TLS_PORT = 465;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

export function mailConfig(env: Environment, publicUrl: string): MailConfig {
  const brand = { name: env.BRAND_NAME!, color: env.BRAND_COLOR! };
  return {
    smtp: smtpConfig(env),
    from: {
      name: env.EMAILS_FROM_NAME ?? brand.name,
      address: env.EMAILS_FROM_EMAIL ?? `no-reply@${new URL(publicUrl).hostname}`,
    },
    brand,
    templatesDir: env.MAIL_TEMPLATES_DIR,
    maxAttempts: env.MAIL_MAX_ATTEMPTS!,
    defaultLocale: env.DEFAULT_LOCALE!,
  };
}

export function smtpRulesBroken({ SMTP_HOST, SMTP_USER, SMTP_PASSWORD, SMTP_TLS }: Environment): string[] {
  return [
    ...(Boolean(SMTP_USER) === Boolean(SMTP_PASSWORD) ? [] : ['SMTP_USER and SMTP_PASSWORD must be set together']),
    ...(!SMTP_HOST && (SMTP_USER || SMTP_TLS) ? ['SMTP_HOST must be set together with the other SMTP_ settings'] : []),
  ];
}

function smtpConfig(env: Environment): SmtpConfig | undefined {
  const { SMTP_HOST: host, SMTP_PORT: port = 0, SMTP_USER: user, SMTP_PASSWORD: password, SMTP_TLS } = env;
  if (host === undefined) return undefined;
  const usual = port === IMPLICIT_TLS_PORT ? 'implicit' : LOOPBACK.test(host) ? 'off' : 'starttls';
  return { host, port, user, password, tls: SMTP_TLS ?? usual };
}
