import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A SECRET_KEY that is or was in force. Nothing can be derived from what is known of it here. */
@Entity('secret_keys')
export class SecretKeyRecord {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'secret_keys_pkey' })
  fingerprint: string;

  @Column('timestamptz', { name: 'in_force_from', default: () => 'now()' })
  inForceFrom: Date;
}
