import type { Config } from '#config/index.js';
import { hasMailbox } from '../dev-mailbox/mailbox-is-at.js';
import type { MailTransport } from './mail-transport.js';
import { MailboxTransport, NoTransport } from './other.transports.js';
import { SmtpTransport } from './smtp.transport.js';

export function transportFor(config: Config): MailTransport {
  const { mail, publicUrl } = config;
  if (mail.smtp) return new SmtpTransport(mail.smtp, mail.from, new URL(publicUrl).hostname);
  return hasMailbox(config) ? new MailboxTransport() : new NoTransport();
}
