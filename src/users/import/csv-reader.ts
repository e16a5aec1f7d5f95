const QUOTE = '"';
const COMMA = ',';

/** A line that is no CSV. The reader stands at the beginning of the next one. */
export class CsvFault extends Error {}

/** Comma-separated values as RFC 4180 has them, line by line: a quoted field may go on in the next line. */
export class CsvReader {
  private fields: string[] = [];
  /** What was read of a quoted field that is not closed yet. */
  private open: string | undefined;

  /** How much was read of a quoted field that waits for its end; undefined between two records. */
  get openLength(): number | undefined {
    return this.open?.length;
  }

  /** The fields of a record, or undefined as long as it goes on in the next line. Throws CsvFault. */
  read(line: string): string[] | undefined {
    if (this.open === undefined) this.fields = [];
    for (let at = 0; ; at += 1) {
      const end = this.open !== undefined || line[at] === QUOTE ? this.readQuoted(line, at) : this.readPlain(line, at);
      if (end === undefined) return undefined;
      if (end === line.length) return this.fields;
      if (line[end] !== COMMA) throw new CsvFault('There is text behind the closing quote of a field.');
      at = end;
    }
  }

  /** Where the field ends. */
  private readPlain(line: string, start: number): number {
    const comma = line.indexOf(COMMA, start);
    const end = comma === -1 ? line.length : comma;
    const text = line.slice(start, end);
    if (text.includes(QUOTE)) throw new CsvFault('There is a quote in a field that does not begin with one.');
    this.fields.push(text);
    return end;
  }

  /** Where the field ends; undefined when it goes on in the next line. A quote inside is written twice. */
  private readQuoted(line: string, start: number): number | undefined {
    const goesOn = this.open !== undefined;
    let text = goesOn ? `${this.open}\n` : '';
    this.open = undefined;
    for (let at = goesOn ? start : start + 1; ;) {
      const quote = line.indexOf(QUOTE, at);
      text += line.slice(at, quote === -1 ? line.length : quote);
      if (quote === -1) {
        this.open = text;
        return undefined;
      }
      if (line[quote + 1] !== QUOTE) {
        this.fields.push(text);
        return quote + 1;
      }
      text += QUOTE;
      at = quote + 2;
    }
  }
}
