import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Client } from './client.entity.js';

/** One of at most two secrets of a client, so that a new one can be brought out before the old one goes. */
@Entity('client_secrets')
@Index('client_secrets_client_id_idx', ['clientId'])
export class ClientSecret {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'client_secrets_pkey' })
  id: string;

  @Column('uuid', { name: 'client_id' })
  clientId: string;

  @ManyToOne(() => Client, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'client_id', foreignKeyConstraintName: 'client_secrets_client_id_fkey' })
  client: Client;

  /** SHA-256. The secret has 256 random bits, so nothing slower is needed (ASVS 6.5.2). */
  @Column('bytea')
  digest: Buffer;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
