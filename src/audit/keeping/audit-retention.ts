import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Config } from '#config/index.js';
import { type ChainEnds, EventChain } from '../chain/event-chain.service.js';
import { prepareEvent } from '../chain/prepared-event.js';
import { SIGN_IN_CLASS } from './retention-classes.js';

/** So many at once: while they go, nothing can be appended. */
const CHUNK = 10_000;

/**
 * The last record before the first that is younger than whole days ($2), looking from $1 on. Not the last old one: a
 * single record with a clock gone wrong must not take all before it along.
 */
const OLD_THROUGH = `
  SELECT coalesce(
    (SELECT e.seq - 1 FROM security_events e
      WHERE e.seq > $1 AND e.at >= date_trunc('day', now()) - $2 * interval '1 day' ORDER BY e.seq LIMIT 1),
    (SELECT h.seq FROM security_event_head h))::float8 AS through`;

/** Where to go on: before the first record of these types ($1) that is not expired yet. Null: there is none. */
const EXPIRED_BEFORE = `
  SELECT min(e.seq)::float8 - 1 AS after FROM security_events e
   WHERE e.type = ANY ($1) AND e.seq > coalesce(
     (SELECT max((x.detail ->> 'through')::bigint) FROM security_events x WHERE x.type = 'audit.expired'), 0)`;

/** Removes what is too old, and says so in the chain. Of several instances at once, one finds something to do. */
@Injectable()
export class AuditRetention {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chain: EventChain,
    private readonly config: Config,
  ) {}

  async sweep(ending?: AbortSignal): Promise<void> {
    const goesOn = () => !ending?.aborted;
    while (goesOn() && (await this.inChunk((tx, ends) => this.prune(tx, ends))));
    while (goesOn() && (await this.inChunk((tx) => this.expire(tx))));
  }

  /** Removes records from the beginning of the chain, which then begins behind them. True: there may be more. */
  private async prune(tx: EntityManager, { base }: ChainEnds): Promise<boolean> {
    const through = await oldThrough(tx, base.seq, this.config.audit.retentionDays);
    if (through <= base.seq) return false;
    await tx.query('SELECT prune_security_events($1)', [through]);
    const hash = (await this.chain.ends(tx)).base.hash.toString('hex');
    await this.record(tx, 'audit.pruned', { through, hash });
    return through === base.seq + CHUNK;
  }

  /** Takes persons and addresses out of the records of the sign-in class. */
  private async expire(tx: EntityManager): Promise<boolean> {
    const [{ after }] = await tx.query<[{ after: number | null }]>(EXPIRED_BEFORE, [SIGN_IN_CLASS]);
    if (after === null) return false;
    const through = await oldThrough(tx, after, this.config.audit.signInRetentionDays);
    if (through <= after) return false;
    await tx.query('SELECT expire_security_events($1, $2, $3)', [SIGN_IN_CLASS, after, through]);
    await this.record(tx, 'audit.expired', { types: SIGN_IN_CLASS, through });
    return through === after + CHUNK;
  }

  private inChunk(work: (tx: EntityManager, ends: ChainEnds) => Promise<boolean>): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      await tx.query('SELECT FROM security_event_head FOR UPDATE');
      return work(tx, await this.chain.ends(tx));
    });
  }

  private record(tx: EntityManager, type: 'audit.pruned' | 'audit.expired', detail: Record<string, unknown>) {
    return this.chain.append([prepareEvent({ type, outcome: 'success', at: new Date(), detail })], tx);
  }
}

async function oldThrough(tx: EntityManager, after: number, days: number): Promise<number> {
  const [{ through }] = await tx.query<[{ through: number }]>(OLD_THROUGH, [after, days]);
  return Math.min(through, after + CHUNK);
}
