import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '#config/index.js';
import { BELL_NAME, DatabaseBell } from '#database/index.js';
import { LOCK_KEYS } from '../key-times.js';
import { SecretInForce } from './secret-in-force.js';
import { SigningKeysService } from '../signing-keys.service.js';

/** $1 the name of every instance's connection, $2 what it is called where the newest secret is the same as ours */
const LEFT_BEHIND = `
  SELECT count(*)::int AS n FROM pg_stat_activity
   WHERE datname = current_database() AND starts_with(application_name, $1) AND application_name <> $2`;

const IN_FORCE_FROM = 'SELECT in_force_from FROM secret_keys ORDER BY in_force_from DESC LIMIT 1';

/** The longest that an answer to an `Idempotency-Key` is kept. Seconds. */
const ANSWERS_KEPT_SECONDS = 24 * 60 * 60;

/** Until when a SECRET_KEY is of use that was replaced then: the last refresh token made with it has expired. */
export function formerSecretUntil(replacedAt: Date, { tokens }: Config): Date {
  return new Date(replacedAt.getTime() + 1000 * Math.max(tokens.refreshIdleSeconds, ANSWERS_KEPT_SECONDS));
}

/** Brings a new SECRET_KEY into force, when every instance knows it. */
@Injectable()
export class SecretReplacement {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: SigningKeysService,
    private readonly inForce: SecretInForce,
    private readonly bell: DatabaseBell,
    private readonly config: Config,
  ) {}

  /** How many instances run that would refuse what is made with the new one. The embedded database has no others. */
  async instancesLeftBehind(): Promise<number> {
    if (this.config.database.url === undefined) return 0;
    const [row] = await this.dataSource.query<{ n: number }[]>(LEFT_BEHIND, [BELL_NAME, this.bell.name]);
    return row!.n;
  }

  /** What was made with the former one is good until then. */
  async formerNeededUntil(): Promise<Date> {
    const [row] = await this.dataSource.query<{ in_force_from: Date }[]>(IN_FORCE_FROM);
    return formerSecretUntil(row!.in_force_from, this.config);
  }

  /** How many signing keys were sealed anew; 0: it was in force already. Two at once: one of them does it. */
  async replace(): Promise<number> {
    const resealed = await this.dataSource.transaction(async (tx) => {
      await tx.query(LOCK_KEYS);
      return this.inForce.replace(tx);
    });
    if (resealed > 0) this.inForce.announce();
    await this.keys.reload();
    return resealed;
  }
}
