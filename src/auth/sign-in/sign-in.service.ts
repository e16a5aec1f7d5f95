import { Injectable } from '@nestjs/common';
import type { DomainError } from '#common/errors/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { SessionsService, type TokenDto, TokenPairService } from '#tokens/index.js';
import { UsersService } from '#users/index.js';
import { AccountDisabled, InvalidCredentials, OutdatedSignIn } from '../auth.errors.js';
import type { Device } from './device.js';
import { NewDeviceService } from './new-device.service.js';
import type { ProvenUser } from './proven-user.js';

/** The application that belongs to this service; others get an id when they are registered. */
export const FIRST_PARTY_CLIENT = 'gatehouse';

/**
 * How somebody has shown who they are: an Authentication Method Reference (RFC 8176). That has no value for "somebody
 * else vouches"; `fed` is what others write for it. What the provider itself says of its ways is not ours to vouch for.
 */
export type SignInMethod = 'pwd' | 'fed';

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

  /** Throws AccountDisabled, and for what does not hold any more InvalidCredentials or OutdatedSignIn. */
  async complete(user: ProvenUser, method: SignInMethod, device: Device): Promise<SignedIn> {
    const { userId, admission } = user;
    const { ip, userAgent } = device;
    const session = await this.sessions.start(
      { clientId: FIRST_PARTY_CLIENT, amr: [method], ip, userAgent },
      admission,
    );
    if (!session) throw await this.refusal(userId, method);
    const { sessionId } = session.grant;
    this.events.publish({ type: 'sign_in.succeeded', outcome: 'success', userId, sessionId, detail: { method } });
    const owner = { id: userId, device_epoch: session.deviceEpoch };
    const deviceToken = await this.newDevices.welcome(owner, device, session.isFirst);
    return { tokens: await this.tokens.for(session), deviceToken };
  }

  /** The account is not active, or what was shown was taken away meanwhile: then it was the old password. */
  private async refusal(userId: string, method: SignInMethod): Promise<DomainError> {
    const gone = method === 'pwd' ? 'password_changed' : 'identity_gone';
    const reason = (await this.users.isActive(userId)) ? gone : 'disabled';
    this.events.publish({ type: 'sign_in.failed', outcome: 'failure', userId, detail: { method, reason } });
    if (reason === 'disabled') return new AccountDisabled();
    return method === 'pwd' ? new InvalidCredentials() : new OutdatedSignIn();
  }
}
