import { Injectable } from '@nestjs/common';
import { InvalidToken } from '#tokens/index.js';
import { AccountsService, EmailTaken, UsernameTaken, type UserRow, UsersService } from '#users/index.js';
import { VerificationLettersService } from '../verification/verification-letters.service.js';
import { PendingRegistrationsService } from './pending-registrations.service.js';
import { RegistrationPasswordService } from './registration-password.service.js';

export interface Confirmed {
  readonly user: UserRow;
  /** For the owner of the address who did not register: the password of whoever did is void. */
  readonly resetToken?: string;
}

/** The second half of a registration: the owner of the address opens the letter. */
@Injectable()
export class ConfirmationService {
  constructor(
    private readonly pending: PendingRegistrationsService,
    private readonly users: UsersService,
    private readonly accounts: AccountsService,
    private readonly passwords: RegistrationPasswordService,
    private readonly letters: VerificationLettersService,
  ) {}

  /**
   * Makes the account, with a proven address. Its password is the one that was registered with only for whoever shows
   * it here: somebody else may have registered with this address, and must not keep the account (pre-hijacking).
   * Throws InvalidToken, InvalidCredentials, TooManyRequests, UsernameTaken, EmailTaken, HashQueueFull; then nothing is used up.
   */
  async confirm(token: string, password: string | undefined): Promise<Confirmed> {
    const row = await this.pending.find(token);
    if (!row) throw new InvalidToken();
    if (password !== undefined) await this.passwords.check(password, row, token);

    const { username, email, full_name: fullName } = row;
    let resetToken: string | undefined;
    try {
      const user = await this.users.create({ username, email, fullName, isVerified: true }, async (made, tx) => {
        await this.pending.use(token, tx);
        if (password === undefined) resetToken = await this.letters.issueReset(made.id, tx);
        else await this.accounts.setPassword(tx, made.id, row.password_hash);
      });
      return { user, resetToken };
    } catch (error) {
      throw await this.refusalOf(error, token);
    }
  }

  /** Who comes second finds the name taken: by the account that the same letter has made. */
  private async refusalOf(error: unknown, token: string): Promise<unknown> {
    const isTaken = error instanceof UsernameTaken || error instanceof EmailTaken;
    return isTaken && !(await this.pending.find(token)) ? new InvalidToken() : error;
  }
}
