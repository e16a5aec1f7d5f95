import { sha256 } from '#common/crypto/secrets.js';
import { canonical } from './canonical.js';
import type { Detail } from './facts.js';

/** Whom it happened to. */
export interface SubjectPart {
  readonly user_id: string | null;
  readonly session_id: string | null;
  readonly personal: Detail | null;
}

/** Who did it, and from where. */
export interface OriginPart {
  readonly actor_id: string | null;
  readonly client_id: string | null;
  readonly ip: string | null;
  readonly user_agent: string | null;
  readonly request_id: string | null;
}

/** What stays: in the chain for as long as the record. */
export interface Content {
  readonly id: string;
  readonly at: Date;
  readonly type: string;
  readonly outcome: string;
  readonly detail: Detail;
  readonly subject_digest: Buffer;
  readonly origin_digest: Buffer;
}

/** The four digests of a record. docs/audit.md describes them for those who verify without this code. */

export function subjectDigest(salt: Buffer, { user_id, session_id, personal }: SubjectPart): Buffer {
  return salted(salt, [user_id, session_id, personal]);
}

export function originDigest(salt: Buffer, { actor_id, client_id, ip, user_agent, request_id }: OriginPart): Buffer {
  return salted(salt, [actor_id, client_id, ip, user_agent, request_id]);
}

export function contentHash({ id, at, type, outcome, detail, subject_digest, origin_digest }: Content): Buffer {
  const digests = [subject_digest.toString('hex'), origin_digest.toString('hex')];
  return sha256(canonical([id, at.toISOString(), type, outcome, detail, ...digests]));
}

/** As `append_security_events` computes it. */
export function linkHash(previous: Buffer, seq: number, content: Buffer): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigInt64BE(BigInt(seq));
  return sha256(Buffer.concat([previous, number, content]));
}

function salted(salt: Buffer, values: unknown[]): Buffer {
  return sha256(Buffer.concat([salt, Buffer.from(canonical(values))]));
}
