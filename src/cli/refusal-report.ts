import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import type { Refusal } from '#users/index.js';
import { type Output, visible } from './output.js';

const SHOWN = 20;

/** Where refused records go: a file of JSON lines, or, some of them, before the eyes of whoever started it. */
export class RefusalReport {
  private file: WriteStream | undefined;
  private shown = 0;
  private left = 0;

  constructor(
    private readonly path: string | undefined,
    private readonly output: Output,
  ) {}

  /** Throws when there is such a file: a report of an earlier run may still be needed. */
  async open(): Promise<void> {
    if (this.path === undefined) return;
    const file = createWriteStream(this.path, { flags: 'wx', mode: 0o600 });
    await once(file, 'open');
    this.file = file;
  }

  async add(refusals: readonly Refusal[]): Promise<void> {
    if (this.file === undefined) {
      for (const refusal of refusals) this.show(refusal);
      return;
    }
    const lines = refusals.map((refusal) => `${JSON.stringify(refusal)}\n`).join('');
    if (!this.file.write(lines)) await once(this.file, 'drain');
  }

  async close(): Promise<void> {
    if (this.left > 0) this.output.note(`… and ${this.left} more. All of them go into a file with --report FILE.`);
    if (this.file === undefined) return;
    this.file.end();
    await once(this.file, 'close');
  }

  private show({ line, username, faults }: Refusal): void {
    if (this.shown >= SHOWN) {
      this.left += 1;
      return;
    }
    this.shown += 1;
    const who = username === undefined ? '' : ` (${visible(username)})`;
    this.output.progress('');
    this.output.note(`line ${line}${who}: ${faults.map(({ detail }) => visible(detail)).join(' ')}`);
  }
}
