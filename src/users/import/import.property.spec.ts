import { anyText, fc, propertiesOf, textOf } from '#test/support/properties.js';
import { COLUMNS } from './columns.js';
import { CsvFault, CsvReader } from './csv-reader.js';
import { UnreadableFile } from './import.errors.js';
import { readRecords } from './records.js';
import { readTime } from './time.js';
import { readUser } from './user-record.js';

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function recordsIn(content: string | Buffer, format: 'csv' | 'jsonl', size: number) {
  const records = [];
  for await (const some of readRecords(inPieces(Buffer.from(content), size), format)) records.push(...some);
  return records;
}

/** Fields as a file has them: no NUL, no half of a pair, and a line end that is one of ours. */
const fields = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replace(/[\0\r]/g, '')),
  textOf('a",\n', 8),
);

const rules = { roles: new Set(['user', 'admin']), canRead: (hash: string) => hash.startsWith('$') };

describe(propertiesOf('files of users'), () => {
  const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;

  it('in CSV are read as they were written, whatever stands in a field and wherever a piece ends', async () => {
    const rows = fc.array(fc.tuple(fields, fields, fields), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), async (written, size) => {
        const lines = ['username,email,full_name', ...written.map((row) => row.map(quoted).join(','))];
        const records = await recordsIn(`${lines.join('\n')}\n`, 'csv', size);
        expect(records.map(({ values }) => Object.values(values))).toEqual(written);
      }),
    );
  });

  it('in JSON are read as they were written', async () => {
    const values = fc.array(fc.dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 2 })), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(values, fc.integer({ min: 1, max: 40 }), async (written, size) => {
        const lines = written.map((value) => JSON.stringify(value));
        const records = await recordsIn(lines.map((line) => `${line}\n`).join(''), 'jsonl', size);
        expect(records.map((record) => JSON.stringify(record.values))).toEqual(lines);
      }),
    );
  });

  it('of any content are records, faults, or unreadable; nothing else is thrown', async () => {
    const contents = fc.oneof(
      anyText(200).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
      textOf('username,email\n"\r{}[]:1', 120).map((text) => Buffer.from(text)),
      textOf('ab",\n\r', 60).map((text) => Buffer.from(`username,email\n${text}`)),
    );
    await fc.assert(
      fc.asyncProperty(contents, fc.constantFrom('csv' as const, 'jsonl' as const), async (content, format) => {
        const records = await recordsIn(content, format, 7).catch((error: unknown) => {
          expect(error).toBeInstanceOf(UnreadableFile);
          return [];
        });
        for (const { line, values, fault } of records) {
          expect(line).toBeGreaterThan(0);
          if (fault === undefined) readUser(values, rules);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('a line of CSV is fields, an open one, or a fault, and the reader begins anew behind it', () => {
    fc.assert(
      fc.property(textOf('a",b', 30), (line) => {
        const reader = new CsvReader();
        try {
          if (reader.read(line) === undefined) return;
        } catch (error) {
          expect(error).toBeInstanceOf(CsvFault);
        }
        expect(reader.openLength).toBeUndefined();
        expect(reader.read('x,y')).toEqual(['x', 'y']);
      }),
      { numRuns: 400 },
    );
  });
});

describe(propertiesOf('records of users'), () => {
  const member = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    anyText(30),
    fc.emailAddress(),
    fc.uuid(),
    fc.constant('true'),
  );
  const record = fc.dictionary(fc.constantFrom(...COLUMNS, '__proto__', 'constructor'), member, {
    noNullPrototype: true,
  });

  it('are users that can be stored, or faults that name a field each', () => {
    fc.assert(
      fc.property(record, (values) => {
        const read = readUser(values, rules);
        if (Array.isArray(read)) {
          expect(read.length > 0 && read.every(({ field, code, detail }) => field && code && detail)).toBe(true);
          return;
        }
        expect(JSON.stringify(read)).not.toMatch(/\\u0000|\\ud[89a-f]/);
        expect(read.roles.length).toBeGreaterThan(0);
        // What is exported and moved in once more is the same.
        expect(readUser({ ...read, created_at: read.created_at ?? '' }, rules)).toEqual(read);
      }),
      { numRuns: 500 },
    );
  });

  it('have times with one spelling, to the microsecond', () => {
    const now = Date.UTC(2026, 0, 1);
    const written = fc
      .tuple(
        fc.nat(now),
        fc.constantFrom('T', 't', ' '),
        fc.nat(999_999),
        fc.constantFrom('Z', 'z', '+00', '-0000', '+00:00'),
      )
      .map(([ms, t, micros, zone]) => {
        const [date, clock] = new Date(ms).toISOString().slice(0, 19).split('T');
        return `${date}${t}${clock}.${String(micros).padStart(6, '0')}${zone}`;
      });
    fc.assert(
      fc.property(fc.oneof(written, textOf('0123456789-:TZ+. ', 32)), (text) => {
        const time = readTime(text, now);
        if (time === undefined) return;
        expect(time.text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
        expect(readTime(time.text, now)).toEqual(time);
      }),
    );
    fc.assert(
      fc.property(written, (text) => {
        expect(readTime(text, now)).toBeDefined();
      }),
    );
  });
});
