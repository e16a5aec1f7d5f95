import { createTransport, type Transporter } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool';
import type { Config } from '#config/index.js';
import { assertMailable, presentableName } from '../address.js';
import { MailTransport, type Message } from './mail-transport.js';

type Smtp = NonNullable<Config['mail']['smtp']>;

/** Letters that are being sent at the same moment, each on a connection of its own. */
export const CONNECTIONS = 5;

/** Then an attempt has failed, whatever the mail server does. The lease of a letter is longer: no attempt outlasts it. */
export const DEADLINE_MS = 90_000;

/** A server may think for a while about a whole letter; giving up on it then would make it send a second one. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, dnsTimeout: 10_000, socketTimeout: 60_000 };

const TLS: Record<Smtp['tls'], Pick<SMTPPool.Options, 'secure' | 'requireTLS' | 'ignoreTLS'>> = {
  implicit: { secure: true },
  // Without STARTTLS on offer nothing is sent: whoever sits in between could have cut it out (RFC 8314).
  starttls: { requireTLS: true },
  off: { ignoreTLS: true },
};

/** A mail server, over connections that are kept. */
export class SmtpTransport extends MailTransport {
  readonly kind = 'smtp';
  private readonly transporter: Transporter<SMTPPool.SentMessageInfo>;

  constructor(
    smtp: Smtp,
    private readonly from: { readonly name: string; readonly address: string },
    private readonly hostname: string,
  ) {
    super();
    const { host, port, user, password, tls } = smtp;
    this.transporter = createTransport({
      pool: true,
      maxConnections: CONNECTIONS,
      // More attempts are the worker's business.
      maxRequeues: 1,
      host,
      port,
      name: hostname,
      auth: user === undefined ? undefined : { user, pass: password },
      ...TLS[tls],
      ...TIMEOUTS,
      // A letter is what was written here, never a file or an address that something in it names.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send({ id, date, to, subject, html, text }: Message): Promise<void> {
    assertMailable(to.address);
    await this.transporter.sendMail({
      messageId: `<${id}@${this.hostname}>`,
      date,
      from: { ...this.from },
      to: { name: presentableName(to.name) ?? '', address: to.address },
      subject,
      html,
      text,
      signal: AbortSignal.timeout(DEADLINE_MS),
      // RFC 3834: nobody's holiday notice shall answer.
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    });
  }

  close(): void {
    this.transporter.close();
  }
}
