import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SecurityEvents } from '#common/events/security-events.js';
import { PasswordsService } from '#passwords/index.js';
import { type Batch, inBatches } from './batches.js';
import { type Conflict, judge } from './conflicts.js';
import type { Refusal } from './import.errors.js';
import {
  type ConflictRow,
  findConflicts,
  importBatch,
  type ImportTarget,
  MAKE_REHEARSAL,
} from './import.statements.js';
import { type ImportFormat, readRecords } from './records.js';
import type { ImportRules } from './user-record.js';

export interface ImportOptions {
  readonly format: ImportFormat;
  /** Find out what would happen, change nothing. */
  readonly dryRun?: boolean;
  /** After each batch. */
  readonly onProgress?: (summary: ImportSummary) => void;
  /** Refusals of a batch, in the order of the file. The import waits for it, so that a slow disk costs no memory. */
  readonly onRefused?: (refusals: readonly Refusal[]) => Promise<void> | void;
}

export interface ImportSummary {
  /** How many records were read. */
  records: number;
  created: number;
  /** Were there already, the same person, and were left as they are. */
  existing: number;
  refused: number;
  /** How many were refused for which reason; a record may have several. */
  readonly reasons: Record<string, number>;
}

interface Run {
  readonly target: ImportTarget;
  readonly began: string;
  readonly summary: ImportSummary;
  readonly options: ImportOptions;
}

/**
 * Brings in users from elsewhere. It only ever adds: who is there already is left alone, so that an import that was
 * interrupted is resumed by starting it again. Memory does not grow with the file, and no batch is written in part.
 */
@Injectable()
export class UserImport {
  private readonly logger = new Logger(UserImport.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly passwords: PasswordsService,
    private readonly events: SecurityEvents,
  ) {}

  /** Throws UnreadableFile, and what the database throws; then whole batches before that are in the table. */
  async run(source: AsyncIterable<Uint8Array>, options: ImportOptions): Promise<ImportSummary> {
    if (options.dryRun) return this.dataSource.transaction((tx) => this.rehearse(tx, source, options));
    const run = await this.begin(this.dataSource.manager, 'users', options);
    try {
      await this.importAll(this.dataSource.manager, source, run);
    } finally {
      const { created, refused } = run.summary;
      if (created > 0) {
        await this.tellPlanner();
        this.events.publish({ type: 'users.imported', outcome: 'success', detail: { created, refused } });
      }
    }
    return run.summary;
  }

  /** Until it has counted, the planner takes the tables for small. The embedded database never counts by itself. */
  private async tellPlanner(): Promise<void> {
    await this.dataSource.query('ANALYZE users, user_roles').catch((error: unknown) => {
      this.logger.warn(`The statistics could not be renewed; do so with ANALYZE. ${String(error)}`);
    });
  }

  private async rehearse(tx: EntityManager, source: AsyncIterable<Uint8Array>, options: ImportOptions) {
    await tx.query(MAKE_REHEARSAL);
    const run = await this.begin(tx, 'import_rehearsal', options);
    await this.importAll(tx, source, run);
    return run.summary;
  }

  private async begin(manager: EntityManager, target: ImportTarget, options: ImportOptions): Promise<Run> {
    const [row] = await manager.query<{ began: string }[]>('SELECT now()::text AS began');
    const summary = { records: 0, created: 0, existing: 0, refused: 0, reasons: {} };
    return { target, began: row!.began, summary, options };
  }

  /** While the database works on one batch, the next is read. */
  private async importAll(manager: EntityManager, source: AsyncIterable<Uint8Array>, run: Run): Promise<void> {
    const rules = await this.rules(manager);
    let writing: Promise<void> = Promise.resolve();
    for await (const batch of inBatches(readRecords(source, run.options.format), rules)) {
      await writing;
      writing = this.write(manager, batch, run);
      // Thrown by the `await` above or below, also when reading the next batch fails first.
      writing.catch(() => undefined);
    }
    await writing;
  }

  private async rules(manager: EntityManager): Promise<ImportRules> {
    const roles = await manager.query<{ name: string }[]>('SELECT name FROM roles');
    return { roles: new Set(roles.map(({ name }) => name)), canRead: (hash) => this.passwords.canRead(hash) };
  }

  private async write(manager: EntityManager, { users, refusals, size }: Batch, run: Run): Promise<void> {
    const { summary, options } = run;
    const left = await this.insert(
      manager,
      users.map(({ user }) => user),
      run.target,
    );
    const conflicts: Conflict[] =
      left.size === 0
        ? []
        : await this.conflictsOf(
            manager,
            users.filter(({ user }) => left.has(user.id)),
            run,
          );

    const refused = [...refusals, ...conflicts.flatMap(({ refusal }) => refusal ?? [])];
    summary.records += size;
    summary.created += users.length - left.size;
    summary.existing += conflicts.filter(({ refusal }) => !refusal).length;
    summary.refused += refused.length;
    for (const code of refused.flatMap(({ faults }) => faults.map((fault) => fault.code))) {
      summary.reasons[code] = (summary.reasons[code] ?? 0) + 1;
    }
    if (refused.length > 0) await options.onRefused?.(refused.toSorted((a, b) => a.line - b.line));
    options.onProgress?.(summary);
  }

  /** The ids of those who could not be created. */
  private async insert(manager: EntityManager, users: readonly object[], target: ImportTarget): Promise<Set<string>> {
    if (users.length === 0) return new Set();
    // Not prepared: planned anew each time, by the size that the table has by now.
    const left = await manager.query<{ id: string }[]>(importBatch(target), [JSON.stringify(users)]);
    return new Set(left.map(({ id }) => id));
  }

  private async conflictsOf(manager: EntityManager, users: Batch['users'], run: Run): Promise<Conflict[]> {
    const given = JSON.stringify(users.map(({ user }) => user));
    const rows = await manager.query<ConflictRow[]>(findConflicts(run.target), [given, run.began]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return users.map((numbered) => judge(numbered, byId.get(numbered.user.id)!));
  }
}
