import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PersonalData } from '#common/personal-data.js';
import { EVENT_COLUMNS, type EventRow } from '../chain/event-row.js';
import { AuditWriter } from '../writing/audit-writer.js';

const PAGE = 500;

/** One event as its person may have it (GDPR, articles 15 and 20). */
export type PersonalEvent = Pick<EventRow, 'id' | 'at' | 'type' | 'outcome'> &
  Partial<Record<'role' | 'ip' | 'user_agent' | 'client_id' | 'request_id' | 'session_id' | 'detail', unknown>>;

/** All that the log holds about one person: what happened to them, and what they did to others. */
@Injectable()
export class PersonalEvents {
  constructor(
    private readonly dataSource: DataSource,
    private readonly writer: AuditWriter,
    personalData: PersonalData,
  ) {
    personalData.add({ name: 'activity', read: ({ userId }) => this.of(userId) });
  }

  /** Oldest first, a page in memory at a time. Of the other person of an event nothing is told. */
  async *of(userId: string): AsyncGenerator<PersonalEvent> {
    // What this instance still holds goes first, so that nobody misses what they have just done.
    await this.writer.flush();
    for (let last = 0; ;) {
      const rows = await this.dataSource.query<EventRow[]>(
        `SELECT ${EVENT_COLUMNS} FROM security_events
          WHERE (user_id = $1 OR actor_id = $1) AND security_events.seq > $2
          ORDER BY security_events.seq LIMIT ${PAGE}`,
        [userId, last],
      );
      for (const row of rows) yield tell(row, userId);
      if (rows.length < PAGE) return;
      last = rows.at(-1)!.seq;
    }
  }
}

function tell(row: EventRow, userId: string): PersonalEvent {
  const { id, at, type, outcome, ip, user_agent, client_id, request_id, session_id, actor_id } = row;
  const subject = row.user_id === userId;
  const actor = actor_id === userId || (subject && actor_id === null);
  return {
    id,
    at,
    type,
    outcome,
    role: subject ? 'subject' : 'actor',
    ...(subject ? { session_id, detail: { ...row.detail, ...row.personal } } : { detail: row.detail }),
    ...(actor ? { ip, user_agent, client_id, request_id } : {}),
  };
}
