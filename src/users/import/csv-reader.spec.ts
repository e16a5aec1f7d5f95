import { CsvFault, CsvReader } from './csv-reader.js';

function read(...lines: string[]) {
  const reader = new CsvReader();
  return lines.map((line) => reader.read(line));
}

describe('CsvReader (RFC 4180)', () => {
  it.each<[string, string[]]>([
    ['aaa,bbb,ccc', ['aaa', 'bbb', 'ccc']],
    ['a', ['a']],
    ['', ['']],
    [',', ['', '']],
    ['a,,c,', ['a', '', 'c', '']],
    ['"aaa","bbb","ccc"', ['aaa', 'bbb', 'ccc']],
    ['"aaa","b""bb","ccc"', ['aaa', 'b"bb', 'ccc']],
    ['"""a"""', ['"a"']],
    ['""', ['']],
    ['"",""', ['', '']],
    ['"a,b",c', ['a,b', 'c']],
    [' a , b ', [' a ', ' b ']],
    ["o'neill,x", ["o'neill", 'x']],
    ['a;b\tc,d', ['a;b\tc', 'd']],
  ])('reads %j', (line, fields) => {
    expect(read(line)).toEqual([fields]);
  });

  it('reads a quoted field that goes on over lines', () => {
    expect(read('a,"b', 'still b', '"",end",c', 'next,one')).toEqual([
      undefined,
      undefined,
      ['a', 'b\nstill b\n",end', 'c'],
      ['next', 'one'],
    ]);
  });

  it('says how much of such a field there is', () => {
    const reader = new CsvReader();
    reader.read('a,"bc');
    expect(reader.openLength).toBe(2);
    reader.read('d"');
    expect(reader.openLength).toBeUndefined();
  });

  it.each(['a"b,c', '"a"b,c', '"a" ,b', 'a,b"'])('refuses %j, and reads on behind it', (line) => {
    const reader = new CsvReader();
    expect(() => reader.read(line)).toThrow(CsvFault);
    expect(reader.read('x,y')).toEqual(['x', 'y']);
  });
});
