import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { uuidv7 } from '#common/crypto/uuid.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { PersonalData } from '#common/personal-data.js';
import { inPages, Sql } from '#database/index.js';
import {
  ADD,
  HAS_ONE_OF,
  IS_OF,
  type IdentityRow,
  KEPT_TOKENS,
  LIST,
  NOTE_USE,
  OWNER,
  PERSONAL_PAGE,
  REMOVE,
} from './identity.statements.js';

/** Somebody, as a provider knows them. */
export interface ProviderSubject {
  readonly issuer: string;
  readonly subject: string;
  readonly provider: string;
  readonly email: string | null;
}

/** Whose an identity is. */
export interface IdentityOwner {
  readonly id: string;
  readonly user_id: string;
  readonly granted_roles: readonly string[];
  readonly device_epoch: number;
}

/** What a provider gave for somebody, as it lies in the table. */
export interface SealedTokens {
  readonly id: string;
  readonly provider: string;
  readonly subject: string;
  readonly tokens: Buffer;
}

export type RemovedIdentity = IdentityRow & { readonly granted_roles: readonly string[] };

/**
 * By whom else the owners of accounts are known. Here, with the accounts, and not with the providers: whoever empties an
 * account of what opens it has to find all of it, whether or not a provider is configured today.
 */
@Injectable()
export class IdentitiesService {
  constructor(
    private readonly sql: Sql,
    private readonly events: SecurityEvents,
    personalData: PersonalData,
  ) {
    personalData.add({
      name: 'identities',
      read: ({ userId }) => inPages(sql, PERSONAL_PAGE, [userId]),
    });
  }

  async ownerOf({ issuer, subject }: ProviderSubject, tx?: EntityManager): Promise<IdentityOwner | undefined> {
    const [owner] = await this.sql.run<IdentityOwner>(OWNER, [issuer, subject], tx);
    return owner;
  }

  /** Undefined: it is somebody's already. */
  async add(userId: string, known: ProviderSubject, tx: EntityManager): Promise<IdentityRow | undefined> {
    const { issuer, subject, provider, email } = known;
    const [row] = await this.sql.run<IdentityRow>(ADD, [uuidv7(), userId, issuer, subject, provider, email], tx);
    return row;
  }

  /** `tokens`: sealed, for an operator who wants them kept; else none are. Returns the roles that it has given. */
  async noteUse(id: string, { provider, email }: ProviderSubject, tokens: Buffer | null): Promise<readonly string[]> {
    const [row] = await this.sql.run<{ granted_roles: string[] }>(NOTE_USE, [id, provider, email, tokens]);
    return row?.granted_roles ?? [];
  }

  list(userId: string): Promise<IdentityRow[]> {
    return this.sql.run<IdentityRow>(LIST, [userId]);
  }

  async hasOneOf(userId: string, issuer: string, tx: EntityManager): Promise<boolean> {
    return (await this.sql.run(HAS_ONE_OF, [userId, issuer], tx)).length > 0;
  }

  /** Undefined: it is not the user's, or the last way in. The caller holds the lock on the account. */
  async remove(
    id: string,
    userId: string,
    providers: readonly string[],
    tx: EntityManager,
  ): Promise<RemovedIdentity | undefined> {
    const [removed] = await this.sql.run<RemovedIdentity>(REMOVE, [id, userId, providers], tx);
    return removed;
  }

  async isOf(id: string, userId: string, tx: EntityManager): Promise<boolean> {
    return (await this.sql.run(IS_OF, [id, userId], tx)).length > 0;
  }

  /** Sealed, as they were noted, for an operator; that they were read is recorded. */
  async readKeptTokens(userId: string): Promise<SealedTokens[]> {
    const kept = await this.sql.run<SealedTokens>(KEPT_TOKENS, [userId]);
    for (const { provider: by } of kept)
      this.events.publish({ type: 'identity.tokens_read', outcome: 'success', userId, detail: { by } });
    return kept;
  }
}
