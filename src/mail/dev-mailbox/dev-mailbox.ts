import { Injectable } from '@nestjs/common';
import { Sql } from '#database/index.js';
import { LetterNotReadable, LetterSeal } from '../outbox/letter-seal.js';
import type { OutboxLetter } from '../outbox/outbox.entity.js';
import { FIND_READABLE, LIST_READABLE } from '../outbox/outbox.statements.js';
import { LetterWriter, type WrittenLetter } from '../templates/letter-writer.js';

const LATEST = 100;

export interface ReadableLetter extends WrittenLetter {
  readonly id: string;
  readonly template: string;
  readonly recipient: string;
  readonly at: Date;
}

type Row = Pick<OutboxLetter, 'id' | 'template' | 'locale' | 'recipient'> & {
  readonly data: Buffer;
  readonly created_at: Date;
};

/** Reads what lies in the outbox, whatever the worker has made of it. */
@Injectable()
export class DevMailbox {
  constructor(
    private readonly sql: Sql,
    private readonly seal: LetterSeal,
    private readonly writer: LetterWriter,
  ) {}

  /** Newest first. */
  async letters(): Promise<ReadableLetter[]> {
    const rows = await this.sql.run<Row>(LIST_READABLE, [LATEST]);
    return rows.map((row) => this.read(row));
  }

  async letter(id: string): Promise<ReadableLetter | undefined> {
    const [row] = await this.sql.run<Row>(FIND_READABLE, [id]);
    return row && this.read(row);
  }

  private read(row: Row): ReadableLetter {
    const { id, template, recipient, created_at: at } = row;
    return { id, template, recipient, at, ...this.words(row) };
  }

  /** One letter from the time of another SECRET_KEY must not hide all others. */
  private words(row: Row): WrittenLetter {
    try {
      return this.writer.write(this.seal.open(row, row.data));
    } catch (error) {
      if (!(error instanceof LetterNotReadable)) throw error;
      return { subject: 'Cannot be opened', html: '', text: `${error.message}.` };
    }
  }
}
