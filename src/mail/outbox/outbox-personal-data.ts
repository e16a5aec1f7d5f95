import { Injectable } from '@nestjs/common';
import { type HeldAddress, PersonalData } from '#common/personal-data.js';
import { inPages, PAGE_ROWS, Sql } from '#database/index.js';
import type { TemplateName } from '../letter.js';

/**
 * The last letter of all. Without a grace period the account is gone before the letter has left: written within a day,
 * it stays, until the sweeper removes it.
 */
const FAREWELL: TemplateName = 'account_closed';

const TO_THEM = `EXISTS (
  SELECT FROM unnest($1::text[], $2::timestamptz[]) AS held (address, until)
   WHERE lower(recipient COLLATE "C") = lower(held.address COLLATE "C") AND created_at <= coalesce(until, 'infinity'))`;

/** $1 addresses, $2 until when they were held, $3 place. Not what the letters say: it is sealed, and holds links that act. */
const LETTERS = {
  name: 'personal_letters',
  text: `
    SELECT id::text AS place, id, template, locale, recipient, status, attempts, next_attempt_at, created_at, sent_at,
           last_error
      FROM outbox
     WHERE ${TO_THEM} AND ($3::uuid IS NULL OR id > $3::uuid)
     ORDER BY id LIMIT ${PAGE_ROWS}`,
};

/** $1 addresses, $2 until when they were held, $3 template that is spared */
const FORGET = {
  name: 'forget_letters',
  text: `DELETE FROM outbox WHERE ${TO_THEM} AND NOT (template = $3 AND created_at > now() - interval '1 day')`,
};

/**
 * Letters to a person: found by address, because letters know no users. All letters about the account are erased with
 * it; told is only of those that certainly came to its owner.
 */
@Injectable()
export class OutboxPersonalData {
  constructor(sql: Sql, personalData: PersonalData) {
    personalData.add({
      name: 'letters',
      read: ({ addresses }) => inPages(sql, LETTERS, heldBy(addresses.filter(({ proven }) => proven))),
      erase: ({ addresses }, tx) => sql.run(FORGET, [...heldBy(addresses), FAREWELL], tx),
    });
  }
}

function heldBy(addresses: readonly HeldAddress[]): unknown[] {
  return [addresses.map(({ address }) => address), addresses.map(({ until }) => until)];
}
