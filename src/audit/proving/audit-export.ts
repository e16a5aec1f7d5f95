import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '#common/events/security-events.js';
import { EventChain } from '../chain/event-chain.service.js';
import type { EventRow } from '../chain/event-row.js';

export interface ExportOptions {
  /** Only records behind this place: to go on where the last export ended. */
  readonly after?: number;
  /** `false` leaves out all that tells of persons. What remains still proves the chain, and may be kept for ever. */
  readonly personal?: boolean;
}

/** The log as JSON lines, oldest first, with all that is needed to verify it without us. */
@Injectable()
export class AuditExport {
  constructor(
    private readonly chain: EventChain,
    private readonly events: SecurityEvents,
  ) {}

  async *lines({ after = 0, personal = true }: ExportOptions = {}): AsyncGenerator<string> {
    const { head, base } = await this.chain.ends();
    this.events.publish({ type: 'audit.exported', outcome: 'success', detail: { after, through: head.seq, personal } });
    for await (const rows of this.chain.between(Math.max(after, base.seq), head.seq)) {
      for (const row of rows) yield `${JSON.stringify(lineFor(row, personal))}\n`;
    }
  }
}

function lineFor(row: EventRow, personal: boolean): Record<string, unknown> {
  const { seq, id, at, type, outcome, detail, user_id, session_id, actor_id } = row;
  const { client_id, ip, user_agent, request_id } = row;
  return {
    seq,
    id,
    at,
    type,
    outcome,
    detail,
    subject_digest: hex(row.subject_digest),
    origin_digest: hex(row.origin_digest),
    previous_hash: hex(row.previous_hash),
    hash: hex(row.hash),
    ...(personal && {
      subject: { salt: hex(row.subject_salt), user_id, session_id, personal: row.personal },
      origin: { salt: hex(row.origin_salt), actor_id, client_id, ip, user_agent, request_id },
    }),
  };
}

function hex(bytes: Buffer | null): string | null {
  return bytes?.toString('hex') ?? null;
}
