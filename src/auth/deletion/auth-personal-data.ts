import { Injectable } from '@nestjs/common';
import { PersonalData } from '#common/personal-data.js';
import { inPages, PAGE_ROWS, Sql } from '#database/index.js';

const BY_THEM = `lower(email COLLATE "C") IN (SELECT lower(a COLLATE "C") FROM unnest($1::text[]) AS a)`;

const pageOf = (table: string, columns: string) => ({
  name: `personal_${table}`,
  text: `
    SELECT id::text AS place, ${columns} FROM ${table}
     WHERE ${BY_THEM} AND ($2::uuid IS NULL OR id > $2::uuid)
     ORDER BY id LIMIT ${PAGE_ROWS}`,
});

/** $1 addresses, $2 place. Seconds old, as a rule: until a worker has served them. */
const REQUESTS = pageOf('recovery_requests', 'purpose, email, locale, created_at');

/** $1 addresses, $2 place. Not what else was typed: whoever registers with an address need not be its owner. */
const REGISTRATIONS = pageOf('pending_registrations', 'email, created_at, expires_at');

/** $1 addresses */
const FORGET_REQUESTS = { name: 'forget_recovery_requests', text: `DELETE FROM recovery_requests WHERE ${BY_THEM}` };

/** $1 addresses */
const FORGET_REGISTRATIONS = {
  name: 'forget_registrations',
  text: `DELETE FROM pending_registrations WHERE ${BY_THEM}`,
};

/** What somebody has asked for by an address, without being signed in. */
@Injectable()
export class AuthPersonalData {
  constructor(sql: Sql, personalData: PersonalData) {
    personalData.add(
      {
        name: 'requests_for_letters',
        read: ({ addresses }) => inPages(sql, REQUESTS, [addresses]),
        erase: ({ addresses }, tx) => sql.run(FORGET_REQUESTS, [addresses], tx),
      },
      {
        name: 'registrations',
        read: ({ addresses }) => inPages(sql, REGISTRATIONS, [addresses]),
        erase: ({ addresses }, tx) => sql.run(FORGET_REGISTRATIONS, [addresses], tx),
      },
    );
  }
}
