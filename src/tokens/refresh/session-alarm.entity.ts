import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A session that ended because a refresh token was used twice. The row is there until the owner has been told. */
@Entity('session_alarms')
export class SessionAlarm {
  @ForeignKey('sessions', { name: 'session_alarms_session_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'session_id', primaryKeyConstraintName: 'session_alarms_pkey' })
  sessionId: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
