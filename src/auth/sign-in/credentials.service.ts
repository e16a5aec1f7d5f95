import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '#common/events/security-events.js';
import { PasswordsService } from '#passwords/index.js';
import { UsersService } from '#users/index.js';
import { InvalidCredentials } from '../auth.errors.js';
import type { ProvenUser } from './proven-user.js';

/** Checks names and passwords. Every door that takes a password asks here, so all of them cost and say the same. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly events: SecurityEvents,
  ) {}

  /** Whose name and password these are. Throws InvalidCredentials, HashQueueFull. */
  async check(identifier: string, password: string): Promise<ProvenUser> {
    const user = await this.users.findCredentials(identifier.trim());
    // A hash is computed even when there is nobody, so that time does not tell.
    const { ok, rehash } = await this.passwords.verify(password, user?.password_hash);
    if (user && ok) return { userId: user.id, checkedHash: user.password_hash, betterHash: rehash };

    this.events.publish({ type: 'sign_in.failed', outcome: 'failure', userId: user?.id, detail: { method: 'pwd' } });
    throw new InvalidCredentials();
  }
}
