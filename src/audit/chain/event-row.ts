import type { Content, OriginPart, SubjectPart } from './hashes.js';

/** A record as it is read. */
export interface EventRow extends Content, SubjectPart, OriginPart {
  readonly seq: number;
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
  readonly subject_salt: Buffer | null;
  readonly origin_salt: Buffer | null;
}

/** A number up to 2^53 is exact as float8, and reaches us as a number, which a bigint would not. */
export const EVENT_COLUMNS = `
  seq::float8 AS seq, id, at, type, outcome, detail, subject_digest, origin_digest, previous_hash, hash,
  subject_salt, user_id, session_id, personal, origin_salt, actor_id, client_id, ip, user_agent, request_id`;
