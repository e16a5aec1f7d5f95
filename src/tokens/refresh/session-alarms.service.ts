import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Sql } from '#database/index.js';

/** One that nobody else is taking. It is gone when the transaction commits. */
const TAKE = {
  name: 'take_session_alarm',
  text: `
    WITH taken AS (
      DELETE FROM session_alarms
       WHERE session_id = (SELECT session_id FROM session_alarms ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING session_id
    )
    SELECT s.user_id, s.user_agent, s.ended_at FROM taken JOIN sessions s ON s.id = taken.session_id`,
};

export interface SessionAlarmRow {
  readonly user_id: string;
  readonly user_agent: string | null;
  readonly ended_at: Date;
}

/** Sessions whose refresh token was used twice, for whoever tells their owners: each one once. */
@Injectable()
export class SessionAlarmsService {
  constructor(private readonly sql: Sql) {}

  async take(tx: EntityManager): Promise<SessionAlarmRow | undefined> {
    const [row] = await this.sql.run<SessionAlarmRow>(TAKE, [], tx);
    return row;
  }
}
