import type { INestApplicationContext } from '@nestjs/common';
import { AuditExport } from '#audit/index.js';
import { DataSource } from 'typeorm';
import { withApplication } from '../application.js';
import { UsageError } from '../cli.errors.js';
import { defineCommand } from '../command.js';
import { ProgressLine } from '../progress-line.js';
import { assertNew, writeLines } from '../write-lines.js';

export const command = defineCommand({
  arguments: [],
  options: {
    from: { type: 'string', value: 'TIME', meaning: 'Only records of this time or later' },
    to: { type: 'string', value: 'TIME', meaning: 'Only records before this time' },
    after: { type: 'string', value: 'SEQ', meaning: 'Only records behind this number: to go on after another export' },
    output: { type: 'string', value: 'FILE', short: 'o', meaning: 'Write a new file. Without: stdout' },
    'without-persons': { type: 'boolean', meaning: 'Leave out all that tells of persons' },
  },
  description:
    'One record a line as JSON, oldest first, with all that is needed to verify the chain. TIME is a day (2026-01-31) or\n' +
    'a time (2026-01-31T08:00:00Z), in UTC where nothing else is said. The export itself is recorded.',
  async run({ options, output }) {
    const span = { from: readTime('from', options.from), to: readTime('to', options.to) };
    const after = readSeq(options.after);
    const file = options.output ?? '-';
    assertNew(file);

    let count = 0;
    const progress = new ProgressLine(output, undefined);
    await withApplication(async (app) => {
      const { first, last } = await placesOf(app, span);
      const personal = !options['without-persons'];
      const lines = app.get(AuditExport).lines({ after: Math.max(after, first - 1), personal });
      const counted = within(lines, last, span, () => progress.update((count += 1)));
      await writeLines(counted, file, output);
    }).finally(() => progress.end());
    if (file !== '-') output.result({ records: count, file }, `${count} records are in ${file}.`);
  },
});

interface Span {
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/** The numbers between which the records of that time are. They are in the order of writing, which is nearly that of time. */
async function placesOf(app: INestApplicationContext, { from, to }: Span): Promise<{ first: number; last: number }> {
  const [row] = await app.get(DataSource).query<{ first: number | null; last: number | null }[]>(
    `SELECT min(seq)::float8 AS first, max(seq)::float8 AS last FROM security_events
      WHERE at >= coalesce($1, '-infinity'::timestamptz) AND at < coalesce($2, 'infinity'::timestamptz)`,
    [from ?? null, to ?? null],
  );
  return { first: row?.first ?? 1, last: row?.last ?? 0 };
}

async function* within(lines: AsyncIterable<string>, last: number, { from, to }: Span, onLine: () => void) {
  for await (const line of lines) {
    const { seq, at } = JSON.parse(line) as { seq: number; at: string };
    if (seq > last) return;
    const time = new Date(at);
    if ((from && time < from) || (to && time >= to)) continue;
    onLine();
    yield line;
  }
}

function readTime(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const time = new Date(/T.*\d$/.test(text) && !/[+-]\d\d:\d\d$/.test(text) ? `${text}Z` : text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time.getTime())) {
    throw new UsageError(`--${name} must be a day such as 2026-01-31, or a time such as 2026-01-31T08:00:00Z.`);
  }
  return time;
}

function readSeq(text = '0'): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError('--after must be the number of a record.');
  return Number(text);
}
