import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('users')
@Index('users_username_key', { synchronize: false })
@Index('users_email_key', { synchronize: false })
@Index('users_deletes_at_idx', ['deletesAt'], { where: 'deletes_at IS NOT NULL' })
export class User {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'users_pkey' })
  id: string;

  /** As it was typed. Unique without regard to case. Has no @, so it is never somebody's e-mail address. */
  @Column('text')
  username: string;

  /** As it was typed. Unique without regard to case. */
  @Column('text')
  email: string;

  @Column('text', { name: 'full_name', nullable: true })
  fullName: string | null;

  /** PHC string. Null: no password opens this account. */
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash: string | null;

  @Column('boolean', { name: 'is_active', default: true })
  isActive: boolean;

  /** The owner has proven that the e-mail address is theirs. */
  @Column('boolean', { name: 'is_verified', default: false })
  isVerified: boolean;

  /** Raised with every change of rights: access tokens with a smaller one are dead. */
  @Column('integer', { name: 'token_epoch', default: 0 })
  tokenEpoch: number;

  /** Raised with every new password: devices with a smaller one are unknown. */
  @Column('integer', { name: 'device_epoch', default: 0 })
  deviceEpoch: number;

  @Column('timestamptz', { name: 'last_login_at', nullable: true })
  lastLoginAt: Date | null;

  /** Set: the account is closed, and is deleted for good from then on. Null for all others. */
  @Column('timestamptz', { name: 'deletes_at', nullable: true })
  deletesAt: Date | null;

  /** Who has closed it: what an administrator has closed, no mailed link opens. Says nothing of an open one. */
  @Column('boolean', { name: 'closed_by_owner', default: false })
  closedByOwner: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt: Date;
}
