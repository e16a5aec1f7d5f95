import { MailTransport } from './mail-transport.js';

/** Letters stay in the table, readable at /dev/mail. */
export class MailboxTransport extends MailTransport {
  readonly kind = 'mailbox';

  async send(): Promise<void> {}

  close(): void {}
}

/** Production without a mail server: letters are queued, and nothing takes them out. */
export class NoTransport extends MailTransport {
  readonly kind = 'none';

  async send(): Promise<void> {
    throw new Error('SMTP_HOST is not set');
  }

  close(): void {}
}
