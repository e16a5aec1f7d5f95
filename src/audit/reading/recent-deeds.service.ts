import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../writing/audit-writer.js';

/** So many are looked at: a program that reads the log all day has many records of that. */
const NEWEST = 50;

/**
 * Done by somebody, or to them, along the index of each. To read the log changes nothing that a list shows; whoever has
 * done nothing else so often meanwhile may have done something before it.
 */
const recentOf = (column: 'actor_id' | 'user_id') => `
  SELECT bool_or(young AND type <> 'audit.read') OR (count(*) = ${NEWEST} AND bool_and(young)) AS recent
    FROM (SELECT type, at > now() - $2 * interval '1 second' AS young
            FROM security_events WHERE ${column} = $1 ORDER BY seq DESC LIMIT ${NEWEST}) AS newest`;

const RECENT = `
  SELECT coalesce(bool_or(recent), false) AS recent
    FROM (${recentOf('actor_id')} UNION ALL ${recentOf('user_id')}) AS deeds`;

/** Who has just done something wants to see it in the next list, at whichever instance it was done and written down. */
@Injectable()
export class RecentDeeds {
  constructor(
    private readonly dataSource: DataSource,
    private readonly writer: AuditWriter,
  ) {}

  async hasActed(userId: string, withinSeconds: number): Promise<boolean> {
    await this.writer.flush();
    const [{ recent }] = await this.dataSource.query<[{ recent: boolean }]>(RECENT, [userId, withinSeconds]);
    return recent;
  }
}
