import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '#common/events/security-events.js';
import { PasswordsService } from '#passwords/index.js';
import { type Account, UsersService } from '#users/index.js';
import { InvalidCredentials } from '../auth.errors.js';
import type { DeviceProof } from './device.js';
import type { ProvenUser } from './proven-user.js';
import { SignInBudgetService } from './sign-in-budget.service.js';

/** Checks names and passwords. Every door that takes a password asks here, so all of them cost and say the same. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly budget: SignInBudgetService,
    private readonly events: SecurityEvents,
  ) {}

  /** Whose name and password these are. Throws InvalidCredentials, TooManyRequests, ChallengeRequired, HashQueueFull. */
  async check(identifier: string, password: string, device: DeviceProof): Promise<ProvenUser> {
    const user = await this.users.findCredentials(identifier.trim());
    const giveBack = await this.budget.take(
      user?.id ?? identifier.trim().toLowerCase(),
      device.token,
      device.challengeResponse,
    );
    // A hash is computed even when there is nobody, so that time does not tell.
    const { ok, rehash } = await this.passwords.verify(password, user?.password_hash);
    if (user && ok) {
      await giveBack();
      return { userId: user.id, checkedHash: user.password_hash, betterHash: rehash };
    }

    this.events.publish({ type: 'sign_in.failed', outcome: 'failure', userId: user?.id, detail: { method: 'pwd' } });
    throw new InvalidCredentials();
  }

  /**
   * Whether somebody who is known already knows the password, too. Throws InvalidCredentials, TooManyRequests,
   * ChallengeRequired, HashQueueFull.
   */
  async checkOwn(
    { id, password_hash }: Pick<Account, 'id' | 'password_hash'>,
    password: string,
    device: DeviceProof,
  ): Promise<void> {
    const giveBack = await this.budget.take(id, device.token, device.challengeResponse);
    const { ok } = await this.passwords.verify(password, password_hash);
    if (ok) return giveBack();
    this.events.publish({ type: 'reauthentication.failed', outcome: 'failure', userId: id });
    throw new InvalidCredentials();
  }
}
