import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/**
 * Somebody whom a provider knows, and which account here is theirs. Known by issuer and subject, never by an e-mail
 * address: addresses change hands (OpenID Connect Core §5.7, ASVS 10.3.3).
 */
@Entity('identities')
@Index('identities_issuer_subject_key', ['issuer', 'subject'], { unique: true, where: 'unlinked_at IS NULL' })
@Index('identities_user_id_idx', ['userId'])
export class Identity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'identities_pkey' })
  id: string;

  @ForeignKey('users', { name: 'identities_user_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'user_id' })
  userId: string;

  @Column('text')
  issuer: string;

  @Column('text')
  subject: string;

  /** The name of the provider in the configuration, through which it was last used. */
  @Column('text')
  provider: string;

  /** As the provider last told it. Nothing is decided by it. */
  @Column('text', { nullable: true })
  email: string | null;

  /** Roles that the account has because of groups at the provider. */
  @Column('text', { name: 'granted_roles', array: true, default: () => "'{}'" })
  grantedRoles: string[];

  /** Tokens of the provider, sealed; null unless the operator wants them kept. */
  @Column('bytea', { nullable: true })
  tokens: Buffer | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'last_used_at', default: () => 'now()' })
  lastUsedAt: Date;

  /** Set: it opens nothing any more. Kept, so that the account is not joined by its address again. */
  @Column('timestamptz', { name: 'unlinked_at', nullable: true })
  unlinkedAt: Date | null;
}
