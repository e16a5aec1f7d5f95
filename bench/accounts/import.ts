import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { newDatabase } from '../phases/stage.ts';
import { number, spread } from '../support/page.ts';
import { temporaryFolder } from '../support/service.ts';
import { spreadOf } from '../support/statistics.ts';
import { runCommand, type CommandRun } from '../support/command.ts';
import { type Ground, must, type Outcome, type Part } from '../parts/part.ts';

const GOAL = 20_000;

/** Nobody's, of the shape that the service makes itself. */
const HASH = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

type LineOf = (index: number) => string;

/** `gatehouse import`, a process of its own as an operator starts it, from its start to its end. */
export const moveIn: Part = { name: 'import', title: 'Moving in and out', run };

async function run({ postgres, quick }: Ground): Promise<Outcome> {
  const rows = quick ? 4000 : 300_000;
  const folder = await temporaryFolder();
  const file = (name: string) => join(folder, name);
  await writeLines(file('users.jsonl'), rows, jsonOf);
  await writeLines(
    file('users.csv'),
    rows,
    csvOf,
    'username,email,full_name,password_hash,is_verified,roles,created_at',
  );
  await writeLines(file('duplicates.jsonl'), rows, () => jsonOf(0));

  const imports: CommandRun[] = [];
  let gatehouse: (...args: string[]) => Promise<CommandRun>;
  for (let round = 0; round < (quick ? 1 : 3); round += 1) {
    const { env } = await newDatabase(postgres);
    gatehouse = (...args) => runCommand(folder, env, args);
    await gatehouse('migrate');
    imports.push(await gatehouse('import', file('users.jsonl')));
  }
  const others = {
    again: await gatehouse!('import', file('users.jsonl')),
    out: await gatehouse!('export', file('out.jsonl')),
    duplicates: await gatehouse!('import', file('duplicates.jsonl'), '--report', file('report.jsonl')),
  };
  const { env } = await newDatabase(postgres);
  await runCommand(folder, env, ['migrate']);
  const rehearsal = await runCommand(folder, env, ['import', file('users.csv'), '--dry-run']);
  const csv = await runCommand(folder, env, ['import', file('users.csv')]);

  const rate = spreadOf(imports.map(({ seconds }) => rows / seconds));
  const once = ({ seconds }: CommandRun) => `${number(rows / seconds)} rows/s`;
  const last = imports.at(-1)!;
  return {
    findings: [
      {
        what: 'import of JSON lines',
        found: `${spread(rate)} rows/s`,
        goal: `≥ ${number(GOAL)}`,
        met: rate.median >= GOAL,
      },
      must('users made of them', last.said['created'] ?? 0, rows),
      { what: 'import of CSV', found: once(csv), goal: `≥ ${number(GOAL)}`, met: rows / csv.seconds >= GOAL },
      { what: 'rehearsal (`--dry-run`) of CSV', found: once(rehearsal) },
      { what: 'import of the same file again: all are there', found: once(others.again) },
      { what: 'export', found: once(others.out) },
      { what: 'one line again and again', found: once(others.duplicates) },
      must('users made of them', others.duplicates.said['created'] ?? 0, 0),
      { what: 'most memory of an import', found: `${number(Math.max(...imports.map(({ peakMb }) => peakMb)))} MB` },
    ],
    notes: [
      `${number(rows)} users in a file, a database of their own for each round, PostgreSQL with fsync on; with the start of the command.`,
    ],
  };
}

async function writeLines(path: string, rows: number, lineOf: LineOf, header?: string): Promise<void> {
  const out = createWriteStream(path);
  if (header !== undefined) out.write(`${header}\n`);
  for (let from = 0; from < rows; from += 1000) {
    const count = Math.min(1000, rows - from);
    const lines = Array.from({ length: count }, (_, index) => `${lineOf(from + index)}\n`);
    if (!out.write(lines.join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

function fieldsOf(index: number) {
  const username = `user-${index}`;
  return {
    username,
    email: `${username}@example.org`,
    full_name: `User, number ${index}`,
    password_hash: HASH,
    is_verified: true,
    roles: ['user'],
    created_at: new Date(1_600_000_000_000 + index * 1000).toISOString(),
  };
}

function jsonOf(index: number): string {
  return JSON.stringify(fieldsOf(index));
}

function csvOf(index: number): string {
  const { username, email, full_name, created_at } = fieldsOf(index);
  return `${username},${email},"${full_name}","${HASH}",true,user,${created_at}`;
}
