import { Config } from './config.js';
import { InvalidConfiguration } from './read-environment.js';

const mail = (env: Record<string, string>) => Config.from(env).mail;

describe('the settings of mail', () => {
  it('are complete without any', () => {
    expect(mail({ PUBLIC_URL: 'https://auth.example.org:8443/id' })).toEqual({
      smtp: undefined,
      from: { name: 'Gatehouse', address: 'no-reply@auth.example.org' },
      brand: { name: 'Gatehouse', color: '#3451b2' },
      templatesDir: undefined,
      maxAttempts: 12,
      defaultLocale: 'en',
    });
  });

  it.each([
    [{ SMTP_HOST: 'mail.example.org' }, 'starttls'],
    [{ SMTP_HOST: 'mail.example.org', SMTP_PORT: '465' }, 'implicit'],
    [{ SMTP_HOST: 'mail.example.org', SMTP_TLS: 'off' }, 'off'],
    [{ SMTP_HOST: '127.0.0.1' }, 'off'],
    [{ SMTP_HOST: 'localhost', SMTP_TLS: 'starttls' }, 'starttls'],
    [{ SMTP_HOST: 'localhost.example.org' }, 'starttls'],
  ])('%j: TLS is %s', (env, tls) => expect(mail(env as unknown as Record<string, string>).smtp!.tls).toBe(tls));

  it.each([
    [{ SMTP_HOST: 'mail.example.org', SMTP_USER: 'ada' }, 'SMTP_USER and SMTP_PASSWORD must be set together'],
    [{ SMTP_TLS: 'starttls' }, 'SMTP_HOST must be set'],
    [{ BRAND_NAME: 'A\r\nBcc: eve@example.org' }, 'BRAND_NAME must be one line'],
    [{ BRAND_COLOR: 'red' }, 'BRAND_COLOR must be a colour'],
    [{ DEFAULT_LOCALE: '../etc' }, 'DEFAULT_LOCALE must be a language tag'],
    [{ MAIL_MAX_ATTEMPTS: '0' }, 'MAIL_MAX_ATTEMPTS must be'],
  ])('%j stops the start', (env, problem) => {
    expect(() => mail(env as unknown as Record<string, string>)).toThrow(InvalidConfiguration);
    expect(() => mail(env as unknown as Record<string, string>)).toThrow(problem);
  });
});
