import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/**
 * One HTTP/1.1 connection, one request at a time, answers with a Content-Length or in chunks. It does what these
 * measurements need and nothing more, so that the generator, which shares its processor with PostgreSQL, is not what is measured.
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
    const body = this.bodyAt(end + 4);
    if (body === undefined) return;
    const answer = { status: Number(this.received.slice(9, 12)), head: this.received.slice(0, end), body };
    this.received = '';
    const { settle } = this;
    this.settle = undefined;
    settle?.resolve(answer);
  }

  /** Undefined until it is there as a whole. */
  private bodyAt(start: number): string | undefined {
    const length = /\r\ncontent-length: (\d+)/i.exec(this.received)?.[1];
    if (length !== undefined)
      return this.received.length < start + Number(length) ? undefined : this.received.slice(start);
    // The last chunk is empty (RFC 9112, section 7.1), and nobody here sends trailers.
    if (/\r\ntransfer-encoding: chunked/i.test(this.received))
      return this.received.endsWith('\r\n0\r\n\r\n') ? withoutChunks(this.received.slice(start)) : undefined;
    this.settle?.reject(new Error(`No length in:\n${this.received}`));
    return undefined;
  }
}

function withoutChunks(chunks: string): string {
  let body = '';
  for (let at = 0; ;) {
    const end = chunks.indexOf('\r\n', at);
    const length = Number.parseInt(chunks.slice(at, end), 16);
    if (!(length > 0)) return body;
    body += chunks.slice(end + 2, end + 2 + length);
    at = end + 2 + length + 2;
  }
}
