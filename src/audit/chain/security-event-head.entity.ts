import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The two ends of the chain. One row. */
@Entity('security_event_head')
@Check('security_event_head_id_check', 'id')
export class SecurityEventHead {
  @PrimaryColumn('boolean', { default: true, primaryKeyConstraintName: 'security_event_head_pkey' })
  id: boolean;

  @Column('bigint')
  seq: string;

  @Column('bytea')
  hash: Buffer;

  /** The last record that was removed because of its age; the chain begins behind it. */
  @Column('bigint', { name: 'base_seq' })
  baseSeq: string;

  @Column('bytea', { name: 'base_hash' })
  baseHash: Buffer;
}
