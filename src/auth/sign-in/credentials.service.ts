import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '#common/events/security-events.js';
import { PasswordsService } from '#passwords/index.js';
import { type Account, UsersService } from '#users/index.js';
import { InvalidCredentials } from '../auth.errors.js';
import { LetterBudgetService } from '../letters/letter-budget.service.js';
import type { DeviceProof } from './device.js';
import type { ProvenUser } from './proven-user.js';
import { SignInBudgetService } from './sign-in-budget.service.js';
import { verifyOrGiveBack } from './verify-or-give-back.js';

/** Checks names and passwords. Every door that takes a password asks here, so all of them cost and say the same. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly budget: SignInBudgetService,
    private readonly letters: LetterBudgetService,
    private readonly events: SecurityEvents,
  ) {}

  /** Whose name and password these are. Throws InvalidCredentials, TooManyRequests, ChallengeRequired, HashQueueFull. */
  async check(identifier: string, password: string, device: DeviceProof): Promise<ProvenUser> {
    // Under a flood most are turned away: that asks no table, and counts against nobody.
    this.passwords.assertRoom();
    const user = await this.users.findCredentials(identifier.trim());
    const giveBack = await this.budget.take(user ?? { typed: identifier.trim() }, device);
    // A hash is computed even when there is nobody, so that time does not tell.
    const { ok, rehash } = await verifyOrGiveBack(this.passwords, password, user?.password_hash, giveBack);
    if (user && ok) {
      await giveBack();
      return { userId: user.id, admission: this.users.admission(user.id, user.password_hash, rehash) };
    }

    this.events.publish({ type: 'sign_in.failed', outcome: 'failure', userId: user?.id, detail: { method: 'pwd' } });
    throw new InvalidCredentials();
  }

  /**
   * Whether somebody who is known already knows the password, too. Throws InvalidCredentials, TooManyRequests,
   * ChallengeRequired, HashQueueFull.
   */
  async checkOwn(
    account: Pick<Account, 'id' | 'password_hash' | 'device_epoch'>,
    password: string,
    device: DeviceProof,
  ): Promise<void> {
    this.passwords.assertRoom();
    const giveBack = await this.budget.take(account, device);
    const { ok } = await verifyOrGiveBack(this.passwords, password, account.password_hash, giveBack);
    if (ok) {
      await giveBack();
      return this.letters.countDeed('own_password_letters', account.id);
    }
    this.events.publish({ type: 'reauthentication.failed', outcome: 'failure', userId: account.id });
    throw new InvalidCredentials();
  }
}
