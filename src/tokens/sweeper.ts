import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { TokenBlacklistService } from './blacklist/token-blacklist.service.js';
import { SigningKeysService } from './keys/signing-keys.service.js';
import { OneTimeTokensService } from './one-time/one-time-tokens.service.js';
import { SessionsService } from './refresh/sessions.service.js';

const EVERY_MS = 10 * 60 * 1000;

/** Removes what has expired. Several instances may sweep at once: whatever one has removed is gone for the others. */
@Injectable()
export class TokenSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(TokenSweeper.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly blacklist: TokenBlacklistService,
    private readonly sessions: SessionsService,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly keys: SigningKeysService,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async sweep(): Promise<void> {
    try {
      await this.blacklist.sweep();
      await this.sessions.sweep();
      await this.oneTimeTokens.sweep();
      await this.keys.sweep();
    } catch (error) {
      this.logger.warn(`Sweeping failed and is tried again later: ${String(error)}`);
    }
  }
}
