import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

export type CodePurpose = 'sign_in' | 'link';

/** Somebody has come back from a provider, and the application has not asked for the rest yet. */
@Entity('social_codes')
@Index('social_codes_expires_at_idx', ['expiresAt'])
@Index('social_codes_user_id_idx', ['userId'])
export class SocialCode {
  /** SHA-256 of the code. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'social_codes_pkey' })
  digest: Buffer;

  @ForeignKey('users', { name: 'social_codes_user_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'user_id' })
  userId: string;

  @Column('text')
  purpose: CodePurpose;

  @Column('text', { name: 'code_challenge' })
  codeChallenge: string;

  @Column('text', { name: 'redirect_uri' })
  redirectUri: string;

  /** Whom the provider has named, sealed. */
  @Column('bytea')
  content: Buffer;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;
}
