// How fast users are imported and exported on a real PostgreSQL, and in how much memory. Makes its own temporary server
// from the PostgreSQL programs on this machine (or uses TEST_DATABASE_URL), with everything on that makes commits
// outlive a crash. Run after `npm run build`:
//
//   node bench/import.mjs [rows, default 1000000] [--csv]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, dropDatabase, startPostgres } from '../test/support/postgres.ts';

const MAIN = join(import.meta.dirname, '../dist/src/cli/main.js');
const HASH = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

const rows = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 1_000_000);
const format = process.argv.includes('--csv') ? 'csv' : 'jsonl';
const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
const postgres = await startPostgres({ durable: true });
if (!postgres) throw new Error('No PostgreSQL here: neither initdb nor TEST_DATABASE_URL was found');
const name = `bench_${process.pid}`;
const url = await createDatabase(postgres.url, name);
try {
  const file = join(folder, `users.${format}`);
  await writeUsers(file);
  console.log(`${rows} users as ${format}, ${Math.round((await stat(file)).size / 1e6)} MB`);
  await gatehouse('migrate');
  await measure('rehearse (--dry-run)', 'import', file, '--dry-run');
  await measure('import', 'import', file);
  await measure('import again (all are there)', 'import', file);
  await measure('export', 'export', join(folder, 'out.jsonl'));
  const duplicates = join(folder, 'duplicates.jsonl');
  await writeLines(duplicates, () => userOf(0, 'jsonl'));
  await measure('import of one line again and again', 'import', duplicates, '--report', join(folder, 'report.jsonl'));
} finally {
  await dropDatabase(postgres.url, name);
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

async function measure(what, ...args) {
  const began = performance.now();
  const { peakMb, cpuSeconds, outcome } = await gatehouse(...args);
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `${what.padEnd(36)} ${String(Math.round(rows / seconds)).padStart(7)} rows/s  ${seconds.toFixed(1)} s  peak ${peakMb} MB, ${cpuSeconds.toFixed(1)} s of processor time  ${outcome}`,
  );
}

/** Runs a command as its own process, and watches how much memory it takes at the most. */
async function gatehouse(...args) {
  const child = spawn(process.execPath, [MAIN, ...args, '--json'], {
    cwd: folder,
    env: { PATH: process.env.PATH, DATABASE_URL: url, SECRET_KEY: 'for a benchmark only, but long enough to pass' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  let peakMb = 0;
  let cpuSeconds = 0;
  const watch = async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    peakMb = Math.max(peakMb, Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024));
    const times = await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => undefined);
    // proc(5): fields 14 and 15, user and system time in ticks of 10 ms; field 2 may hold blanks.
    const fields = times?.slice(times.lastIndexOf(')') + 2).split(' ');
    if (fields) cpuSeconds = (Number(fields[11]) + Number(fields[12])) / 100;
  };
  const timer = setInterval(() => void watch(), 100);
  const [code] = await once(child, 'close');
  clearInterval(timer);
  if (code !== 0 && !said.includes('"duplicate"')) throw new Error(`${args.join(' ')} ended with ${code}:\n${said}`);
  const { created, existing, refused } = JSON.parse(said);
  const outcome = created === undefined ? '' : `${created} created, ${existing} there, ${refused} refused`;
  return { peakMb, cpuSeconds, outcome };
}

function writeUsers(path) {
  const header = format === 'csv' ? 'username,email,full_name,password_hash,is_verified,roles,created_at' : undefined;
  return writeLines(path, (number) => userOf(number, format), header);
}

async function writeLines(path, lineOf, header) {
  const out = createWriteStream(path);
  if (header) out.write(`${header}\n`);
  for (let i = 0; i < rows; i += 1000) {
    const lines = Array.from({ length: Math.min(1000, rows - i) }, (_, j) => `${lineOf(i + j)}\n`).join('');
    if (!out.write(lines)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

function userOf(number, as) {
  const username = `user-${number}`;
  const email = `${username}@example.org`;
  const created = new Date(1_600_000_000_000 + number * 1000).toISOString();
  if (as === 'csv') return `${username},${email},"User, number ${number}",${quoted(HASH)},true,user,${created}`;
  return JSON.stringify({
    username,
    email,
    full_name: `User number ${number}`,
    password_hash: HASH,
    is_verified: true,
    roles: ['user'],
    created_at: created,
  });
}

function quoted(text) {
  return `"${text.replaceAll('"', '""')}"`;
}
