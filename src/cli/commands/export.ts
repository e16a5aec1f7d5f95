import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserExport } from '#users/index.js';
import { withApplication } from '../application.js';
import { CommandFailed } from '../cli.errors.js';
import { defineCommand } from '../command.js';
import type { Output } from '../output.js';
import { ProgressLine } from '../progress-line.js';

export const command = defineCommand({
  arguments: ['FILE'],
  options: { 'without-hashes': { type: 'boolean', meaning: 'Leave out the password hashes' } },
  description:
    'One user a line as JSON, as import reads it; - is stdout. The file is new, and for its owner only: it holds the\n' +
    'password hashes.',
  async run({ args: [file], options, output }) {
    if (file !== '-' && existsSync(file!)) throw new CommandFailed(`${file} is there already.`);
    let count = 0;
    const progress = new ProgressLine(output, undefined);
    await withApplication((app) => {
      const lines = app.get(UserExport).lines({
        withHashes: !options['without-hashes'],
        onProgress: (users) => progress.update((count = users)),
      });
      return file === '-' ? toStdout(lines, output) : toFile(lines, file!);
    }).finally(() => progress.end());
    if (file !== '-') output.result({ users: count, file }, `${count} users are in ${file}.`);
  },
});

async function toStdout(lines: AsyncIterable<string>, { stdout }: Output): Promise<void> {
  for await (const text of lines) if (!stdout.write(text)) await once(stdout, 'drain');
}

/** Under another name until it is whole, so that a part is never taken for all. */
async function toFile(lines: AsyncIterable<string>, file: string): Promise<void> {
  const draft = `${file}.part`;
  try {
    await pipeline(Readable.from(lines), createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }));
    await rename(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(draft, { force: true });
    throw error;
  }
}
