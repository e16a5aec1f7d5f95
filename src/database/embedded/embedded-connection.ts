import { Duplex } from 'node:stream';
import { FrontendMessages } from './frontend-messages.js';

/** AuthenticationOk, ReadyForQuery: nobody but this process can be here, and the session is there already. */
const WELCOME = Buffer.from('R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I', 'latin1');
const NO_ENCRYPTION = Buffer.from('N');

/** One connection to the embedded database, for the `stream` option of node-postgres: what a socket is to a server. */
export class EmbeddedConnection extends Duplex {
  private readonly received = new FrontendMessages();

  /** `send` takes what is answered as one, and `null` when the connection is gone. */
  constructor(private readonly send: (messages: Uint8Array<ArrayBuffer> | null) => void) {
    super();
  }

  /** The part of net.Socket that node-postgres uses. */
  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    for (const unit of this.received.take(chunk)) {
      if (unit === 'startup') this.push(WELCOME);
      else if (unit === 'encryption?') this.push(NO_ENCRYPTION);
      else if (unit === 'terminate') this.destroy();
      else this.send(unit);
    }
    done();
  }

  override _read(): void {}

  override _final(done: () => void): void {
    done();
    this.destroy();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.send(null);
    done(error);
  }
}
