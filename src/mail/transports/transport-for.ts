import type { Config } from '#config/index.js';
import type { MailTransport } from './mail-transport.js';
import { MailboxTransport, NoTransport } from './other.transports.js';
import { SmtpTransport } from './smtp.transport.js';

export function transportFor({ mail, publicUrl, production }: Config): MailTransport {
  if (mail.smtp) return new SmtpTransport(mail.smtp, mail.from, new URL(publicUrl).hostname);
  return production ? new NoTransport() : new MailboxTransport();
}
