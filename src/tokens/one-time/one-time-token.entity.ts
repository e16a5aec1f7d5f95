import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What a mailed link may be used for. A token of one purpose is nothing at every other door. */
export type OneTimePurpose =
  'email_verification' | 'password_reset' | 'invitation' | 'email_change' | 'not_me' | 'unlock' | 'account_restore';

@Entity('one_time_tokens')
@Index('one_time_tokens_user_id_purpose_key', { synchronize: false })
@Index('one_time_tokens_notice_address_idx', { synchronize: false })
@Index('one_time_tokens_user_id_idx', ['userId'])
@Index('one_time_tokens_expires_at_idx', ['expiresAt'])
export class OneTimeToken {
  /** SHA-256 of the secret. The secret itself is only in the letter. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'one_time_tokens_pkey' })
  digest: Buffer;

  @Column('text')
  purpose: OneTimePurpose;

  /** By name: the tokens room knows user ids, not users. */
  @ForeignKey('users', { name: 'one_time_tokens_user_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'user_id' })
  userId: string;

  /** What belongs to the purpose, such as the new address of a change of e-mail. */
  @Column('jsonb', { nullable: true })
  data: Record<string, string> | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;
}
