import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { uuidv7 } from '#common/crypto/uuid.js';
import { Sql } from '#database/index.js';
import { assertMailable } from '../address.js';
import type { Letter } from '../letter.js';
import { LetterWriter } from '../templates/letter-writer.js';
import { Bell } from './bell.js';
import { LetterSeal } from './letter-seal.js';
import { POST } from './outbox.statements.js';

/** Where the other rooms post their letters. */
@Injectable()
export class Outbox {
  constructor(
    private readonly sql: Sql,
    private readonly seal: LetterSeal,
    private readonly writer: LetterWriter,
    private readonly bell: Bell,
  ) {}

  /**
   * Writes one row, in `tx` if there is one: the letter leaves when the transaction commits, and never without it.
   * Nobody waits for a mail server here. Throws UnmailableAddress.
   */
  async post(letter: Letter, tx?: EntityManager): Promise<void> {
    const { template, to } = letter;
    assertMailable(to.address);
    this.writer.assertWritable(letter);
    const locale = this.writer.localeFor(letter);
    const envelope = { id: uuidv7(), template, locale, recipient: to.address };
    const data = this.seal.seal(envelope, letter);
    await this.sql.run(POST, [envelope.id, template, locale, to.address, data], tx);
    this.bell.posted(tx);
  }
}
