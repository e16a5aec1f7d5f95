import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditErasure, type ErasedPerson } from '#audit/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { PersonalData } from '#common/personal-data.js';
import { DataSubjects } from '../export/data-subjects.js';
import { DUE_ACCOUNTS, NOTE_ERASURE, REMOVE_ACCOUNT, SETTLE, TAKE_DUE, UNSETTLED } from './erasure.statements.js';

/**
 * Takes one person out of every table: in one transaction, so that nobody is ever half erased. Events about them that
 * an instance still had in memory then come into the log afterwards; so the transaction leaves a note, by which they
 * are erased from the log once more when none can come any longer.
 */
@Injectable()
export class AccountErasure {
  constructor(
    private readonly dataSource: DataSource,
    private readonly subjects: DataSubjects,
    private readonly personalData: PersonalData,
    private readonly audit: AuditErasure,
    private readonly events: SecurityEvents,
  ) {}

  /** Some accounts whose grace period is over. */
  due(limit: number): Promise<string[]> {
    return this.ids(DUE_ACCOUNTS, limit);
  }

  /** False: it is not due any more, or another instance has it in hand. */
  async erase(id: string): Promise<boolean> {
    const erased = await this.dataSource.transaction((tx) => this.eraseWithin(tx, id));
    if (!erased) return false;
    const { pseudonym, parts } = erased;
    this.events.publish({ type: 'user.erased', outcome: 'success', detail: { pseudonym, parts } });
    await this.audit.eraseUser(id);
    return true;
  }

  /** Some who were erased so long ago that every event about them is in the log by now. */
  unsettled(limit: number): Promise<string[]> {
    return this.ids(UNSETTLED, limit);
  }

  async settle(id: string): Promise<boolean> {
    await this.audit.eraseUser(id);
    await this.dataSource.query(SETTLE, [id]);
    return true;
  }

  private async eraseWithin(tx: EntityManager, id: string): Promise<ErasedPerson | undefined> {
    const [taken] = await tx.query<{ id: string }[]>(TAKE_DUE, [id]);
    if (!taken) return undefined;
    const subject = await this.subjects.of(id, tx);
    for (const part of this.personalData.parts) await part.erase?.(subject, tx);
    await tx.query(REMOVE_ACCOUNT, [id]);
    await tx.query(NOTE_ERASURE, [id]);
    // Last: from here to the end of the transaction nobody can write an event.
    return this.audit.eraseUser(id, tx);
  }

  private async ids(statement: string, limit: number): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(statement, [limit]);
    return rows.map(({ id }) => id);
  }
}
