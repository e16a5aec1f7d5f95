import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * Somebody wants an account, and a letter went to the address. There is such a row whether the address has an account
 * already or not, so that nobody can tell. It keeps the name until it expires.
 */
@Entity('pending_registrations')
@Index('pending_registrations_username_key', { synchronize: false })
@Index('pending_registrations_digest_key', ['digest'], { unique: true })
@Index('pending_registrations_email_idx', { synchronize: false })
@Index('pending_registrations_expires_at_idx', ['expiresAt'])
@Index('pending_registrations_due_idx', { synchronize: false })
export class PendingRegistration {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pending_registrations_pkey' })
  id: string;

  /** Unique without regard to case among these rows, and not among users when it is written. */
  @Column('text')
  username: string;

  @Column('text')
  email: string;

  @Column('text', { name: 'full_name', nullable: true })
  fullName: string | null;

  @Column('text', { name: 'password_hash' })
  passwordHash: string;

  @Column('text')
  locale: string;

  /** SHA-256 of the secret, which is only in the letter. Where the address has an account, no letter has it. */
  @Column('bytea', { nullable: true })
  digest: Buffer | null;

  @Column('boolean', { name: 'letter_due', default: true })
  letterDue: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;
}
