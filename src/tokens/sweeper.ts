import { Injectable } from '@nestjs/common';
import { Housekeeping } from '#common/housekeeping.js';
import { TokenBlacklistService } from './blacklist/token-blacklist.service.js';
import { SigningKeysService } from './keys/signing-keys.service.js';
import { OneTimeTokensService } from './one-time/one-time-tokens.service.js';
import { SessionsService } from './refresh/sessions.service.js';

const EVERY_MS = 10 * 60 * 1000;

/** Removes what has expired. Several instances may sweep at once: whatever one has removed is gone for the others. */
@Injectable()
export class TokenSweeper {
  constructor(
    private readonly blacklist: TokenBlacklistService,
    private readonly sessions: SessionsService,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly keys: SigningKeysService,
    housekeeping: Housekeeping,
  ) {
    housekeeping.every(EVERY_MS, 'Sweeping tokens', () => this.sweep());
  }

  private async sweep(): Promise<void> {
    await this.blacklist.sweep();
    await this.sessions.sweep();
    await this.oneTimeTokens.sweep();
    await this.keys.sweep();
  }
}
