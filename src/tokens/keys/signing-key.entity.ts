import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Public members only (RFC 7517 §4). */
export interface PublicJwk {
  kty?: string;
  crv?: string;
  x?: string;
  y?: string;
  n?: string;
  e?: string;
}

@Entity('signing_keys')
export class SigningKey {
  /** JWK thumbprint of the public key (RFC 7638). */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'signing_keys_pkey' })
  kid: string;

  @Column('text')
  algorithm: string;

  @Column('jsonb', { name: 'public_jwk' })
  publicJwk: PublicJwk;

  /** PKCS #8, sealed under a key derived from SECRET_KEY and bound to `kid`. */
  @Column('bytea', { name: 'private_key' })
  privateKey: Buffer;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  /** Published before, signs from here on. */
  @Column('timestamptz', { name: 'activates_at', default: () => 'now()' })
  activatesAt: Date;

  /** No longer signs from here on, and is published until its last token has expired. Null: no other is to take over. */
  @Column('timestamptz', { name: 'retires_at', nullable: true })
  retiresAt: Date | null;
}
