import { Injectable } from '@nestjs/common';
import { PersonalData } from '#common/personal-data.js';
import { inPages, PAGE_ROWS, Sql } from '#database/index.js';
import type { TemplateName } from '../letter.js';

/**
 * The last letter of all. Without a grace period the account is gone before the letter has left: written within a day,
 * it stays, until the sweeper removes it.
 */
const FAREWELL: TemplateName = 'account_closed';

const TO_THEM = `lower(recipient COLLATE "C") IN (SELECT lower(a COLLATE "C") FROM unnest($1::text[]) AS a)`;

/** $1 addresses, $2 place. Not what the letters say: it is sealed, and holds links that act. */
const LETTERS = {
  name: 'personal_letters',
  text: `
    SELECT id::text AS place, id, template, locale, recipient, status, attempts, next_attempt_at, created_at, sent_at,
           last_error
      FROM outbox
     WHERE ${TO_THEM} AND ($2::uuid IS NULL OR id > $2::uuid)
     ORDER BY id LIMIT ${PAGE_ROWS}`,
};

/** $1 addresses, $2 template that is spared */
const FORGET = {
  name: 'forget_letters',
  text: `DELETE FROM outbox WHERE ${TO_THEM} AND NOT (template = $2 AND created_at > now() - interval '1 day')`,
};

/** Letters to a person: found by address, because letters know no users. */
@Injectable()
export class OutboxPersonalData {
  constructor(sql: Sql, personalData: PersonalData) {
    personalData.add({
      name: 'letters',
      read: ({ addresses }) => inPages(sql, LETTERS, [addresses]),
      erase: ({ addresses }, tx) => sql.run(FORGET, [addresses, FAREWELL], tx),
    });
  }
}
