import { Injectable } from '@nestjs/common';
import { Sql } from '#database/index.js';
import { type Checkpoint, EventChain } from '../chain/event-chain.service.js';
import type { EventRow } from '../chain/event-row.js';
import { type ChainFault, ChainWalk } from './chain-walk.js';
import { ErasureLedger, type LedgerEntry } from './erasure-ledger.js';

const LEDGER = {
  name: 'audit_ledger',
  text: `SELECT type, detail FROM security_events
          WHERE type IN ('audit.erased', 'audit.expired', 'audit.pruned') ORDER BY seq`,
};

/** In one statement, so that what is appended at this moment is either seen in both or in none. */
const BEYOND = {
  name: 'audit_beyond',
  text: `SELECT e.seq::float8 AS seq FROM security_events e, security_event_head h
          WHERE e.seq > h.seq ORDER BY e.seq LIMIT 1`,
};

interface Broken {
  readonly seq: number;
  readonly reason: ChainFault;
}

export interface Verification {
  readonly checked: number;
  readonly firstBroken?: Broken;
}

/** Whether the log is as it was written. Changes nothing, reads in pages, may run while events are written. */
@Injectable()
export class AuditVerifier {
  constructor(
    private readonly chain: EventChain,
    private readonly sql: Sql,
  ) {}

  /** `checkpoints`: places of the chain that were kept elsewhere. */
  async verify(checkpoints: readonly Checkpoint[] = []): Promise<Verification> {
    for (;;) {
      const { base } = await this.chain.ends();
      const result = await this.pass(base, checkpoints);
      if (!result.firstBroken || (await this.chain.ends()).base.seq === base.seq) return result;
      // Meanwhile old records were removed because of their age: look again.
    }
  }

  private async pass(base: Checkpoint, checkpoints: readonly Checkpoint[]): Promise<Verification> {
    const walk = new ChainWalk(base);
    const ledger = new ErasureLedger();
    await this.read(ledger);
    const broken = (seq: number, reason: ChainFault) => ({ checked: seq - 1 - base.seq, firstBroken: { seq, reason } });
    if (!ledger.coversBase(base)) return { checked: 0, firstBroken: { seq: base.seq, reason: 'pruned_unrecorded' } };

    const kept = new Map(checkpoints.map(({ seq, hash }) => [seq, hash]));
    let head = (await this.chain.ends()).head;
    while (walk.position.seq < head.seq) {
      for await (const rows of this.chain.between(walk.position.seq, head.seq)) {
        for (const row of rows) {
          const fault = walk.step(row) ?? (await this.erasureFault(row, ledger));
          if (fault === 'missing') return broken(walk.position.seq + 1, fault);
          if (fault) return broken(row.seq, fault);
          if (kept.has(row.seq) && !row.hash.equals(kept.get(row.seq)!)) return broken(row.seq, 'checkpoint');
        }
      }
      if (walk.position.seq < head.seq) return broken(walk.position.seq + 1, 'truncated');
      if (!walk.position.hash.equals(head.hash)) return broken(head.seq, 'head');
      head = (await this.chain.ends()).head;
    }
    return { checked: head.seq - base.seq, firstBroken: await this.faultAtEnd(walk.position, checkpoints) };
  }

  /** What only shows at the end: records that should be there, and records that should not. */
  private async faultAtEnd({ seq }: Checkpoint, checkpoints: readonly Checkpoint[]): Promise<Broken | undefined> {
    if (checkpoints.some((checkpoint) => checkpoint.seq > seq)) return { seq: seq + 1, reason: 'truncated' };
    const [beyond] = await this.sql.run<{ seq: number }>(BEYOND);
    return beyond && { seq: beyond.seq, reason: 'beyond_head' };
  }

  private async erasureFault(row: EventRow, ledger: ErasureLedger): Promise<ChainFault | undefined> {
    if (!ledger.covers(row)) {
      // Erased just now, perhaps: then the record that says so has come in the same transaction.
      await this.read(ledger);
      if (!ledger.covers(row)) return 'erased_unrecorded';
    }
    return ledger.count(row) ? undefined : 'erased_unrecorded';
  }

  private async read(ledger: ErasureLedger): Promise<void> {
    ledger.load(await this.sql.run<LedgerEntry>(LEDGER));
  }
}
