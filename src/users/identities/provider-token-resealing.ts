import { Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Housekeeping } from '#common/housekeeping.js';
import { inPages, PAGE_ROWS, SecretKey, Sql } from '#database/index.js';
import { ProviderTokenSeal } from './provider-token-seal.js';

const EVERY_MS = 60 * 60 * 1000;

interface Sealed {
  readonly id: string;
  readonly tokens: Buffer;
}

/** $1 place */
const SEALED = {
  name: 'sealed_provider_tokens',
  text: `
    SELECT id::text AS place, id, tokens FROM identities
     WHERE tokens IS NOT NULL AND ($1::uuid IS NULL OR id > $1::uuid)
     ORDER BY id LIMIT ${PAGE_ROWS}`,
};

/** $1 id, $2 sealed anew, $3 as it was: those of a sign-in meanwhile are newer, and those that were dropped stay so. */
const RESEAL = {
  name: 'reseal_provider_tokens',
  text: `
    WITH resealed AS (UPDATE identities SET tokens = $2 WHERE id = $1 AND tokens = $3 RETURNING id)
    SELECT id FROM resealed`,
};

/** For how many identities the former SECRET_KEY is needed: for whoever has the database alone. */
export async function countFormerProviderTokens(dataSource: DataSource, seal: ProviderTokenSeal): Promise<number> {
  const rows = await dataSource.query<Sealed[]>('SELECT id, tokens FROM identities WHERE tokens IS NOT NULL');
  return rows.filter(({ id, tokens }) => seal.resealed(id, tokens) !== undefined).length;
}

/** Kept tokens outlive the former SECRET_KEY: their owner may not sign in for years. Also of providers that are gone. */
@Injectable()
export class ProviderTokenResealing {
  constructor(
    private readonly sql: Sql,
    private readonly seal: ProviderTokenSeal,
    private readonly secretKey: SecretKey,
    housekeeping: Housekeeping,
  ) {
    if (!secretKey.isBeingReplaced) return;
    housekeeping.every(EVERY_MS, 'Sealing tokens of providers anew', () => this.reseal());
  }

  /** For how many identities they are sealed with the new SECRET_KEY now. None while it is not in force. */
  async reseal(): Promise<number> {
    if (!this.secretKey.newestIsInForce) return 0;
    let resealed = 0;
    for await (const { id, tokens } of inPages<Sealed & { place: string }>(this.sql, SEALED, [])) {
      const anew = this.seal.resealed(id, tokens);
      if (anew) resealed += (await this.sql.run(RESEAL, [id, anew, tokens])).length;
    }
    return resealed;
  }
}
