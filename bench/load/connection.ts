import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * One HTTP/1.1 connection, one request at a time, answers with a Content-Length only. It does what these measurements
 * need and nothing more, so that the generator, which shares its processor with PostgreSQL, is not what is measured.
 */
export class Connection {
  static async open(origin: string): Promise<Connection> {
    const { hostname, port } = new URL(origin);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, 'connect');
    return new Connection(socket);
  }

  private readonly socket: Socket;
  private received = '';
  private settle: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    // Latin-1: one character a byte, so that lengths agree.
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.take(chunk));
    socket.on('error', (error) => this.settle?.reject(error));
    socket.on('close', () => this.settle?.reject(new Error('The server closed the connection')));
  }

  send(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.socket.write(request, 'latin1');
    });
  }

  close(): void {
    this.settle = undefined;
    this.socket.destroy();
  }

  private take(chunk: string): void {
    this.received += chunk;
    const end = this.received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(this.received)?.[1];
    if (length === undefined) {
      this.settle?.reject(new Error(`No Content-Length in:\n${this.received.slice(0, end)}`));
      return;
    }
    const bodyAt = end + 4;
    if (this.received.length < bodyAt + Number(length)) return;

    const answer = { status: Number(this.received.slice(9, 12)), body: this.received.slice(bodyAt) };
    this.received = '';
    const { settle } = this;
    this.settle = undefined;
    settle?.resolve(answer);
  }
}
