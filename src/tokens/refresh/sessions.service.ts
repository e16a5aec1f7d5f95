import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { uuidv7 } from '#common/crypto/uuid.js';
import { Config } from '#config/index.js';
import { Sql, type Statement } from '#database/index.js';
import type { RevocationEntry } from '../blacklist/revocation-index.js';
import { revocationSeconds } from '../blacklist/lifetime.js';
import { TokenBlacklistService } from '../blacklist/token-blacklist.service.js';
import type { Grant } from './grant.js';
import { InvalidRefreshToken, RefreshTokenReused } from './refresh.errors.js';
import { RefreshTokenCodec } from './refresh-token.codec.js';
import { SessionFacts } from './session-facts.js';
import { ANY_ALIVE, END_SESSIONS, LIST_SESSIONS, ROTATE, SESSION_OWNER, SWEEP_SESSIONS } from './session.statements.js';

/** Ended sessions are kept for a while, for whoever looks into what happened. Seconds. */
const KEEP_ENDED_SECONDS = 7 * 24 * 60 * 60;
const MAX_USER_AGENT = 512;

export interface SessionStart {
  readonly clientId: string;
  readonly amr: readonly string[];
  readonly ip: string | undefined;
  readonly userAgent: string | undefined;
}

/** Whether a session may start, and whose: the part that a room above has in the statement, see `startSession`. */
export interface Admission {
  readonly statement: Statement;
  readonly values: readonly unknown[];
}

export interface LiveSession {
  readonly grant: Grant;
  readonly refreshToken: string;
}

export interface StartedSession extends LiveSession {
  /** The user has never had one before. */
  readonly isFirst: boolean;
  /** Devices that were known before it was raised are not known any more. */
  readonly deviceEpoch: number;
}

export interface SessionRow {
  readonly id: string;
  readonly created_at: Date;
  readonly last_used_at: Date;
  readonly ip: string | null;
  readonly user_agent: string | null;
}

export type EndReason =
  | 'logout'
  | 'replaced'
  | 'revoked'
  | 'ended_by_user'
  | 'ended_by_admin'
  | 'password_changed'
  | 'user_deactivated'
  | 'user_deleted'
  | 'not_me'
  | 'email_proven'
  | 'identity_unlinked';

/** Sessions and their refresh tokens. Every question that may be asked twice at once is decided by one statement. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly sql: Sql,
    private readonly codec: RefreshTokenCodec,
    private readonly blacklist: TokenBlacklistService,
    private readonly facts: SessionFacts,
    private readonly config: Config,
  ) {}

  /** Undefined when nobody was admitted. */
  async start(
    { clientId, amr, ip, userAgent }: SessionStart,
    { statement, values }: Admission,
  ): Promise<StartedSession | undefined> {
    const [row] = await this.sql.run<StartedRow>(statement, [
      ...values,
      uuidv7(),
      clientId,
      amr,
      ip ?? null,
      userAgent?.slice(0, MAX_USER_AGENT) ?? null,
      this.config.tokens.sessionMaxSeconds,
    ]);
    return row && { ...this.live(row), isFirst: row.is_first, deviceEpoch: row.device_epoch };
  }

  /**
   * Trades a refresh token for the next one. The token before the current one gets the same successor again for
   * `REFRESH_GRACE_SECONDS`; an older one ends its session (RFC 9700 §4.14.2).
   */
  async rotate(token: string): Promise<LiveSession> {
    const shown = this.codec.decode(token);
    if (!shown) throw this.refusal();

    const { refreshGraceSeconds, refreshIdleSeconds } = this.config.tokens;
    const [row] = await this.sql.run<RotatedRow>(ROTATE, [
      shown.sessionId,
      shown.counter,
      refreshGraceSeconds,
      refreshIdleSeconds,
      revocationSeconds(this.config),
    ]);
    if (!row) throw this.refusal();
    if (row.ended_at === null) {
      this.facts.refreshed(row.again ? 'grace' : 'rotated');
      return this.live(row);
    }

    this.blacklist.announce([{ jti: row.id, token_type: 'session', min_epoch: null, expires_at: row.tokens_end_at }]);
    this.facts.reused({ userId: row.user_id, sessionId: row.id, shown: shown.counter, current: row.counter });
    throw new RefreshTokenReused();
  }

  list(userId: string): Promise<SessionRow[]> {
    return this.sql.run<SessionRow>(LIST_SESSIONS, [userId, this.config.tokens.refreshIdleSeconds]);
  }

  async anyAlive(sessionIds: readonly string[]): Promise<boolean> {
    return (await this.sql.run(ANY_ALIVE, [sessionIds, this.config.tokens.refreshIdleSeconds])).length > 0;
  }

  /** Ends the session, and its access tokens at once. False when there was nothing to end. */
  async end(userId: string, sessionId: string, reason: EndReason): Promise<boolean> {
    const entries = await this.endWhere(userId, { only: sessionId }, reason);
    this.blacklist.announce(entries);
    if (entries.length > 0) this.facts.ended({ userId, sessionId, reason });
    return entries.length > 0;
  }

  /** Whether it is a refresh token that was made here, be it alive or not. */
  hasIssued(refreshToken: string): boolean {
    return this.codec.decode(refreshToken) !== undefined;
  }

  /** Ends the session of a refresh token, whichever of its tokens that is (RFC 7009 §2.1). False when there is none. */
  async endOf(refreshToken: string, reason: EndReason): Promise<boolean> {
    const shown = this.codec.decode(refreshToken);
    if (!shown) return false;
    const [session] = await this.sql.run<{ user_id: string }>(SESSION_OWNER, [shown.sessionId]);
    return session !== undefined && this.end(session.user_id, shown.sessionId, reason);
  }

  /** Ends all of the user's sessions, or all but one. `actorId`: who does it, where that is somebody else. */
  async endAll(
    userId: string,
    reason: EndReason,
    { except, actorId }: { except?: string; actorId?: string } = {},
  ): Promise<void> {
    this.blacklist.announce(await this.endWhere(userId, { except }, reason));
    this.facts.ended({ userId, actorId, reason, allBut: except });
  }

  /** As `endAll`, within the caller's transaction. What it returns is to be announced after the commit. */
  endAllWithin(tx: EntityManager, userId: string, reason: EndReason, except?: string): Promise<RevocationEntry[]> {
    return this.endWhere(userId, { except }, reason, tx);
  }

  announce(entries: readonly RevocationEntry[]): void {
    this.blacklist.announce(entries);
  }

  async sweep(): Promise<void> {
    await this.sql.run(SWEEP_SESSIONS, [this.config.tokens.refreshIdleSeconds, KEEP_ENDED_SECONDS]);
  }

  private endWhere(
    userId: string,
    { only, except }: { only?: string; except?: string },
    reason: EndReason,
    tx?: EntityManager,
  ): Promise<RevocationEntry[]> {
    const values = [userId, only ?? null, except ?? null, reason, revocationSeconds(this.config)];
    return this.sql.run<RevocationEntry>(END_SESSIONS, values, tx);
  }

  private refusal(): InvalidRefreshToken {
    this.facts.refreshed('refused');
    return new InvalidRefreshToken();
  }

  private live(row: GrantRow): LiveSession {
    return {
      refreshToken: this.codec.encode({ sessionId: row.id, counter: row.counter }),
      grant: {
        userId: row.user_id,
        sessionId: row.id,
        clientId: row.client_id,
        amr: row.amr,
        authenticatedAt: Math.floor(row.authenticated_at.getTime() / 1000),
        roles: row.roles,
        permissions: row.permissions,
        emailVerified: row.is_verified,
        epoch: row.token_epoch,
      },
    };
  }
}

interface GrantRow {
  readonly id: string;
  readonly user_id: string;
  readonly client_id: string;
  readonly amr: string[];
  readonly authenticated_at: Date;
  readonly counter: number;
  readonly is_verified: boolean;
  readonly token_epoch: number;
  readonly roles: string[];
  readonly permissions: string[];
}

interface StartedRow extends GrantRow {
  readonly is_first: boolean;
  readonly device_epoch: number;
}

interface RotatedRow extends GrantRow {
  readonly ended_at: Date | null;
  readonly again: boolean;
  readonly tokens_end_at: Date;
}
