import { Injectable } from '@nestjs/common';
import { PersonalData } from '#common/personal-data.js';
import { inPages, PAGE_ROWS, Sql } from '#database/index.js';

/** $1 user id. Wherever in the answer it is: an id is found in nothing else. */
const TELLS_OF_THEM = `strpos(body::text, $1::text) > 0`;

/** $1 user id, $2 place: a digest, which goes no further than here. */
const ANSWERS = {
  name: 'personal_answers',
  text: `
    SELECT encode(key, 'hex') AS place, status, body, expires_at
      FROM idempotency_keys
     WHERE ${TELLS_OF_THEM} AND ($2::text IS NULL OR key > decode($2, 'hex'))
     ORDER BY key LIMIT ${PAGE_ROWS}`,
};

/** $1 user id */
const FORGET = { name: 'forget_answers', text: `DELETE FROM idempotency_keys WHERE ${TELLS_OF_THEM}` };

/** Answers that are kept for a day in case they are asked for again. The table is as small as that day was. */
@Injectable()
export class IdempotencyPersonalData {
  constructor(sql: Sql, personalData: PersonalData) {
    personalData.add({
      name: 'kept_answers',
      read: ({ userId }) => inPages(sql, ANSWERS, [userId]),
      erase: ({ userId }, tx) => sql.run(FORGET, [userId], tx),
    });
  }
}
