import { Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Housekeeping } from '#common/housekeeping.js';
import { inPages, PAGE_ROWS, SecretKey, Sql } from '#database/index.js';
import { type Envelope, LetterSeal } from './letter-seal.js';

const EVERY_MS = 60 * 60 * 1000;

type SealedLetter = Envelope & { readonly data: Buffer };

/** $1 place */
const SEALED = {
  name: 'sealed_letters',
  text: `
    SELECT id::text AS place, id, template, locale, recipient, data FROM outbox
     WHERE data IS NOT NULL AND ($1::uuid IS NULL OR id > $1::uuid)
     ORDER BY id LIMIT ${PAGE_ROWS}`,
};

/** How many letters the former SECRET_KEY is needed for: for whoever has the database alone. */
export async function countFormerLetters(dataSource: DataSource, seal: LetterSeal): Promise<number> {
  const letters = await dataSource.query<SealedLetter[]>(
    'SELECT id, template, locale, recipient, data FROM outbox WHERE data IS NOT NULL',
  );
  return letters.filter((letter) => seal.resealed(letter, letter.data) !== undefined).length;
}

/** $1 id, $2 sealed anew, $3 as it was: a letter that has left meanwhile stays wiped. */
const RESEAL = { name: 'reseal_letter', text: 'UPDATE outbox SET data = $2 WHERE id = $1 AND data = $3' };

/** Letters that wait longer than the former SECRET_KEY is kept. */
@Injectable()
export class LetterResealing {
  constructor(
    private readonly sql: Sql,
    private readonly seal: LetterSeal,
    private readonly secretKey: SecretKey,
    housekeeping: Housekeeping,
  ) {
    if (secretKey.isBeingReplaced) housekeeping.every(EVERY_MS, 'Sealing letters anew', () => this.reseal());
  }

  /** How many letters are sealed with the new SECRET_KEY now that were not. None while it is not in force. */
  async reseal(): Promise<number> {
    if (!this.secretKey.newestIsInForce) return 0;
    let resealed = 0;
    for await (const letter of inPages<SealedLetter>(this.sql, SEALED, [])) {
      const data = this.seal.resealed(letter, letter.data);
      if (!data) continue;
      await this.sql.run(RESEAL, [letter.id, data, letter.data]);
      resealed += 1;
    }
    return resealed;
  }
}
