import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

/** A letter as it arrived at the mail server. */
export interface ReceivedLetter {
  readonly from: string;
  readonly recipients: string[];
  /** Unfolded, by lower-case name. */
  readonly headers: Record<string, string>;
  /** All parts, decoded from quoted-printable. */
  readonly body: string;
  readonly secure: boolean;
  readonly user: string | undefined;
}

/** A real mail server on loopback. Without syntax that would have to be compiled: bench/ runs it as it is. */
export class MailSink {
  readonly letters: ReceivedLetter[] = [];
  private readonly options: SMTPServerOptions;
  private server: SMTPServer | undefined;
  private port = 0;

  static async start(options: SMTPServerOptions = {}): Promise<MailSink> {
    const sink = new MailSink(options);
    await sink.resume();
    return sink;
  }

  private constructor(options: SMTPServerOptions) {
    this.options = options;
  }

  /** What makes the service use it. */
  get env(): Record<string, string> {
    return { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(this.port) };
  }

  /** As a mail server that is down: nothing listens. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(resolve));
  }

  /** Comes back on the same port. */
  async resume(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      closeTimeout: 100,
      logger: false,
      onData: (stream, session, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          this.letters.push(received(Buffer.concat(chunks).toString(), session));
          callback();
        });
      },
      ...this.options,
    });
    server.on('error', () => {});
    server.listen(this.port, '127.0.0.1');
    await once(server.server, 'listening');
    this.port = (server.server.address() as AddressInfo).port;
    this.server = server;
  }
}

function received(source: string, { envelope, secure, user }: SMTPServerSession): ReceivedLetter {
  const [head = ''] = source.split('\r\n\r\n', 1);
  const headers = head
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map((line): [string, string] => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 2),
    ]);
  return {
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    recipients: envelope.rcptTo.map(({ address }) => address),
    headers: Object.fromEntries(headers),
    body: quotedPrintable(source.slice(head.length)),
    secure,
    user,
  };
}

/** RFC 2045 §6.7 */
function quotedPrintable(text: string): string {
  const bytes = text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
