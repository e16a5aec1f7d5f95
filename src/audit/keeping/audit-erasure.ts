import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from '#common/crypto/uuid.js';
import { EventChain } from '../chain/event-chain.service.js';
import { prepareEvent } from '../chain/prepared-event.js';
import { AuditWriter } from '../writing/audit-writer.js';

export interface ErasedPerson {
  /** In the place of the user id. Random: it leads to nobody, it only keeps together what belongs together. */
  readonly pseudonym: string;
  /** How many parts of records were erased; each record has two. */
  readonly parts: number;
}

/** Makes the log forget a person: records stay, and stay provable, but no longer tell whom they are about. */
@Injectable()
export class AuditErasure {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chain: EventChain,
    private readonly writer: AuditWriter,
  ) {}

  /**
   * With `tx`, call it last: until that transaction ends no event is written. Events that were published shortly before
   * are still in memory then; to be sure, call it once more after the commit.
   */
  async eraseUser(userId: string, tx?: EntityManager): Promise<ErasedPerson> {
    if (tx) return this.erase(userId, tx);
    await this.writer.flush();
    return this.dataSource.transaction((own) => this.erase(userId, own));
  }

  private async erase(userId: string, tx: EntityManager): Promise<ErasedPerson> {
    const pseudonym = uuidv7();
    const [{ parts }] = await tx.query<[{ parts: number }]>('SELECT erase_security_events($1, $2) AS parts', [
      userId,
      pseudonym,
    ]);
    if (parts > 0) {
      const record = {
        type: 'audit.erased',
        outcome: 'success',
        at: new Date(),
        detail: { pseudonym, parts },
      } as const;
      await this.chain.append([prepareEvent(record)], tx);
    }
    return { pseudonym, parts };
  }
}
