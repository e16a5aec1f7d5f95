import { isUtf8 } from 'node:buffer';
import { UnreadableFile } from './import.errors.js';

/** No user fills that. Without a limit a file of another kind would be read into memory in search of a line's end. */
const MAX_LINE_BYTES = 64 * 1024;
const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = '\uFEFF';

export interface Line {
  /** Counted from 1, as editors do. */
  readonly number: number;
  readonly text: string;
  /** False for a last line without an end: the file may have been cut off there. */
  readonly ended: boolean;
}

/**
 * Splits bytes into lines, as many at once as there are, so that a million of them do not take a million turns. Takes
 * CRLF for an end of line and passes over a byte order mark. Throws UnreadableFile.
 */
export async function* readLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 1;
  for await (const chunk of source) {
    const block = rest.length === 0 ? asBuffer(chunk) : Buffer.concat([rest, chunk]);
    const end = block.lastIndexOf(LINE_FEED) + 1;
    rest = block.subarray(end);
    if (rest.length > MAX_LINE_BYTES) throw tooLong(number);
    if (end === 0) continue;
    const lines = split(block.subarray(0, end), number, true);
    number += lines.length;
    yield lines;
  }
  if (rest.length > 0) yield split(rest, number, false);
}

function split(bytes: Buffer, first: number, ended: boolean): Line[] {
  if (!isText(bytes)) throw notText(bytes, first);
  const texts = bytes.toString('utf8').split('\n');
  if (ended) texts.pop();
  if (first === 1 && texts[0]?.startsWith(BYTE_ORDER_MARK)) texts[0] = texts[0].slice(1);
  return texts.map((text, index) => {
    if (text.length > MAX_LINE_BYTES) throw tooLong(first + index);
    return { number: first + index, text: text.endsWith('\r') ? text.slice(0, -1) : text, ended };
  });
}

function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}

/** Line ends are never part of another character in UTF-8, so each line can be judged by itself. */
function notText(bytes: Buffer, first: number): UnreadableFile {
  let line = first;
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1 && isText(bytes.subarray(start, end)); line += 1) {
    start = end + 1;
    end = bytes.indexOf(LINE_FEED, start);
  }
  return new UnreadableFile(
    `Line ${line} is not UTF-8 text. Convert the whole file first, for example: iconv -f WINDOWS-1252 -t UTF-8 (or UTF-16)`,
  );
}

function tooLong(line: number): UnreadableFile {
  return new UnreadableFile(`Line ${line} is longer than ${MAX_LINE_BYTES / 1024} KiB. That is no file of users.`);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
