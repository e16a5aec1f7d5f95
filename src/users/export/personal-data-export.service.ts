import { Injectable } from '@nestjs/common';
import type { Principal } from '#common/access/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { type DataSubject, PersonalData } from '#common/personal-data.js';
import { Sql } from '#database/index.js';
import { UserNotFound } from '../users.errors.js';
import { DataSubjects } from './data-subjects.js';

/** $1 id. The hash itself opens accounts elsewhere, where the password is the same: only whether there is one. */
const ACCOUNT = {
  name: 'personal_account',
  text: `
    SELECT id, username, email, full_name, is_active, is_verified, token_epoch, device_epoch, last_login_at, created_at,
           updated_at, deletes_at, closed_by_owner, password_hash IS NOT NULL AS has_password,
           ARRAY(SELECT ur.role_name FROM user_roles ur WHERE ur.user_id = users.id ORDER BY 1) AS roles
      FROM users WHERE id = $1`,
};

/** Said in the file itself: whoever reads it has no documentation at hand. */
const LEFT_OUT = [
  'The hash of the password: only whether there is one.',
  'The secrets of sessions and of mailed links, and their digests.',
  'What letters say: they hold links that act. Only which letter went where, and when.',
  'Counters of attempts: they bear digests, and end within a day.',
];

/** Everything that is held about a person, as one JSON text (GDPR, articles 15 and 20). */
@Injectable()
export class PersonalDataExport {
  constructor(
    private readonly sql: Sql,
    private readonly subjects: DataSubjects,
    private readonly personalData: PersonalData,
    private readonly events: SecurityEvents,
  ) {}

  /** Piece by piece: of what there may be much, only a page is in memory. Throws UserNotFound, before anything is sent. */
  async begin({ userId, sessionId }: Principal): Promise<AsyncIterable<string>> {
    const subject = await this.subjects.of(userId);
    const [account] = await this.sql.run(ACCOUNT, [userId]);
    if (!account) throw new UserNotFound();
    this.events.publish({ type: 'user.exported', outcome: 'success', userId, sessionId });
    return this.pieces(subject, { exported_at: new Date(), left_out: LEFT_OUT, account });
  }

  private async *pieces(subject: DataSubject, head: object): AsyncGenerator<string> {
    yield JSON.stringify(head).slice(0, -1);
    for (const { name, read } of this.personalData.parts) {
      yield `,\n${JSON.stringify(name)}:[`;
      let separator = '\n';
      for await (const row of read(subject)) {
        yield separator + JSON.stringify(row);
        separator = ',\n';
      }
      yield ']';
    }
    yield '}\n';
  }
}
