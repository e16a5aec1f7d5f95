import { UnreadableFile } from './import.errors.js';
import { readLines } from './lines.js';

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function linesOf(content: string | Buffer, size = 7) {
  const lines = [];
  for await (const some of readLines(inPieces(Buffer.from(content), size))) lines.push(...some);
  return lines;
}

const textsOf = async (content: string | Buffer, size?: number) =>
  (await linesOf(content, size)).map(({ text }) => text);

describe('readLines', () => {
  it.each([1, 2, 3, 5, 1000])('splits at line ends, whatever the pieces of %i bytes cut through', async (size) => {
    expect(await textsOf('ä\nzwei 漢字 😀\n\nvier', size)).toEqual(['ä', 'zwei 漢字 😀', '', 'vier']);
  });

  it('counts lines from 1 and tells which one has no end', async () => {
    expect(await linesOf('a\nb\nc')).toEqual([
      { number: 1, text: 'a', ended: true },
      { number: 2, text: 'b', ended: true },
      { number: 3, text: 'c', ended: false },
    ]);
  });

  it('takes CRLF for an end of line and passes over a byte order mark at the beginning alone', async () => {
    expect(await textsOf('\uFEFFa\r\nb\r\n\uFEFFc\r\n')).toEqual(['a', 'b', '\uFEFFc']);
  });

  it('has no lines for an empty file', async () => {
    expect(await linesOf('')).toEqual([]);
  });

  it.each([
    ['Latin-1', Buffer.from('ada\nbjörn\ncarl\n', 'latin1'), 2],
    ['a character cut in half', Buffer.from('ada\nbob\n漢').subarray(0, -1), 3],
    ['UTF-16', Buffer.from('\uFEFFada\nbob\n', 'utf16le'), 1],
    ['a NUL', Buffer.from('ada\nb\0b\n'), 2],
    ['a compressed file', Buffer.from('1f8b0800000000000003', 'hex'), 1],
  ])('names the line that is not UTF-8: %s', async (_, bytes, line) => {
    await expect(linesOf(bytes)).rejects.toThrow(UnreadableFile);
    await expect(linesOf(bytes)).rejects.toThrow(`Line ${line} is not UTF-8 text.`);
  });

  it('refuses a file without line ends before it fills the memory', async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read += 1024;
        yield Buffer.alloc(1024, 'x');
      }
    }
    await expect(readLines(endless()).next()).rejects.toThrow('Line 1 is longer than 64 KiB');
    expect(read).toBeLessThan(70 * 1024);
  });
});
