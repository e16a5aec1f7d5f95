import { CsvFault, CsvReader } from './csv-reader.js';
import { COLUMNS, REQUIRED_COLUMNS } from './columns.js';
import { type Fault, UnreadableFile } from './import.errors.js';
import { type Line, readLines } from './lines.js';

/** Nothing that a user has is as long. */
const MAX_QUOTED = 64 * 1024;

export type ImportFormat = 'jsonl' | 'csv';

/** One user as the file has it: members with the values of JSON, or fields of CSV, all of them text. */
export interface SourceRecord {
  readonly line: number;
  readonly values: Readonly<Record<string, unknown>>;
  /** Why there are no values. */
  readonly fault?: Fault;
}

/** Reads the records of a file, some at a time, in memory that does not grow with the file. Throws UnreadableFile. */
export async function* readRecords(
  source: AsyncIterable<Uint8Array>,
  format: ImportFormat,
): AsyncGenerator<SourceRecord[]> {
  const reader = format === 'csv' ? new CsvRecords() : new JsonRecords();
  for await (const lines of readLines(source)) {
    yield lines.flatMap((line) => reader.read(line) ?? []);
  }
  reader.end();
}

/** One JSON object a line. */
class JsonRecords {
  private first = true;

  read({ number: line, text, ended }: Line): SourceRecord | undefined {
    if (text.trim() === '') return undefined;
    if (this.first && text.trimStart().startsWith('[')) {
      throw new UnreadableFile(`This is a JSON array. Write one object a line instead, for example with: jq -c '.[]'`);
    }
    this.first = false;
    const value = parseJson(text);
    if (isObject(value)) return { line, values: value };
    if (value === undefined && !ended) throw cutOff(line);
    return value === undefined
      ? refused(line, 'not_json', 'The line is not JSON.')
      : refused(line, 'not_an_object', 'The line is not a JSON object.');
  }

  end(): void {}
}

/** The first record names the columns. */
class CsvRecords {
  private readonly csv = new CsvReader();
  private header: string[] | undefined;
  private begin = 0;

  read({ number, text, ended }: Line): SourceRecord | undefined {
    if (this.csv.openLength === undefined) {
      if (text === '') return undefined;
      this.begin = number;
    }
    const fields = this.fieldsOf(text, number);
    if (fields === undefined) {
      if (this.csv.openLength! <= MAX_QUOTED) return undefined;
      throw new UnreadableFile(`The quotes of the record that begins in line ${this.begin} are never closed.`);
    }
    if (this.header === undefined) {
      if (!Array.isArray(fields)) throw new UnreadableFile(`Line ${number}: ${fields.detail}`);
      this.header = columnsOf(fields);
      return undefined;
    }
    if (!Array.isArray(fields)) return { line: this.begin, values: {}, fault: fields };
    const [count, wanted] = [fields.length, this.header.length];
    if (count < wanted && !ended) throw cutOff(this.begin);
    if (count !== wanted) {
      return refused(this.begin, 'wrong_field_count', `The record has ${count} fields, the first line has ${wanted}.`);
    }
    return { line: this.begin, values: Object.fromEntries(this.header.map((name, i) => [name, fields[i]])) };
  }

  end(): void {
    if (this.csv.openLength !== undefined) throw cutOff(this.begin);
    if (this.header === undefined) throw new UnreadableFile('The file is empty: not even the names of the columns.');
  }

  private fieldsOf(text: string, number: number): string[] | Fault | undefined {
    try {
      return this.csv.read(text);
    } catch (error) {
      if (!(error instanceof CsvFault)) throw error;
      // What a quote that nobody closed has swallowed belongs to the damage.
      const lines = number === this.begin ? '' : ` The record was read up to line ${number}.`;
      return { code: 'not_csv', detail: error.message + lines };
    }
  }
}

function columnsOf(fields: readonly string[]): string[] {
  const names = fields.map((name) => name.trim().toLowerCase());
  const unknown = names.filter((name) => !COLUMNS.has(name));
  const missing = REQUIRED_COLUMNS.filter((name) => !names.includes(name));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const problems = [
    ...(unknown.length > 0 ? [`unknown: ${unknown.map((name) => JSON.stringify(name)).join(', ')}`] : []),
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...(twice.length > 0 ? [`there twice: ${twice.join(', ')}`] : []),
  ];
  if (problems.length === 0) return names;
  throw new UnreadableFile(
    `The first line must name the columns, separated by commas, out of ${[...COLUMNS].join(', ')} (${problems.join('; ')}).`,
  );
}

function cutOff(line: number): UnreadableFile {
  return new UnreadableFile(`The file ends in the middle of the record of line ${line}. Was it cut off?`);
}

function refused(line: number, code: string, detail: string): SourceRecord {
  return { line, values: {}, fault: { code, detail } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
