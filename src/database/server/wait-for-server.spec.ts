import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CannotStart } from '../database.errors.js';
import { waitForServer } from './wait-for-server.js';

const message = (type: string, ...body: (Buffer | string)[]) => {
  const content = Buffer.concat(body.map((part) => Buffer.from(part as string, 'latin1')));
  const head = Buffer.from(`${type}____`);
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
};
const READY = message('Z', 'I');
const WELCOME = Buffer.concat([message('R', '\0\0\0\0'), READY]);
const refusal = (code: string, text: string) => message('E', `SFATAL\0VFATAL\0C${code}\0M${text}\0\0`);
/** One row with one int4. */
const answer = (value: string) =>
  Buffer.concat([
    message('T', '\0\x01version\0', '\0\0\0\0\0\0\0\0\0\x17\0\x04\xff\xff\xff\xff\0\0'),
    message('D', '\0\x01', '\0\0\0', String.fromCharCode(value.length), value),
    message('C', 'SELECT 1\0'),
    READY,
  ]);

describe('waitForServer', () => {
  let server: Server | undefined;
  const told: string[] = [];

  afterEach(async () => {
    told.length = 0;
    if (server) await new Promise((resolve) => server!.close(resolve));
    server = undefined;
  });

  /** Answers each thing that a client sends with the next of `answers`. */
  async function listen(answers: Buffer[], port = 0): Promise<number> {
    server = createServer((socket: Socket) => {
      let next = 0;
      socket.on('data', () => (next < answers.length ? socket.write(answers[next++]!) : socket.end()));
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => server!.listen(port, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  const wait = (port: number) =>
    waitForServer({ connectionString: `postgresql://ada:s3cret@127.0.0.1:${port}/gate` }, (line) => told.push(line));

  it('is let in by a supported version', async () => {
    await wait(await listen([WELCOME, answer('15')]));
    expect(told).toEqual([]);
  });

  it.each([
    ['28P01', 'password authentication failed for user "ada"'],
    ['28000', 'no pg_hba.conf entry'],
    ['3D000', 'database "gate" does not exist'],
  ])('says at once what waiting does not mend (%s)', async (code, text) => {
    const port = await listen([refusal(code, text)]);
    const error: unknown = await wait(port).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CannotStart);
    expect((error as Error).message).toBe(`PostgreSQL at 127.0.0.1:${port}/gate cannot be used: ${text}`);
    expect(told).toEqual([]);
  });

  it('says that a version is too old', async () => {
    const port = await listen([WELCOME, answer('14')]);
    await expect(wait(port)).rejects.toThrow('it is version 14, the oldest supported is 15');
  });

  it('waits for a server that is away, then for one that is starting, and never tells the password', async () => {
    const port = await listen([]);
    await new Promise((resolve) => server!.close(resolve));
    const waiting = wait(port);
    await new Promise((resolve) => setTimeout(resolve, 400));
    await listen([refusal('57P03', 'the database system is starting up')], port);
    await new Promise((resolve) => setTimeout(resolve, 700));
    await new Promise((resolve) => server!.close(resolve));
    await listen([WELCOME, answer('17')], port);
    await waiting;
    expect(told[0]).toBe(`Waiting for PostgreSQL at 127.0.0.1:${port}/gate: connect ECONNREFUSED 127.0.0.1:${port}`);
    expect(told.at(-1)).toContain('the database system is starting up');
    expect(told.join('')).not.toContain('s3cret');
  });
});
