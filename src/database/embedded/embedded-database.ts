import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import { EmbeddedConnection } from './embedded-connection.js';

/** `.js` beside the compiled file, `.ts` where the sources are run as they stand. */
const WORKER = new URL(`./embedded-database.worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/** Beside the file that is imported; the package itself would read and compile it anew for each thread. */
const PROGRAM = new URL('pglite.wasm', pathToFileURL(createRequire(import.meta.url).resolve('@electric-sql/pglite')));

const CLOSING_MS = 10_000;

interface Answer {
  readonly connection: number;
  readonly answer: Uint8Array;
}

/** PostgreSQL in a thread of this process. It is started by the first who asks, and again should it ever crash. */
export class EmbeddedDatabase {
  /** Threads that share it share its code, down to the last function that V8 has made better meanwhile. */
  private static program: WebAssembly.Module | undefined;

  private readonly logger = new Logger('Database');
  private readonly connections = new Map<number, EmbeddedConnection>();
  private lastConnection = 0;
  private worker: Worker | undefined;
  private closed = false;

  constructor(private readonly directory: string) {}

  /** Resolves when the thread accepts statements; rejects when it cannot open the directory. */
  async ready(): Promise<void> {
    const worker = (this.worker ??= this.start());
    const exit = once(worker, 'exit').then(() => {
      throw new Error('its thread has ended');
    });
    await Promise.race([once(worker, 'message'), exit]);
  }

  connect(): EmbeddedConnection {
    const id = ++this.lastConnection;
    const connection = new EmbeddedConnection((messages) => {
      if (messages === null) this.connections.delete(id);
      this.worker?.postMessage({ connection: id, messages }, messages === null ? [] : [messages.buffer]);
    });
    if (this.closed) return connection.destroy(new Error('Connection terminated: the embedded database is closed'));
    this.worker ??= this.start();
    this.connections.set(id, connection);
    return connection;
  }

  /** Rolls back what is open, ends all connections and closes the files. */
  async close(): Promise<void> {
    this.closed = true;
    this.disconnect('the embedded database was closed');
    const { worker } = this;
    if (!worker) return;
    const exit = once(worker, 'exit');
    worker.postMessage('close');
    // A statement without end cannot be cancelled. To the files this is like kill -9, which they survive.
    const timer = setTimeout(() => void worker.terminate(), CLOSING_MS);
    await exit.finally(() => clearTimeout(timer));
  }

  /** Stops at once, without another write. */
  async kill(): Promise<void> {
    this.closed = true;
    await this.worker?.terminate();
  }

  private start(): Worker {
    // V8 replaces the code of a WebAssembly module by better code as it runs, and frees what it has replaced. Where that
    // meets another thread it can end the process ("Check failed: jit_page.has_value()", about once in a hundred starts
    // under load). Kept, it is a few megabytes.
    setFlagsFromString('--no-wasm-code-gc');
    const program = (EmbeddedDatabase.program ??= new WebAssembly.Module(readFileSync(PROGRAM)));
    const worker = new Worker(WORKER, { name: 'postgresql', workerData: { directory: this.directory, program } });
    worker.on('message', (message: Answer | 'ready') => {
      if (message !== 'ready') this.connections.get(message.connection)?.push(message.answer);
    });
    worker.on('error', (error) => this.logger.error(`The embedded database has failed: ${String(error)}`));
    worker.on('exit', () => {
      this.worker = undefined;
      this.disconnect('the embedded database has ended');
    });
    return worker;
  }

  private disconnect(reason: string): void {
    for (const connection of this.connections.values()) {
      connection.destroy(new Error(`Connection terminated: ${reason}`));
    }
  }
}
