import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

interface Chore {
  readonly name: string;
  readonly everyMs: number;
  readonly work: Work;
  timer?: NodeJS.Timeout;
  done: Promise<void>;
}

/** `ending` tells work that takes long that the service is about to end. */
type Work = (ending: AbortSignal) => unknown;

/**
 * What rooms want done again and again while the service runs. A chore never overlaps itself; one that fails says so in
 * the log and is tried again the next time; at the end those that have begun are waited for. Instances that started
 * together do not keep in step: their times are scattered by a tenth.
 */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Housekeeping.name);
  private readonly chores: Chore[] = [];
  private readonly ending = new AbortController();

  /** To be said in a constructor. Returns what does the chore out of turn; that never throws either. */
  every(everyMs: number, name: string, work: Work): () => Promise<void> {
    const chore: Chore = { name, everyMs, work, done: Promise.resolve() };
    this.chores.push(chore);
    return () => this.run(chore);
  }

  onApplicationBootstrap(): void {
    for (const chore of this.chores) this.rest(chore);
  }

  async onModuleDestroy(): Promise<void> {
    this.ending.abort();
    for (const { timer } of this.chores) clearTimeout(timer);
    await Promise.all(this.chores.map(({ done }) => done));
  }

  private rest(chore: Chore): void {
    if (this.ending.signal.aborted) return;
    const ms = chore.everyMs * (0.9 + Math.random() / 5);
    chore.timer = setTimeout(() => void this.run(chore).then(() => this.rest(chore)), ms).unref();
  }

  private run(chore: Chore): Promise<void> {
    chore.done = chore.done.then(() => this.attempt(chore));
    return chore.done;
  }

  private async attempt({ name, work }: Chore): Promise<void> {
    if (this.ending.signal.aborted) return;
    try {
      await work(this.ending.signal);
    } catch (error) {
      this.logger.warn(`${name} failed and is tried again later: ${String(error)}`);
    }
  }
}
