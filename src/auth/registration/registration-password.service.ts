import { Injectable } from '@nestjs/common';
import { PasswordsService } from '#passwords/index.js';
import { InvalidCredentials } from '../auth.errors.js';
import { verifyOrGiveBack } from '../sign-in/verify-or-give-back.js';
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
    this.passwords.assertRoom();
    const giveBack = await this.budget.takeGuess(token);
    const { ok } = await verifyOrGiveBack(this.passwords, password, password_hash, giveBack);
    if (!ok) throw new InvalidCredentials();
    await giveBack();
  }
}
