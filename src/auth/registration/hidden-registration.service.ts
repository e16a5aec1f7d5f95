import { Injectable } from '@nestjs/common';
import { assertMailable } from '#mail/index.js';
import { PasswordPolicy, PasswordsService } from '#passwords/index.js';
import type { RegisterDto } from './dto/register.dto.js';
import { PendingRegistrationsService } from './pending-registrations.service.js';
import { RegistrationBudgetService } from './registration-budget.service.js';
import { RegistrationLettersService } from './registration-letters.service.js';

/** Registration that tells nobody whether an address has an account (ASVS 6.3.8). */
@Injectable()
export class HiddenRegistrationService {
  constructor(
    private readonly pending: PendingRegistrationsService,
    private readonly policy: PasswordPolicy,
    private readonly passwords: PasswordsService,
    private readonly budget: RegistrationBudgetService,
    private readonly letters: RegistrationLettersService,
  ) {}

  /**
   * Does the same for every address, in the same time: whose it is, is found out after the answer. Throws WeakPassword,
   * HashQueueFull, UnmailableAddress, TooManyRequests, UsernameTaken; none of them depends on who has the address.
   */
  async request({ username, email, password, full_name: fullName }: RegisterDto, locale: string): Promise<void> {
    assertMailable(email);
    await this.policy.check(password, { username, email, fullName: fullName ?? undefined });
    const passwordHash = await this.passwords.hash(password);
    const giveBack = await this.budget.take(email);
    try {
      await this.pending.reserve({ username, email, fullName: fullName ?? null, passwordHash, locale });
    } catch (error) {
      await giveBack();
      throw error;
    }
    this.letters.wake();
  }
}
