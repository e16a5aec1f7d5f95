import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { InvalidAccessToken, NO_SESSION, type Principal } from '#common/access/index.js';
import { Config } from '#config/index.js';
import { DatabaseBell, Sql } from '#database/index.js';
import { MARGIN_SECONDS, revocationSeconds } from './lifetime.js';
import { type RevocableToken, type RevocationEntry, RevocationIndex } from './revocation-index.js';
import { RevocationMetrics } from './revocation.metrics.js';
import {
  IS_REVOKED,
  REVOKE_OLDER,
  REVOKE_TOKEN,
  REVOKED_SINCE,
  STILL_HOLDS,
  SWEEP,
  WRITTEN_AFTER,
} from './token-blacklist.statements.js';

/** Rung by a trigger on the table. */
const CHANNEL = 'token_blacklist';

/** Before every transaction. */
const BEGINNING = '0';

/** A row of the outer join: there is always one, also when nothing is new. */
type NewEntry = (RevocationEntry | { readonly jti: null }) & { readonly seen_until: string; readonly age: number };

type NewerEntry = (RevocationEntry | { readonly jti: null }) & {
  readonly snapshot: string;
  readonly since: string | null;
};

export interface WrittenAfter {
  readonly snapshot: string;
  readonly from: string | null;
  readonly entries: readonly RevocationEntry[];
}

/** A user whose rights have changed, and the epoch that their new tokens bear. */
export interface NewEpoch {
  readonly id: string;
  readonly epoch: number;
}

/** Truth in the table, speed in memory: whether an access token has been revoked before its time. */
@Injectable()
export class TokenBlacklistService implements OnModuleInit {
  private readonly index: RevocationIndex;
  private readonly listeners = new Set<() => void>();
  private seenUntil = BEGINNING;

  constructor(
    private readonly sql: Sql,
    private readonly config: Config,
    private readonly bell: DatabaseBell,
    private readonly metrics: RevocationMetrics,
  ) {
    this.index = new RevocationIndex(revocationSeconds(config) * 1000);
    metrics.observe(() => this.index.size);
  }

  async onModuleInit(): Promise<void> {
    await this.bell.listen(CHANNEL, () => this.catchUp());
  }

  /** While nobody rings, the table is asked: slower, never open. */
  isRevoked(token: RevocableToken): boolean | Promise<boolean> {
    if (this.index.has(token)) return true;
    return this.bell.heard ? false : this.askTable(token);
  }

  /** Kills one access token, by the claims that it has (RFC 7009). */
  async revokeToken({ jti, sub, exp }: { jti: string; sub: string; exp: number }, reason: string): Promise<void> {
    this.announce(await this.sql.run<RevocationEntry>(REVOKE_TOKEN, [jti, sub, exp, MARGIN_SECONDS, reason]));
  }

  /** Kills the users' access tokens from before their `epoch`. To be announced after the commit. */
  revokeOlder(tx: EntityManager, users: readonly NewEpoch[], reason: string): Promise<RevocationEntry[]> {
    const ids = users.map(({ id }) => id);
    const epochs = users.map(({ epoch }) => epoch);
    return this.sql.run<RevocationEntry>(REVOKE_OLDER, [ids, epochs, revocationSeconds(this.config), reason], tx);
  }

  /**
   * For what is done long after the token was looked at, behind a hash or a lock: whether its session and rights still
   * hold. To be asked in the transaction, after all waiting. Throws InvalidAccessToken.
   */
  async assertStillHolds(tx: EntityManager, { sessionId, userId, epoch }: Principal): Promise<void> {
    if (sessionId === NO_SESSION) return;
    const rows = await this.sql.run(STILL_HOLDS, [sessionId, userId, epoch], tx);
    if (rows.length === 0) throw new InvalidAccessToken();
  }

  /** Makes entries that are in the table known here at once; other instances hear the bell. */
  announce(entries: readonly RevocationEntry[]): void {
    if (entries.length === 0) return;
    this.index.add(entries);
    this.tell();
  }

  /** Whether changes of other instances are heard. */
  get hears(): boolean {
    return this.bell.heard;
  }

  /** Calls `listener` whenever something was revoked, here or elsewhere. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** What the table has that a snapshot did not see, and a snapshot that has seen all of it. `from`: null for all. */
  async writtenAfter(since: string | undefined): Promise<WrittenAfter> {
    const rows = await this.sql.run<NewerEntry>(WRITTEN_AFTER, [since ?? null]);
    const entries = rows.filter((row): row is NewerEntry & RevocationEntry => row.jti !== null);
    return { snapshot: rows[0]!.snapshot, from: rows[0]!.since, entries };
  }

  async sweep(): Promise<void> {
    this.index.sweep();
    await this.sql.run(SWEEP, []);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private async catchUp(): Promise<void> {
    const rows = await this.sql.run<NewEntry>(REVOKED_SINCE, [this.seenUntil]);
    const entries = rows.filter((row): row is NewEntry & RevocationEntry => row.jti !== null);
    // What is known was revoked here, or read before; what the first reading finds was not waited for.
    const fromElsewhere = this.seenUntil === BEGINNING ? [] : entries.filter((entry) => !this.index.knows(entry));
    for (const { age } of fromElsewhere) this.metrics.heard(age);
    this.seenUntil = rows[0]!.seen_until;
    this.announce(entries);
  }

  private async askTable({ jti, sid, sub, epoch }: RevocableToken): Promise<boolean> {
    const entries = await this.sql.run<RevocationEntry>(IS_REVOKED, [jti, sid, sub, epoch]);
    this.index.add(entries);
    return entries.length > 0;
  }
}
