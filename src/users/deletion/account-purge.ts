import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Housekeeping } from '#common/housekeeping.js';
import { AccountErasure } from './account-erasure.js';

const EVERY_MS = 60 * 60 * 1000;
const BATCH = 500;

/** False: there was nothing to do. */
type Act = (id: string) => Promise<boolean> | false;

/**
 * Removes accounts whose grace period is over, at the start and each hour. Any number of instances may do so at once,
 * and any of them may be killed in the middle: see AccountErasure.
 */
@Injectable()
export class AccountPurge implements OnApplicationBootstrap {
  private readonly logger = new Logger(AccountPurge.name);

  /** All that is due at this moment. Never throws: what failed is tried again the next time. */
  readonly run: () => Promise<void>;

  constructor(
    private readonly erasure: AccountErasure,
    housekeeping: Housekeeping,
  ) {
    this.run = housekeeping.every(EVERY_MS, 'Removing deleted accounts', (ending) => this.work(ending));
  }

  onApplicationBootstrap(): void {
    void this.run();
  }

  private async work(ending: AbortSignal): Promise<void> {
    await this.inBatches(
      () => this.erasure.due(BATCH),
      (id) => !ending.aborted && this.erasure.erase(id),
    );
    await this.inBatches(
      () => this.erasure.unsettled(BATCH),
      (id) => !ending.aborted && this.erasure.settle(id),
    );
  }

  /** Until there are no more, or a whole batch has brought nothing. */
  private async inBatches(find: () => Promise<string[]>, act: Act): Promise<void> {
    for (;;) {
      const ids = await find();
      let done = 0;
      for (const id of ids) if (await this.attempt(act, id)) done += 1;
      if (ids.length < BATCH || done === 0) return;
    }
  }

  /** One that fails keeps back no other. */
  private async attempt(act: Act, id: string): Promise<boolean> {
    try {
      return await act(id);
    } catch (error) {
      this.logger.error(error);
      return false;
    }
  }
}
