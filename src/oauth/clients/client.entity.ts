import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A service that is registered here (RFC 6749 §2). The first-party application is not in this table: it has no secret. */
@Entity('clients')
@Unique('clients_name_key', ['name'])
export class Client {
  /** The `client_id`. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'clients_pkey' })
  id: string;

  /** For people. */
  @Column('text')
  name: string;

  /** Grant types that it may use at the token endpoint. */
  @Column('text', { array: true, default: () => `'{}'` })
  grants: string[];

  /** What its tokens may say in `scope`. */
  @Column('text', { array: true, default: () => `'{}'` })
  scopes: string[];

  /** Whom its tokens are for, and as whom it may ask about tokens. */
  @Column('text', { array: true, default: () => `'{}'` })
  audiences: string[];

  /** Public keys that its assertions are verified with (RFC 7523). Never an address: nothing is fetched. */
  @Column('jsonb', { nullable: true })
  jwks: ClientJwks | null;

  @Column('boolean', { name: 'is_active', default: true })
  isActive: boolean;

  /** Raised with every change: tokens with a smaller one are dead. */
  @Column('integer', { name: 'token_epoch', default: 0 })
  tokenEpoch: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt: Date;
}

export interface ClientJwks {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}
