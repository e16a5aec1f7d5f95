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
    const session = await this.sessions.start(
      { clientId: FIRST_PARTY_CLIENT, amr: [method], ip, userAgent },
      this.users.admission(userId, checkedHash, betterHash),
    );
    if (!session) throw await this.refusal(userId, method);
    const { sessionId } = session.grant;
    this.events.publish({ type: 'sign_in.succeeded', outcome: 'success', userId, sessionId, detail: { method } });
    const deviceToken = await this.newDevices.welcome(userId, device, session.isFirst);
    return { tokens: await this.tokens.for(session), deviceToken };
  }

  /** The account is not active, or its password was changed while it was being checked: then it was the old one. */
  private async refusal(userId: string, method: SignInMethod): Promise<AccountDisabled | InvalidCredentials> {
    const reason = (await this.users.isActive(userId)) ? 'password_changed' : 'disabled';
    this.events.publish({ type: 'sign_in.failed', outcome: 'failure', userId, detail: { method, reason } });
    return reason === 'disabled' ? new AccountDisabled() : new InvalidCredentials();
  }
}
