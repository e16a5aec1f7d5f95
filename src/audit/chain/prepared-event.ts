import { randomBytes } from 'node:crypto';
import { uuidv7 } from '#common/crypto/uuid.js';
import type { RecordedSecurityEvent } from '#common/events/security-events.js';
import type { AuditEventType } from './audit-event-types.js';
import { cleaned, storable } from './canonical.js';
import { splitDetail } from './facts.js';
import { contentHash, originDigest, subjectDigest } from './hashes.js';

const SALT_BYTES = 16;
/** Browsers send about 150. */
const USER_AGENT_LENGTH = 512;

export type AuditEvent = Omit<RecordedSecurityEvent, 'type'> & { readonly type: AuditEventType };

/** An event as `append_security_events` takes it: everything but its place in the chain. */
export type PreparedEvent = Readonly<Record<string, unknown>> & { readonly type: AuditEventType };

export function prepareEvent(event: AuditEvent): PreparedEvent {
  const { type, outcome, at } = event;
  const { facts: detail, personal } = splitDetail(storable(event.detail ?? {}));
  const subject = { user_id: event.userId ?? null, session_id: event.sessionId ?? null, personal };
  const origin = {
    actor_id: event.actorId ?? null,
    client_id: event.clientId ?? null,
    ip: event.ip ?? null,
    user_agent: event.userAgent === undefined ? null : cleaned(event.userAgent.slice(0, USER_AGENT_LENGTH)),
    request_id: event.requestId ?? null,
  };
  const [subjectSalt, originSalt] = [randomBytes(SALT_BYTES), randomBytes(SALT_BYTES)];
  const digests = {
    subject_digest: subjectDigest(subjectSalt, subject),
    origin_digest: originDigest(originSalt, origin),
  };
  const content = { id: uuidv7(at.getTime()), at, type, outcome, detail, ...digests };
  return {
    ...content,
    ...subject,
    ...origin,
    subject_digest: bytea(digests.subject_digest),
    origin_digest: bytea(digests.origin_digest),
    subject_salt: bytea(subjectSalt),
    origin_salt: bytea(originSalt),
    content_hash: bytea(contentHash(content)),
  };
}

/** How PostgreSQL reads bytes from text. */
function bytea(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}
