/** Messages after which a client waits for an answer: simple Query, Sync, Flush, function call, CopyDone, CopyFail. */
const ASKING: ReadonlySet<string> = new Set(['Q', 'S', 'H', 'F', 'c', 'f']);
const TERMINATE = 'X';

const PROTOCOL_3 = 3;

/** What a client sent, in pieces that are answered as one. */
export type FrontendUnit = 'startup' | 'encryption?' | 'terminate' | Uint8Array<ArrayBuffer>;

/**
 * Cuts the bytes of one client after each message that asks for an answer (PostgreSQL frontend/backend protocol 3).
 * Parse, Bind and Execute up to their Sync stay together: between them the unnamed statement must not change hands.
 */
export class FrontendMessages {
  private bytes: Buffer = Buffer.alloc(0);
  private started = false;

  *take(chunk: Buffer): Generator<FrontendUnit> {
    this.bytes = Buffer.concat([this.bytes, chunk]);
    while (!this.started && this.bytes.length >= 8 && this.bytes.length >= this.bytes.readInt32BE(0)) {
      yield this.cutStartup();
    }
    if (this.started) yield* this.cutMessages();
  }

  /** The first packet has no type byte: its length, then a protocol version or one of the codes 1234.xxxx. */
  private cutStartup(): FrontendUnit {
    this.started = this.bytes.readInt16BE(4) === PROTOCOL_3;
    this.bytes = this.bytes.subarray(this.bytes.readInt32BE(0));
    return this.started ? 'startup' : 'encryption?';
  }

  private *cutMessages(): Generator<FrontendUnit> {
    let end = 0;
    while (this.bytes.length >= end + 5) {
      const type = String.fromCharCode(this.bytes[end]!);
      end += 1 + this.bytes.readInt32BE(end + 1);
      if (end > this.bytes.length) return;
      if (type === TERMINATE) {
        yield 'terminate';
        return;
      }
      if (!ASKING.has(type)) continue;
      // A copy of its own, so that it can be handed to another thread.
      yield new Uint8Array(this.bytes.subarray(0, end));
      this.bytes = this.bytes.subarray(end);
      end = 0;
    }
  }
}
