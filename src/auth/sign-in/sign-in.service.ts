import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '#common/events/security-events.js';
import { SessionsService, type TokenDto, TokenPairService } from '#tokens/index.js';
import { UsersService } from '#users/index.js';
import { AccountDisabled } from '../auth.errors.js';
import type { Device } from './device.js';
import type { ProvenUser } from './proven-user.js';

/** The application that belongs to this service; others get an id when they are registered. */
export const FIRST_PARTY_CLIENT = 'gatehouse';

/** How somebody has shown who they are: an Authentication Method Reference (RFC 8176). */
export type SignInMethod = 'pwd';

/** The hall: every door proves *who*, then comes here. Whether they may come in is decided here only. */
@Injectable()
export class SignInService {
  constructor(
    private readonly sessions: SessionsService,
    private readonly tokens: TokenPairService,
    private readonly users: UsersService,
    private readonly events: SecurityEvents,
  ) {}

  /** Throws AccountDisabled. */
  async complete(user: ProvenUser, method: SignInMethod, device: Device): Promise<TokenDto> {
    const { userId, checkedHash, betterHash } = user;
    const session = await this.sessions.start({ userId, clientId: FIRST_PARTY_CLIENT, amr: [method], ...device });
    if (!session) {
      this.events.publish({
        type: 'sign_in.failed',
        outcome: 'failure',
        userId,
        detail: { method, reason: 'disabled' },
      });
      throw new AccountDisabled();
    }
    await this.users.recordSignIn(userId, checkedHash, betterHash);
    const { sessionId } = session.grant;
    this.events.publish({ type: 'sign_in.succeeded', outcome: 'success', userId, sessionId, detail: { method } });
    return this.tokens.for(session);
  }
}
