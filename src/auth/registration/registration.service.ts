import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '#common/events/security-events.js';
import { Config } from '#config/index.js';
import { type UserRow, UsersService } from '#users/index.js';
import { VerificationLettersService } from '../verification/verification-letters.service.js';
import type { RegisterDto } from './dto/register.dto.js';
import { HiddenRegistrationService } from './hidden-registration.service.js';

/** The door for newcomers, in the way that `REGISTRATION_DISCLOSURE` says. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly users: UsersService,
    private readonly letters: VerificationLettersService,
    private readonly hidden: HiddenRegistrationService,
    private readonly events: SecurityEvents,
    private readonly config: Config,
  ) {}

  /** The new user. Undefined: there will be one when the letter that is on its way is confirmed. */
  async register(body: RegisterDto, locale: string): Promise<UserRow | undefined> {
    if (this.config.registration.hidden) {
      await this.hidden.request(body, locale);
      return undefined;
    }
    const { username, email, password, full_name: fullName } = body;
    const user = await this.users.create({ username, email, password, fullName }, (made, tx) =>
      this.letters.write(made, locale, tx),
    );
    this.events.publish({ type: 'user.registered', outcome: 'success', userId: user.id });
    return user;
  }
}
