import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '#common/events/security-events.js';
import { SessionsService, type TokenDto, TokenPairService } from '#tokens/index.js';
import { UsersService } from '#users/index.js';
import { AccountDisabled, InvalidCredentials } from '../auth.errors.js';
import type { Device } from './device.js';
import { NewDeviceService } from './new-device.service.js';
import type { ProvenUser } from './proven-user.js';

/** The application that belongs to this service; others get an id when they are registered. */
export const FIRST_PARTY_CLIENT = 'gatehouse';

/** How somebody has shown who they are: an Authentication Method Reference (RFC 8176). */
export type SignInMethod = 'pwd';

/** What a sign-in gives: tokens for the client, and one for the device that says it is known from now on. */
export interface SignedIn {
  readonly tokens: TokenDto;
  readonly deviceToken: string;
}

/** The hall: every door proves *who*, then comes here. Whether they may come in is decided here only. */
@Injectable()
export class SignInService {
  constructor(
    private readonly sessions: SessionsService,
    private readonly tokens: TokenPairService,
    private readonly users: UsersService,
    private readonly newDevices: NewDeviceService,
    private readonly events: SecurityEvents,
  ) {}

  /** Throws AccountDisabled, InvalidCredentials. */
  async complete(user: ProvenUser, method: SignInMethod, device: Device): Promise<SignedIn> {
    const { userId, checkedHash, betterHash } = user;
    const { ip, userAgent } = device;
    const session = await this.sessions.start({ userId, clientId: FIRST_PARTY_CLIENT, amr: [method], ip, userAgent });
    if (!session) {
      this.events.publish({
        type: 'sign_in.failed',
        outcome: 'failure',
        userId,
        detail: { method, reason: 'disabled' },
      });
      throw new AccountDisabled();
    }
    const { sessionId } = session.grant;
    const recorded = await this.users.recordSignIn(userId, checkedHash, betterHash);
    if (!recorded) {
      // The password was changed while it was being checked. The session is younger than that, and was not ended by it.
      await this.sessions.end(userId, sessionId, 'password_changed');
      throw new InvalidCredentials();
    }
    this.events.publish({ type: 'sign_in.succeeded', outcome: 'success', userId, sessionId, detail: { method } });
    const deviceToken = await this.newDevices.welcome(userId, device, recorded.isFirst);
    return { tokens: await this.tokens.for(session), deviceToken };
  }
}
