import { UnreadableFile } from './import.errors.js';
import { type ImportFormat, readRecords, type SourceRecord } from './records.js';

async function recordsOf(format: ImportFormat, content: string) {
  const records: SourceRecord[] = [];
  for await (const some of readRecords(bytesOf(content), format)) records.push(...some);
  return records;
}

async function* bytesOf(content: string) {
  yield Buffer.from(content);
}

describe('readRecords, JSON lines', () => {
  it('reads an object a line and passes over empty lines', async () => {
    expect(await recordsOf('jsonl', '{"username":"ada"}\n\n  {"username":"bob"}')).toEqual([
      { line: 1, values: { username: 'ada' } },
      { line: 3, values: { username: 'bob' } },
    ]);
  });

  it('names the lines that are no objects, and goes on', async () => {
    const records = await recordsOf('jsonl', '{"username":"ada"}\nnonsense\n[1]\n"x"\nnull\n{"username":"bob"}\n');
    expect(records.map(({ line, fault }) => [line, fault?.code])).toEqual([
      [1, undefined],
      [2, 'not_json'],
      [3, 'not_an_object'],
      [4, 'not_an_object'],
      [5, 'not_an_object'],
      [6, undefined],
    ]);
  });

  it('refuses a file that was cut off', async () => {
    await expect(recordsOf('jsonl', '{"username":"ada"}\n{"username":"bo')).rejects.toThrow(
      'The file ends in the middle of the record of line 2. Was it cut off?',
    );
  });

  it('says what to do with an array', async () => {
    await expect(recordsOf('jsonl', '\n[{"username":"ada"}]')).rejects.toThrow(/JSON array.*jq/);
  });
});

describe('readRecords, CSV', () => {
  it('takes the names of the columns from the first line', async () => {
    expect(await recordsOf('csv', '\uFEFF Username ,EMAIL\r\nada,ada@x.org\r\n\r\n"bob","b@x.org"')).toEqual([
      { line: 2, values: { username: 'ada', email: 'ada@x.org' } },
      { line: 4, values: { username: 'bob', email: 'b@x.org' } },
    ]);
  });

  it('counts the lines of a record that has several', async () => {
    const records = await recordsOf('csv', 'username,email,full_name\nada,a@x.org,"Ada\nL"\nbob,b@x.org,\n');
    expect(records.map(({ line }) => line)).toEqual([2, 4]);
    expect(records[0]!.values['full_name']).toBe('Ada\nL');
  });

  it('names records that have too few or too many fields, or stray quotes, and goes on', async () => {
    const records = await recordsOf('csv', 'username,email\nada\na,b,c\nx"y,z\n"a\nb"c,d\nbob,b@x.org\n');
    expect(records.map(({ line, fault }) => [line, fault?.code])).toEqual([
      [2, 'wrong_field_count'],
      [3, 'wrong_field_count'],
      [4, 'not_csv'],
      [5, 'not_csv'],
      [7, undefined],
    ]);
    expect(records[3]!.fault!.detail).toContain('up to line 6');
  });

  it.each([
    ['cut off in a field', 'username,email\nada,a@x.org\nbob', 'middle of the record of line 3'],
    ['cut off in quotes', 'username,email\n"ada,a@x.org\nbob,b@x.org\n', 'middle of the record of line 2'],
    ['with quotes that never end', `username,email\n"ada,x\n${'bob,b@x.org\n'.repeat(6000)}`, 'never closed'],
    ['without columns', '', 'The file is empty'],
    ['with unknown columns', 'username,email,role\n', 'unknown: "role"'],
    ['without the needed columns', 'username,full_name\n', 'missing: email'],
    ['with a column twice', 'username,email,Email\n', 'there twice: email'],
    ['with semicolons', 'username;email\n', 'separated by commas'],
    ['with a broken first line', 'user"name,email\n', 'Line 1: There is a quote'],
  ])('refuses a file %s', async (_, content, message) => {
    await expect(recordsOf('csv', content)).rejects.toThrow(UnreadableFile);
    await expect(recordsOf('csv', content)).rejects.toThrow(message);
  });
});
