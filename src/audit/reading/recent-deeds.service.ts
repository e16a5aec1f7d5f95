import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../writing/audit-writer.js';

/** To read the log changes nothing that a list shows. */
const newestBy = (column: 'actor_id' | 'user_id') =>
  `(SELECT at FROM security_events WHERE ${column} = $1 AND type <> 'audit.read' ORDER BY seq DESC LIMIT 1)`;

/** The newest alone, each along its own index: done to others, or to oneself. */
const RECENT = `
  SELECT coalesce(max(at) > now() - $2 * interval '1 second', false) AS recent
    FROM (${newestBy('actor_id')} UNION ALL ${newestBy('user_id')}) AS newest`;

/** Who has just done something wants to see it in the next list, at whichever instance it was done. */
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
