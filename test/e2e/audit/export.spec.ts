import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { uuidv7 } from '#common/crypto/uuid.js';
import { TestApp } from '../../support/app.js';
import { Log } from './log.js';

/** The verifier that the documentation prints: it knows nothing of ours. */
const GUIDE = readFileSync(new URL('../../../docs/audit.md', import.meta.url), 'utf8');
const VERIFIER = /```js\n([^]*?)```/.exec(GUIDE)![1]!;

async function verifyIndependently(lines: string[]): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', VERIFIER], { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  // It stops reading where it finds a fault.
  child.stdin.on('error', () => {});
  child.stdin.end(lines.join(''));
  await once(child, 'close');
  return output.trim();
}

describe('AuditExport', () => {
  let app: TestApp;
  let log: Log;
  const userId = uuidv7();

  beforeAll(async () => {
    app = await TestApp.start();
    log = new Log(app);
    await app.newcomer();
    await log.fill(600, {
      userId,
      detail: { fields: ['b', 'a'], method: 'pwd', note: 'naïve "quote" 💥', deep: { z: 1, a: 2.5 } },
    });
    await log.erasure.eraseUser(userId);
    await log.fill(1, { userId: uuidv7(), detail: { note: 'after' } });
  });
  afterAll(() => app.stop());

  it('gives one JSON object a line, which the verifier of the guide confirms', async () => {
    const { head } = await log.chain.ends();
    const lines = await log.lines();
    expect(lines).toHaveLength(head.seq);
    expect(lines.every((line) => line.endsWith('}\n'))).toBe(true);
    expect(await verifyIndependently(lines)).toBe(`${head.seq} records, head ${head.seq}:${head.hash.toString('hex')}`);
  });

  it('is an event, too', async () => {
    await log.lines({ after: 5 });
    expect((await log.all(`type = 'audit.exported'`)).at(-1)!.personal).toMatchObject({ after: 5, personal: true });
  });

  it('is refused by that verifier when one sign was changed', async () => {
    const lines = await log.lines();
    const flip = (index: number, from: string, to: string) =>
      lines.map((line, i) => (i === index ? line.replace(from, to) : line));
    expect(await verifyIndependently(flip(300, 'user.changed', 'user.deleted'))).toContain('broken at 301');
    expect(await verifyIndependently(flip(1, '"ip":"127', '"ip":"128'))).toContain('broken at 2');
    expect(await verifyIndependently(lines.toSpliced(100, 1))).toContain('broken at 102');
  });

  it('can leave out all that tells of persons, and still proves the chain', async () => {
    const lines = await log.lines({ personal: false });
    expect(lines.join('')).not.toMatch(/127\.0\.0\.1|note|user_id|salt/);
    expect(await verifyIndependently(lines)).toMatch(/^\d+ records, head/);
  });

  it('goes on behind a place', async () => {
    await log.flush();
    const { head } = await log.chain.ends();
    const lines = await log.lines({ after: head.seq - 3 });
    expect(lines.map((line) => JSON.parse(line).seq)).toEqual([head.seq - 2, head.seq - 1, head.seq]);
    expect(await verifyIndependently(lines)).toMatch(/^3 records, head/);
  });
});
