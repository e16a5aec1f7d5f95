import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Housekeeping } from '#common/housekeeping.js';
import { MetricsRegistry } from '#common/metrics.js';
import { Config } from '#config/index.js';
import { type Ask, PATIENCE_MS, Replica, ReplicaFailed } from './replica.js';

const LOOK_EVERY_MS = 1000;

/**
 * Reads that may be a little behind, of a replica where there is one that is not too far behind; else, and whenever it
 * does not answer, of the primary. Never for what decides about access.
 */
@Injectable()
export class StaleReads implements OnApplicationShutdown {
  private readonly logger = new Logger(StaleReads.name);
  private readonly replica: Replica | undefined;
  private readonly primary: Ask;
  private readonly count: (outcome: 'replica' | 'primary' | 'fallback') => void;
  private trouble: string | undefined;

  constructor(
    dataSource: DataSource,
    private readonly config: Config,
    housekeeping: Housekeeping,
    registry: MetricsRegistry,
  ) {
    const { replica } = config.database;
    this.primary = <Row extends object>(text: string, values: readonly unknown[] = []) =>
      dataSource.query<Row[]>(text, [...values]);
    this.replica = replica && new Replica(dataSource, replica);
    this.count = registry.counter(
      'gatehouse_stale_reads_total',
      'Reads that a replica may answer, by who did: replica; primary: it was not to be asked; fallback: the primary, because the replica failed',
      'outcome',
      ['replica', 'primary', 'fallback'],
    );
    registry.gauge(
      'gatehouse_replica_lag_seconds',
      'How old what the replica shows may be at the most; +Inf while it cannot be told, 0 without a replica',
      () => this.replica?.seconds ?? 0,
      'max',
    );
    if (this.replica) housekeeping.every(LOOK_EVERY_MS, 'Looking at the replica', () => this.look());
  }

  /**
   * `work` as a whole at one of them, so that its statements agree. `ownWrites`: whether who reads has just written, and
   * would miss it; asked only where there is a choice.
   */
  async read<T>(work: (ask: Ask) => Promise<T>, ownWrites: (withinSeconds: number) => Promise<boolean>): Promise<T> {
    const { replica } = this;
    const most = this.config.database.replica?.maxLagSeconds ?? 0;
    if (!replica || replica.seconds > most || (await ownWrites(most))) {
      this.count('primary');
      return work(this.primary);
    }
    try {
      const read = await this.atReplica(replica, work);
      this.count('replica');
      return read;
    } catch (error) {
      if (!(error instanceof ReplicaFailed)) throw error;
      replica.distrust();
      this.tell(error.message);
      this.count('fallback');
      return work(this.primary);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.replica?.end();
  }

  private async atReplica<T>(replica: Replica, work: (ask: Ask) => Promise<T>): Promise<T> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new ReplicaFailed('it takes too long')), PATIENCE_MS);
    try {
      return await Promise.race([replica.read(work), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async look(): Promise<void> {
    try {
      await this.replica!.look();
      const isTooOld = this.replica!.behind > this.config.database.replica!.maxLagSeconds;
      this.tell(isTooOld ? 'it is too far behind' : undefined);
    } catch (error) {
      this.replica!.distrust();
      this.tell(reasonOf(error));
    }
  }

  /** Once, when it changes. */
  private tell(trouble?: string): void {
    const before = this.trouble;
    this.trouble = trouble;
    if (trouble !== undefined && before === undefined)
      this.logger.warn(`The replica is not asked: ${trouble}. The primary answers`);
    if (trouble === undefined && before !== undefined) this.logger.log('The replica is asked again');
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && error.message ? error.message : String(error);
}
