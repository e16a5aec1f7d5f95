import type { Checkpoint } from '../chain/event-chain.service.js';
import type { EventRow } from '../chain/event-row.js';
import { contentHash, linkHash, originDigest, subjectDigest } from '../chain/hashes.js';

export const CHAIN_FAULTS = {
  missing: 'The record is not there, although later ones are.',
  truncated: 'The record is not there, nor any after it, although the head of the chain counts it.',
  moved: 'The record does not follow the one before it: it was moved, or the one before it was replaced.',
  changed: 'The record was changed: its content does not give its hash.',
  personal_changed: 'The personal part of the record was changed: it does not give its digest.',
  erased_unrecorded: 'The personal part of the record is gone, and no record says that it was erased.',
  pruned_unrecorded: 'Records up to this one are gone, and no record says that they were removed because of their age.',
  beyond_head: 'The record was added behind the head of the chain.',
  head: 'The head of the chain has another hash than the last record.',
  checkpoint: 'The record has another hash than the checkpoint that was kept.',
} as const;

export type ChainFault = keyof typeof CHAIN_FAULTS;

/** Goes along the chain, record by record, and says what is wrong with the first that does not fit. */
export class ChainWalk {
  /** `last`: the place behind which to begin. */
  constructor(private last: Checkpoint) {}

  get position(): Checkpoint {
    return this.last;
  }

  step(row: EventRow): ChainFault | undefined {
    if (row.seq !== this.last.seq + 1) return 'missing';
    if (!row.previous_hash.equals(this.last.hash)) return 'moved';
    if (!row.hash.equals(linkHash(this.last.hash, row.seq, contentHash(row)))) return 'changed';
    if (!isSubjectWhole(row) || !isOriginWhole(row)) return 'personal_changed';
    this.last = { seq: row.seq, hash: row.hash };
    return undefined;
  }
}

/** There and unchanged, or erased with nothing left but perhaps a pseudonym. */
function isSubjectWhole(row: EventRow): boolean {
  if (row.subject_salt === null) return row.session_id === null && row.personal === null;
  return subjectDigest(row.subject_salt, row).equals(row.subject_digest);
}

function isOriginWhole(row: EventRow): boolean {
  if (row.origin_salt === null) {
    return [row.client_id, row.ip, row.user_agent, row.request_id].every((value) => value === null);
  }
  return originDigest(row.origin_salt, row).equals(row.origin_digest);
}
