import { Injectable } from '@nestjs/common';
import { PersonalData } from '#common/personal-data.js';
import { inPages, PAGE_ROWS, Sql, type Statement } from '#database/index.js';

/** $1 user id, $2 place. Ended sessions as well, for as long as they are kept. */
const SESSIONS = {
  name: 'personal_sessions',
  text: `
    SELECT id::text AS place, id, client_id, amr, ip, user_agent, counter AS refreshes, created_at, authenticated_at,
           last_used_at, rotated_at, expires_at, ended_at, end_reason
      FROM sessions
     WHERE user_id = $1 AND ($2::uuid IS NULL OR id > $2::uuid)
     ORDER BY id LIMIT ${PAGE_ROWS}`,
};

/** $1 user id, $2 place. Sessions that ended because a token was used twice, until the owner has been told. */
const ALARMS = {
  name: 'personal_session_alarms',
  text: `
    SELECT a.session_id::text AS place, a.session_id, a.created_at
      FROM session_alarms a JOIN sessions s ON s.id = a.session_id
     WHERE s.user_id = $1 AND ($2::uuid IS NULL OR a.session_id > $2::uuid)
     ORDER BY a.session_id LIMIT ${PAGE_ROWS}`,
};

/** $1 user id, $2 place: a digest, which goes no further than here. */
const LINKS = {
  name: 'personal_links',
  text: `
    SELECT encode(digest, 'hex') AS place, purpose, data, created_at, expires_at
      FROM one_time_tokens
     WHERE user_id = $1 AND ($2::text IS NULL OR digest > decode($2, 'hex'))
     ORDER BY digest LIMIT ${PAGE_ROWS}`,
};

/** $1 user id, $2 place */
const REVOCATIONS = {
  name: 'personal_revocations',
  text: `
    SELECT jti || ' ' || token_type AS place, jti, token_type, min_epoch, blacklisted_at, expires_at, reason
      FROM token_blacklist
     WHERE user_id = $1 AND ($2::text IS NULL OR jti || ' ' || token_type > $2)
     ORDER BY 1 LIMIT ${PAGE_ROWS}`,
};

/**
 * Sessions, mailed links and revocations. Only the last do not go with the user: they stay until the last token that
 * they are about has expired by itself, which is minutes. Without them a deleted user's token would live again.
 */
@Injectable()
export class TokensPersonalData {
  constructor(sql: Sql, personalData: PersonalData) {
    const part = (name: string, statement: Statement) => ({
      name,
      read: ({ userId }: { userId: string }) => inPages(sql, statement, [userId]),
    });
    personalData.add(
      part('sessions', SESSIONS),
      part('session_alarms', ALARMS),
      part('mailed_links', LINKS),
      part('revocations', REVOCATIONS),
    );
  }
}
