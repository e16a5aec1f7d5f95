import type { INestApplicationContext } from '@nestjs/common';
import {
  AuditErasure,
  AuditExport,
  AuditRetention,
  AuditVerifier,
  PersonalEvents,
  type Verification,
} from '#audit/index.js';
import { AuditWriter } from '#audit/writing/audit-writer.js';
import { EventChain } from '#audit/chain/event-chain.service.js';
import { type AuditEvent, prepareEvent } from '#audit/chain/prepared-event.js';
import { uuidv7 } from '#common/crypto/uuid.js';
import { type SecurityEvent, SecurityEvents } from '#common/events/security-events.js';
import type { TestApp } from '../../support/app.js';

export interface Recorded {
  readonly seq: number;
  readonly type: string;
  readonly outcome: string;
  readonly detail: Record<string, unknown>;
  readonly personal: Record<string, unknown> | null;
  readonly user_id: string | null;
  readonly actor_id: string | null;
  readonly session_id: string | null;
  readonly ip: string | null;
  readonly user_agent: string | null;
  readonly request_id: string | null;
}

/** The log of one instance, reached as the rooms above and the command line reach it. */
export class Log {
  constructor(
    private readonly app: TestApp,
    private readonly nest: INestApplicationContext = app.nest,
  ) {}

  publish(event: Partial<SecurityEvent> = {}): void {
    this.nest.get(SecurityEvents).publish({ type: 'user.changed', outcome: 'success', userId: uuidv7(), ...event });
  }

  flush(): Promise<void> {
    return this.nest.get(AuditWriter).flush();
  }

  /** Some events, written. */
  async fill(count: number, event: Partial<SecurityEvent> = {}): Promise<void> {
    for (let i = 0; i < count; i++) this.publish(event);
    await this.flush();
  }

  /** Written as if it had happened so many days ago. */
  async past(days: number, event: Partial<AuditEvent> = {}): Promise<void> {
    const at = new Date(Date.now() - days * 24 * 60 * 60 * 1000);
    await this.chain.append([prepareEvent({ type: 'user.changed', outcome: 'success', ...event, at })]);
  }

  async verify(...args: Parameters<AuditVerifier['verify']>): Promise<Verification> {
    await this.flush();
    return this.nest.get(AuditVerifier).verify(...args);
  }

  async all(where = 'true', values: unknown[] = []): Promise<Recorded[]> {
    await this.flush();
    return this.app.sql<Recorded>(
      `SELECT *, seq::integer AS seq FROM security_events WHERE ${where} ORDER BY security_events.seq`,
      values,
    );
  }

  /** What somebody with all rights to the database may do. */
  async tamper(...statements: string[]): Promise<void> {
    await this.app.sql('ALTER TABLE security_events DISABLE TRIGGER USER');
    for (const statement of statements) await this.app.sql(statement);
    await this.app.sql('ALTER TABLE security_events ENABLE TRIGGER USER');
  }

  async lines(options?: Parameters<AuditExport['lines']>[0]): Promise<string[]> {
    const lines: string[] = [];
    for await (const line of this.nest.get(AuditExport).lines(options)) lines.push(line);
    return lines;
  }

  get chain(): EventChain {
    return this.nest.get(EventChain);
  }

  get erasure(): AuditErasure {
    return this.nest.get(AuditErasure, { strict: false });
  }

  get retention(): AuditRetention {
    return this.nest.get(AuditRetention, { strict: false });
  }

  get personal(): PersonalEvents {
    return this.nest.get(PersonalEvents, { strict: false });
  }
}
