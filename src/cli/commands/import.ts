import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { type ImportFormat, type ImportSummary, readRecords, UserImport } from '#users/index.js';
import { withApplication } from '../application.js';
import { UsageError } from '../cli.errors.js';
import { defineCommand } from '../command.js';
import { FAILED } from '../exit-codes.js';
import { RefusalReport } from '../refusal-report.js';
import { ProgressLine } from '../progress-line.js';

const FORMATS: Readonly<Record<string, ImportFormat>> = {
  '.csv': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'jsonl',
};

export const command = defineCommand({
  arguments: ['FILE'],
  options: {
    format: { type: 'string', value: 'FORMAT', meaning: 'csv or jsonl. Without: by the ending of FILE' },
    'dry-run': { type: 'boolean', meaning: 'Find out what would happen, change nothing' },
    report: { type: 'string', value: 'FILE', meaning: 'Write what was refused, and why, as JSON lines. A new file' },
  },
  description:
    'FILE has one user a line as JSON, or is CSV with the names of the columns in the first line; - is stdin.\n' +
    'Columns: username, email, and if there are any id, full_name, password_hash, is_active, is_verified, roles\n' +
    '(in CSV with semicolons between them), created_at. Who is there already is left as they are, so an import that was\n' +
    'interrupted is resumed by starting it again. Exit code 1 when somebody was refused.',
  async run({ args: [file], options, output }) {
    const format = formatOf(file!, options.format);
    // All of the file before any of it is written: one that is damaged, or of another kind, is refused as a whole.
    const total = await countRecords(file!, format);
    const report = new RefusalReport(options.report, output);
    const progress = new ProgressLine(output, total);
    try {
      await report.open();
      const summary = await withApplication((app) =>
        app.get(UserImport).run(open(file!), {
          format,
          dryRun: options['dry-run'] ?? false,
          onProgress: ({ records }) => progress.update(records),
          onRefused: (refusals) => report.add(refusals),
        }),
      );
      progress.end();
      output.result({ dry_run: options['dry-run'] ?? false, ...summary }, describe(summary, options['dry-run']));
      return summary.refused === 0 ? undefined : FAILED;
    } finally {
      progress.end();
      await report.close();
    }
  },
});

function formatOf(file: string, said: string | undefined): ImportFormat {
  if (said === 'csv' || said === 'jsonl') return said;
  if (said !== undefined) throw new UsageError('--format must be csv or jsonl.');
  const format = FORMATS[extname(file).toLowerCase()];
  if (format) return format;
  throw new UsageError('Say with --format whether it is csv or jsonl.');
}

function open(file: string): AsyncIterable<Buffer> {
  return file === '-' ? process.stdin : createReadStream(file);
}

/** Undefined where the file can be read only once. Throws UnreadableFile. */
async function countRecords(file: string, format: ImportFormat): Promise<number | undefined> {
  if (file === '-' || !(await stat(file)).isFile()) return undefined;
  let count = 0;
  for await (const records of readRecords(open(file), format)) count += records.length;
  return count;
}

function describe({ records, created, existing, refused, reasons }: ImportSummary, dryRun = false): string {
  const would = dryRun ? 'would be ' : '';
  const why = Object.entries(reasons).map(([code, count]) => `${code} ${count}`);
  const behind = why.length > 0 ? ` (${why.join(', ')})` : '';
  return `${records} records: ${created} ${would}created, ${existing} there already, ${refused} ${would}refused${behind}.`;
}
