import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** One sign-in on one device. One row for its whole life, however often it is refreshed. */
@Entity('sessions')
@Index('sessions_user_id_idx', ['userId'])
export class Session {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'sessions_pkey' })
  id: string;

  /** The tokens room knows user ids, not users: a foreign key to a table, and no relation. */
  @Column('uuid', { name: 'user_id' })
  @ForeignKey('users', { name: 'sessions_user_id_fkey', onDelete: 'CASCADE' })
  userId: string;

  @Column('text', { name: 'client_id' })
  clientId: string;

  @Column('text', { array: true })
  amr: string[];

  @Column('text', { nullable: true })
  ip: string | null;

  @Column('text', { name: 'user_agent', nullable: true })
  userAgent: string | null;

  /** Counter of the refresh token that is valid now. */
  @Column('integer', { default: 0 })
  counter: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'authenticated_at', default: () => 'now()' })
  authenticatedAt: Date;

  @Column('timestamptz', { name: 'last_used_at', default: () => 'now()' })
  lastUsedAt: Date;

  /** When the counter was last raised: the grace of the token before runs from here. */
  @Column('timestamptz', { name: 'rotated_at', default: () => 'now()' })
  rotatedAt: Date;

  /** The hard end, whatever happens. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('text', { name: 'end_reason', nullable: true })
  endReason: string | null;
}
