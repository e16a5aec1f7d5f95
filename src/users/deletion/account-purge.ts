import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AccountErasure } from './account-erasure.js';

const EVERY_MS = 60 * 60 * 1000;
const BATCH = 500;

/**
 * Removes accounts whose grace period is over, at the start and each hour. Any number of instances may do so at once,
 * and any of them may be killed in the middle: see AccountErasure.
 */
@Injectable()
export class AccountPurge implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(AccountPurge.name);
  private timer: NodeJS.Timeout | undefined;
  private last: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly erasure: AccountErasure) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), EVERY_MS);
    this.timer.unref();
    void this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.last;
  }

  /** All that is due at this moment. Never throws: what failed is tried again the next time. */
  run(): Promise<void> {
    this.last = this.last.then(() => this.work());
    return this.last;
  }

  private async work(): Promise<void> {
    try {
      await this.inBatches(
        () => this.erasure.due(BATCH),
        (id) => this.erasure.erase(id),
      );
      await this.inBatches(
        () => this.erasure.unsettled(BATCH),
        (id) => this.erasure.settle(id),
      );
    } catch (error) {
      this.logger.warn(`Removing deleted accounts failed and is tried again later: ${String(error)}`);
    }
  }

  /** Until there are no more, or a whole batch has brought nothing. */
  private async inBatches(find: () => Promise<string[]>, act: (id: string) => Promise<boolean>): Promise<void> {
    for (;;) {
      const ids = await find();
      let done = 0;
      for (const id of ids) if (!this.stopped && (await this.attempt(() => act(id)))) done += 1;
      if (ids.length < BATCH || done === 0) return;
    }
  }

  /** One that fails keeps back no other. */
  private async attempt(act: () => Promise<boolean>): Promise<boolean> {
    try {
      return await act();
    } catch (error) {
      this.logger.error(error);
      return false;
    }
  }
}
