import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** `access`: one token. `session`: all tokens of a session. `user`: a user's tokens from before a change of rights. */
export type BlacklistedTokenType = 'access' | 'session' | 'user';

@Entity('token_blacklist')
@Index('token_blacklist_written_by_idx', ['writtenBy'])
@Index('token_blacklist_expires_at_idx', ['expiresAt'])
export class TokenBlacklistEntry {
  /** `jti`, `sid` or `sub` of the tokens concerned, according to `tokenType`. Never a token. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'token_blacklist_pkey' })
  jti: string;

  @PrimaryColumn('text', { name: 'token_type', primaryKeyConstraintName: 'token_blacklist_pkey' })
  tokenType: BlacklistedTokenType;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  /** For `user`: tokens with a smaller `epoch` are dead. */
  @Column('integer', { name: 'min_epoch', nullable: true })
  minEpoch: number | null;

  @Column('timestamptz', { name: 'blacklisted_at', default: () => 'now()' })
  blacklistedAt: Date;

  /** The transaction that wrote it last, by which other instances find what is new to them. */
  @Column('bigint', { name: 'written_by', default: () => 'current_transaction()' })
  writtenBy: string;

  /** When the last token concerned has expired by itself, and the entry may go. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('text')
  reason: string;
}
