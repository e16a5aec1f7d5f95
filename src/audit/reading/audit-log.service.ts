import { Injectable } from '@nestjs/common';
import type { Principal } from '#common/access/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import type { Page } from '#common/paging/page.js';
import { StaleReads } from '#database/index.js';
import type { EventRow } from '../chain/event-row.js';
import type { ListEventsQuery } from './dto/list-events.query.js';
import { type Condition, EventSearch } from './event-search.service.js';
import { RecentDeeds } from './recent-deeds.service.js';

const FILTERS = {
  type: 'type = ?',
  outcome: 'outcome = ?',
  user_id: 'user_id = ?',
  actor_id: 'actor_id = ?',
  session_id: 'session_id = ?',
  ip: 'ip = ?',
  from: 'at >= ?',
  to: 'at < ?',
} as const;

const NAMES = Object.keys(FILTERS) as (keyof typeof FILTERS)[];

/** The log as administrators read it. Each reading is itself a record. */
@Injectable()
export class AuditLog {
  constructor(
    private readonly search: EventSearch,
    private readonly reads: StaleReads,
    private readonly deeds: RecentDeeds,
    private readonly events: SecurityEvents,
  ) {}

  async read(query: ListEventsQuery, { userId: actorId, sessionId }: Principal): Promise<Page<EventRow>> {
    const used = NAMES.filter((name) => query[name] !== undefined);
    const conditions = used.map((name): Condition => [FILTERS[name], query[name]]);
    const page = await this.reads.read(
      (ask) => this.search.pageFrom(ask, conditions, query),
      // A page follows one that the primary may have given: a replica that is behind would leave a gap.
      async (withinSeconds) => query.cursor !== undefined || this.deeds.hasActed(actorId, withinSeconds),
    );
    this.events.publish({
      type: 'audit.read',
      outcome: 'success',
      // Whose records were asked for, so that what was searched for goes when their data is erased.
      userId: query.user_id ?? query.actor_id,
      actorId,
      sessionId,
      detail: { filter: Object.fromEntries(used.map((name) => [name, query[name]])) },
    });
    return page;
  }
}
