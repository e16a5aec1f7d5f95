import { Injectable } from '@nestjs/common';
import { PasswordsService } from '#passwords/index.js';
import { InvalidCredentials } from '../auth.errors.js';
import type { PendingRow } from './pending-registrations.service.js';
import { RegistrationBudgetService } from './registration-budget.service.js';

/** Whether somebody knows the password of a registration, which has no account yet whose attempts were counted. */
@Injectable()
export class RegistrationPasswordService {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly budget: RegistrationBudgetService,
  ) {}

  /** Throws TooManyRequests, InvalidCredentials, HashQueueFull. A right one does not count. */
  async check(password: string, { password_hash }: PendingRow, token: string): Promise<void> {
    const giveBack = await this.budget.takeGuess(token);
    const { ok } = await this.passwords.verify(password, password_hash);
    if (!ok) throw new InvalidCredentials();
    await giveBack();
  }
}
