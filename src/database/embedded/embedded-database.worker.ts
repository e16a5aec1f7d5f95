/**
 * The thread that the embedded PostgreSQL runs in. Its one session serves all connections, in turn.
 *
 * Node loads this file as it stands, from the sources too: no imports of ours, only syntax that can be erased.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

interface Request {
  readonly connection: number;
  /** All that the client sent up to a message that asks for an answer. `null`: the connection is gone. */
  readonly messages: Uint8Array | null;
}

interface Task {
  readonly directory: string;
  readonly program: WebAssembly.Module;
}

const port = parentPort!;
const { directory, program } = workerData as Task;
const database = await open();
let waiting: Request[] = [];
/** The connection whose transaction is open. Until it ends, all others wait. */
let turn: number | undefined;
let draining = false;

port.on('message', (request: Request | 'close') => {
  if (request === 'close') {
    void close();
    return;
  }
  // What a connection asked that is gone by now is not done any more.
  if (request.messages === null) waiting = waiting.filter(({ connection }) => connection !== request.connection);
  waiting.push(request);
  void drain();
});
port.postMessage('ready');

/** A first start that is interrupted leaves nothing behind that looks like a database. */
async function open(): Promise<PGlite> {
  if (!existsSync(directory)) {
    const draft = `${directory}.new`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o700 });
    await (await PGlite.create(draft, { pgliteWasmModule: program })).close();
    renameSync(draft, directory);
  }
  return PGlite.create(directory, { pgliteWasmModule: program });
}

async function close(): Promise<void> {
  await database.close();
  port.close();
}

async function drain(): Promise<void> {
  if (draining) return;
  draining = true;
  for (let request = next(); request !== undefined; request = next()) await serve(request);
  draining = false;
}

function next(): Request | undefined {
  const index = turn === undefined ? 0 : waiting.findIndex(({ connection }) => connection === turn);
  return index === -1 ? undefined : waiting.splice(index, 1)[0];
}

async function serve({ connection, messages }: Request): Promise<void> {
  if (messages === null) {
    if (turn === connection) await execute(simpleQuery('ROLLBACK'));
    turn = undefined;
    return;
  }
  const answer = await execute(messages);
  turn = endsIdle(answer) ? undefined : connection;
  port.postMessage({ connection, answer }, [answer.buffer]);
}

async function execute(messages: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  // The chunks are views of memory that the next one overwrites.
  await database.execProtocolRawStream(messages, { syncToFs: false, onRawData: (chunk) => chunks.push(chunk.slice()) });
  const answer = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    answer.set(chunk, offset);
    offset += chunk.length;
  }
  return answer;
}

/** Whether the answer ends with ReadyForQuery, status `I`: no transaction is open. */
function endsIdle(answer: Uint8Array): boolean {
  return String.fromCharCode(...answer.subarray(-6)) === 'Z\0\0\0\x05I';
}

function simpleQuery(sql: string): Uint8Array {
  const message = Buffer.from(`Q____${sql}\0`);
  message.writeInt32BE(message.length - 1, 1);
  return message;
}
