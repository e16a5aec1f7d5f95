import { Injectable } from '@nestjs/common';
import { PersonalData } from '#common/personal-data.js';
import { inPages, PAGE_ROWS, Sql } from '#database/index.js';

const THEIRS = `lower(email COLLATE "C") IN (SELECT lower(a COLLATE "C") FROM unnest($1::text[]) AS a)`;

/** $1 addresses, $2 place. Neither the hash of the password nor the digest of the link. */
const REGISTRATIONS = {
  name: 'personal_registrations',
  text: `
    SELECT id::text AS place, id, username, email, full_name, locale, letter_due, created_at, expires_at
      FROM pending_registrations
     WHERE ${THEIRS} AND ($2::uuid IS NULL OR id > $2::uuid)
     ORDER BY id LIMIT ${PAGE_ROWS}`,
};

/** $1 addresses */
const FORGET = {
  name: 'forget_registrations',
  text: `DELETE FROM pending_registrations WHERE ${THEIRS}`,
};

/** Registrations with an address of theirs, which somebody else may have tried. They expire by themselves. */
@Injectable()
export class RegistrationPersonalData {
  constructor(sql: Sql, personalData: PersonalData) {
    personalData.add({
      name: 'pending_registrations',
      read: ({ addresses }) => inPages(sql, REGISTRATIONS, [addresses]),
      erase: ({ addresses }, tx) => sql.run(FORGET, [addresses], tx),
    });
  }
}
