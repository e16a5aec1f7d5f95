import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

const POLL_MS = 5_000;

/**
 * Letters that are not written in the request that causes them, because its answer or its time would tell too much, or
 * because it knows nothing of letters. The request leaves a row; here one after another is served, by any instance.
 */
export abstract class LetterQueue implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(this.constructor.name);
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> | undefined;
  private due = false;
  private stopped = false;

  /** Serves one row in a transaction of its own. False when there is none. */
  protected abstract serveOne(): Promise<boolean>;

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.work(), POLL_MS);
    this.timer.unref();
    this.work();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.working;
  }

  /** Only after the answer has been sent: what is done for an account must not slow it down. */
  wake(): void {
    setImmediate(() => this.work());
  }

  private work(): void {
    this.due = true;
    this.working ??= this.drain()
      .catch((error: unknown) => this.logger.warn(`Letters are delayed: ${String(error)}`))
      .finally(() => (this.working = undefined));
  }

  private async drain(): Promise<void> {
    while (this.due && !this.stopped) {
      this.due = false;
      while (!this.stopped && (await this.serveOne()));
    }
  }
}
