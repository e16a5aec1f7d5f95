import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DataSubject } from '#common/personal-data.js';
import { Sql } from '#database/index.js';
import { OneTimeTokensService } from '#tokens/index.js';
import { UserNotFound } from '../users.errors.js';

/** $1 user id, $2 addresses that links of theirs are about. Without those that are somebody else's by now. */
const ADDRESSES = {
  name: 'addresses_of_subject',
  text: `
    SELECT email AS address FROM users WHERE id = $1
     UNION
    SELECT a FROM unnest($2::text[]) AS a
     WHERE NOT EXISTS (SELECT FROM users u WHERE lower(u.email COLLATE "C") = lower(a COLLATE "C"))`,
};

/** By what the rooms find the data of a person. */
@Injectable()
export class DataSubjects {
  constructor(
    private readonly sql: Sql,
    private readonly oneTimeTokens: OneTimeTokensService,
  ) {}

  /** Throws UserNotFound. */
  async of(userId: string, tx?: EntityManager): Promise<DataSubject> {
    const linked = await this.oneTimeTokens.addressesOf(userId, tx);
    const rows = await this.sql.run<{ address: string }>(ADDRESSES, [userId, linked], tx);
    if (rows.length === 0) throw new UserNotFound();
    return { userId, addresses: rows.map(({ address }) => address) };
  }
}
