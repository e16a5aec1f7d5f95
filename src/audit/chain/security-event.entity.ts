import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * One link of the chain: a fact, and apart from it what tells of persons. Only digests of the personal parts go into
 * the hash, so that they can be erased. Written and changed by functions of the database only.
 */
@Entity('security_events')
@Index('security_events_id_key', ['id'], { unique: true })
@Index('security_events_at_idx', ['at'])
@Index('security_events_type_idx', ['type', 'seq'])
@Index('security_events_user_id_idx', ['userId', 'seq'])
@Index('security_events_actor_id_idx', ['actorId', 'seq'])
@Index('security_events_session_id_idx', ['sessionId', 'seq'])
@Index('security_events_ip_idx', ['ip', 'seq'])
export class SecurityEventEntity {
  /** 1, 2, 3 … without a gap. */
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'security_events_pkey' })
  seq: string;

  @Column('uuid')
  id: string;

  @Column({ type: 'timestamptz', precision: 3 })
  at: Date;

  @Column('text')
  type: string;

  @Column('text')
  outcome: string;

  @Column('jsonb')
  detail: object;

  @Column('bytea', { name: 'subject_digest' })
  subjectDigest: Buffer;

  @Column('bytea', { name: 'origin_digest' })
  originDigest: Buffer;

  @Column('bytea', { name: 'previous_hash' })
  previousHash: Buffer;

  @Column('bytea')
  hash: Buffer;

  /** Null: the subject part, down to `personal`, has been erased. */
  @Column('bytea', { name: 'subject_salt', nullable: true })
  subjectSalt: Buffer | null;

  /** Whom it happened to. No foreign key: the record outlives the account. */
  @Column('uuid', { name: 'user_id', nullable: true })
  userId: string | null;

  @Column('uuid', { name: 'session_id', nullable: true })
  sessionId: string | null;

  @Column('jsonb', { nullable: true })
  personal: object | null;

  /** Null: the origin part, all that follows, has been erased. */
  @Column('bytea', { name: 'origin_salt', nullable: true })
  originSalt: Buffer | null;

  @Column('uuid', { name: 'actor_id', nullable: true })
  actorId: string | null;

  @Column('text', { name: 'client_id', nullable: true })
  clientId: string | null;

  @Column('text', { nullable: true })
  ip: string | null;

  @Column('text', { name: 'user_agent', nullable: true })
  userAgent: string | null;

  @Column('text', { name: 'request_id', nullable: true })
  requestId: string | null;
}
