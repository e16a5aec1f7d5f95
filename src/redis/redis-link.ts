import { randomUUID } from 'node:crypto';
import { createClient, ErrorReply } from '@redis/client';
import type { Script } from './script.js';

/** The longest that one command may take: that long a request waits for a Redis that is silent. */
const COMMAND_MS = 250;
/** Connection, TLS and password together. */
const CONNECT_MS = 1_000;

const LONGEST_REASON = 200;

type Client = ReturnType<typeof clientFor>;

/** One connection, from its beginning to its end: it never connects again by itself, and keeps nothing waiting. */
export class RedisLink {
  /** Resolves with the reason when it is over. */
  readonly ended: Promise<unknown>;
  private readonly ownName = randomUUID();
  private facts: ReadonlyMap<string, string> = new Map();

  static async open(url: string): Promise<RedisLink> {
    const client = clientFor(url);
    const link = new RedisLink(client);
    const connecting = client.connect();
    try {
      await within(CONNECT_MS, connecting);
      link.facts = read(await within(COMMAND_MS, client.info()));
      return link;
    } catch (error) {
      link.end();
      // One that comes about after all has no owner, and would stay.
      void connecting.then(() => client.destroy()).catch(() => undefined);
      throw withoutArguments(error);
    }
  }

  private constructor(private readonly client: Client) {
    // Heard from the first moment on: an `error` that nobody hears ends the process.
    this.ended = new Promise((resolve) => {
      client.on('error', resolve);
      client.on('end', () => resolve(new Error('The connection ended')));
    });
  }

  /** Another after each start, and of each server. One that does not tell is taken for new with each connection. */
  get serverRun(): string {
    return this.fact('run_id') ?? this.ownName;
  }

  /** What Redis says of itself (INFO). */
  fact(name: string): string | undefined {
    return this.facts.get(name);
  }

  /** Whether it forgets what it was told when it is full, instead of refusing more. As it was when we connected. */
  get evicts(): boolean {
    return (this.fact('maxmemory') ?? '0') !== '0' && (this.fact('maxmemory_policy') ?? 'noeviction') !== 'noeviction';
  }

  /** Throws whatever goes wrong, and in bounded time. */
  run({ text, sha1 }: Script, keys: string[], values: string[]): Promise<unknown> {
    const what = { keys, arguments: values };
    const answer = this.client.evalSha(sha1, what).catch((error: unknown) => {
      if (!(error instanceof ErrorReply) || !error.message.startsWith('NOSCRIPT')) throw error;
      return this.client.eval(text, what);
    });
    return within(COMMAND_MS, answer);
  }

  end(): void {
    if (this.client.isOpen) this.client.destroy();
  }
}

function clientFor(url: string) {
  return createClient({
    url,
    RESP: 2,
    // What cannot be asked now is asked elsewhere.
    disableOfflineQueue: true,
    socket: { connectTimeout: CONNECT_MS, reconnectStrategy: false },
  });
}

/** After a long pause of this process its timers are looked at before the answers that came meanwhile: those go first. */
function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`No answer within ${ms} ms`));
    const timer = setTimeout(() => setImmediate(late), ms);
    void answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** What does not know a command repeats it, with the password. And whatever else it says need not be short. */
function withoutArguments(error: unknown): unknown {
  if (!(error instanceof ErrorReply)) return error;
  return new Error(error.message.replace(/,? with args.*/s, '').slice(0, LONGEST_REASON));
}

function read(info: string): Map<string, string> {
  const pairs = info.split('\r\n').map((line) => line.split(':', 2));
  return new Map(pairs.filter((pair): pair is [string, string] => pair.length === 2));
}
