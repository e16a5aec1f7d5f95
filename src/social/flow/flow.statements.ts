export interface FlowRow {
  readonly provider: string;
  readonly redirect_uri: string;
  readonly code_challenge: string;
  readonly app_state: string | null;
  readonly given_name: string | null;
  readonly user_id: string | null;
}

const COLUMNS = 'provider, redirect_uri, code_challenge, app_state, given_name, user_id';

/** $1 digest of the state or ticket, $2 of what the browser keeps, $3 to $7 the flow, $8 life in seconds */
export const BEGIN = {
  name: 'begin_social_flow',
  text: `
    INSERT INTO social_flows (state_digest, browser_digest, provider, redirect_uri, code_challenge, app_state, user_id, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, now() + $8 * interval '1 second')`,
};

/**
 * $1 digest of the state, $2 those that what the browser shows may have, $3 provider. Of several callers one deletes the row, and only
 * that one gets it. Another browser uses nothing up: who has only seen the state must not end somebody's sign-in.
 */
export const USE = {
  name: 'use_social_flow',
  text: `
    WITH used AS (
      DELETE FROM social_flows
       WHERE state_digest = $1 AND browser_digest = ANY ($2::bytea[]) AND provider = $3 AND expires_at > now()
      RETURNING ${COLUMNS}, browser_digest
    )
    SELECT * FROM used`,
};

/** $1 digest of the ticket, $2 provider */
export const USE_TICKET = {
  name: 'use_social_ticket',
  text: `
    WITH used AS (
      DELETE FROM social_flows
       WHERE state_digest = $1 AND browser_digest IS NULL AND provider = $2 AND expires_at > now()
      RETURNING ${COLUMNS}
    )
    SELECT * FROM used`,
};

/** $1 digest of the state, $2 provider, $3 name. Once. */
export const NOTE_NAME = {
  name: 'note_social_name',
  text: `
    UPDATE social_flows SET given_name = $3
     WHERE state_digest = $1 AND provider = $2 AND browser_digest IS NOT NULL AND given_name IS NULL`,
};

export const SWEEP_FLOWS = { name: 'sweep_social_flows', text: 'DELETE FROM social_flows WHERE expires_at <= now()' };
