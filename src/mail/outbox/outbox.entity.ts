import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { TemplateName } from '../letter.js';

export type LetterStatus = 'queued' | 'sent' | 'dead';

@Entity('outbox')
@Check('outbox_status_check', `status IN ('queued', 'sent', 'dead')`)
@Index('outbox_recipient_idx', { synchronize: false })
@Index('outbox_due_idx', ['nextAttemptAt'], { where: `status = 'queued'` })
@Index('outbox_finished_idx', ['createdAt'], { where: `status <> 'queued'` })
export class OutboxLetter {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'outbox_pkey' })
  id: string;

  @Column('text')
  template: TemplateName;

  @Column('text')
  locale: string;

  @Column('text')
  recipient: string;

  /** Sealed: links in letters carry one-time tokens. Wiped when the letter was handed to a mail server. */
  @Column('bytea', { nullable: true })
  data: Buffer | null;

  @Column('text', { default: 'queued' })
  status: LetterStatus;

  /** Counted when the attempt begins, so that one that ends the process counts as well. */
  @Column('integer', { default: 0 })
  attempts: number;

  /** While a worker has the letter: the end of its lease. */
  @Column('timestamptz', { name: 'next_attempt_at', default: () => 'now()' })
  nextAttemptAt: Date;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt: Date | null;

  /** Without addresses of web pages, which may be links of letters that a mail server repeats. */
  @Column('text', { name: 'last_error', nullable: true })
  lastError: string | null;
}
