import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DataSubject, HeldAddress } from '#common/personal-data.js';
import { Sql } from '#database/index.js';
import { OneTimeTokensService } from '#tokens/index.js';
import { UserNotFound } from '../users.errors.js';

/** $1 user id */
const OWN = {
  name: 'address_of_subject',
  text: 'SELECT email AS address, is_verified AS proven, NULL AS until FROM users WHERE id = $1',
};

/** $1 addresses. Without those that a user has by now, the one who is asked about or somebody else. */
const FREE = {
  name: 'free_addresses',
  text: `
    SELECT a AS address FROM unnest($1::text[]) AS a
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
    const [own] = await this.sql.run<HeldAddress>(OWN, [userId], tx);
    if (!own) throw new UserNotFound();
    const noticed = await this.oneTimeTokens.noticedAt(userId, tx);
    const free = await this.sql.run<{ address: string }>(FREE, [noticed.map(({ address }) => address)], tx);
    const former = noticed.filter(({ address }) => free.some((row) => row.address === address));
    return { userId, addresses: [own, ...former] };
  }
}
