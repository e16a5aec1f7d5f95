import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Somebody has been sent to a provider and is not back yet. */
@Entity('social_flows')
@Index('social_flows_expires_at_idx', ['expiresAt'])
@Index('social_flows_user_id_idx', ['userId'])
export class SocialFlow {
  /** SHA-256 of the `state`, which the provider brings back; of a ticket, while linking has not begun. */
  @PrimaryColumn('bytea', { name: 'state_digest', primaryKeyConstraintName: 'social_flows_pkey' })
  stateDigest: Buffer;

  /** MAC of what the browser keeps, and of the state. Null for a ticket: which browser it is shown in is not known yet. */
  @Column('bytea', { name: 'browser_digest', nullable: true })
  browserDigest: Buffer | null;

  @Column('text')
  provider: string;

  /** Where the application wants to have people back, and what it proves itself with when it fetches the tokens. */
  @Column('text', { name: 'redirect_uri' })
  redirectUri: string;

  @Column('text', { name: 'code_challenge' })
  codeChallenge: string;

  @Column('text', { name: 'app_state', nullable: true })
  appState: string | null;

  /** Apple tells a name once, beside the answer and not in it. */
  @Column('text', { name: 'given_name', nullable: true })
  givenName: string | null;

  /** Whose account the identity is to be linked to. Null: somebody signs in. */
  @ForeignKey('users', { name: 'social_flows_user_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'user_id', nullable: true })
  userId: string | null;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;
}
