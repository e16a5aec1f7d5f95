import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A client assertion that was used (RFC 7523 §3, point 7). */
@Entity('client_assertions')
@Index('client_assertions_expires_at_idx', ['expiresAt'])
export class ClientAssertion {
  /** SHA-256 of the client and the `jti`. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'client_assertions_pkey' })
  digest: Buffer;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;
}
