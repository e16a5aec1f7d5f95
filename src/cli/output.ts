import type { Writable } from 'node:stream';

interface Terminal extends Writable {
  readonly isTTY?: boolean;
}

/** Results go to stdout, everything else to stderr, so that the one can be piped and the other be read. */
export class Output {
  /** Whether a script reads: results as JSON. */
  json = false;

  constructor(
    readonly stdout: Writable,
    private readonly stderr: Terminal,
  ) {}

  /** Whether a person may be watching. */
  get watched(): boolean {
    return this.stderr.isTTY === true;
  }

  /** The result: one JSON document, or text for people. */
  result(value: unknown, text: string): void {
    this.stdout.write(this.json ? `${JSON.stringify(value, undefined, 2)}\n` : `${text}\n`);
  }

  /** Something to know that is no result. */
  note(text: string): void {
    this.stderr.write(`${text}\n`);
  }

  /** Replaces the line that was written like this before; nothing where nobody watches. */
  progress(text: string): void {
    if (this.watched) this.stderr.write(`\r\x1b[2K${text}`);
  }
}

/** Rows under their headings, aligned. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => visible(row[column]).length)));
  return all
    .map((row) =>
      row
        .map((cell, i) => visible(cell).padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Names may hold anything; a terminal would obey some of it. */
export function visible(text: string | undefined): string {
  return (text ?? '').replace(/\p{C}/gu, '\u{FFFD}');
}
