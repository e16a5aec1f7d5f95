import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandFailed } from './cli.errors.js';
import type { Output } from './output.js';

/** What is there already is not overwritten. `-` is stdout. */
export function assertNew(file: string): void {
  if (file !== '-' && existsSync(file)) throw new CommandFailed(`${file} is there already.`);
}

/** A line at a time, as fast as they are taken. A file is new, and for its owner only. */
export function writeLines(lines: AsyncIterable<string>, file: string, output: Output): Promise<void> {
  return file === '-' ? toStdout(lines, output) : toFile(lines, file);
}

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
