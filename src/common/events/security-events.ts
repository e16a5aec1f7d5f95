import { Injectable, Logger } from '@nestjs/common';
import { requestContext } from '../http/request-context.js';

/**
 * What happened to whom. Names are stable: operators alert on them. `user.erased` names the pseudonym that the erasure
 * has left, never the person.
 */
export const SECURITY_EVENT_TYPES = [
  'user.registered',
  'user.created',
  'user.changed',
  'user.deactivated',
  'user.activated',
  'user.deleted',
  'user.restored',
  'user.roles_changed',
  'user.exported',
  'users.imported',
  'users.exported',
  'user.erased',
  'role.created',
  'role.changed',
  'role.deleted',
  'sign_in.succeeded',
  'sign_in.failed',
  'reauthentication.failed',
  'password.changed',
  'password.reset_requested',
  'password.reset',
  'email.verification_requested',
  'email.verified',
  'email.change_requested',
  'email.changed',
  'identity.linked',
  'identity.unlinked',
  'identity.tokens_read',
  'invitation.sent',
  'not_me.reported',
  'account.unlocked',
  'session.ended',
  'refresh_token.reused',
  'client.created',
  'client.changed',
  'client.deleted',
  'client.secret_added',
  'client.secret_removed',
  'client.authentication_failed',
  'access.denied',
  'rate_limit.exceeded',
  'signing_key.rotated',
  'signing_key.revoked',
  'secret_key.replaced',
  'audit.read',
  'audit.exported',
] as const;

export type SecurityEventType = (typeof SECURITY_EVENT_TYPES)[number];

export interface SecurityEvent {
  readonly type: SecurityEventType;
  readonly outcome: 'success' | 'failure';
  /** Whom it happened to; absent where nobody is known. */
  readonly userId?: string;
  /** Who did it, where that is somebody else. */
  readonly actorId?: string;
  readonly sessionId?: string;
  /** The application through which it was done. */
  readonly clientId?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface RecordedSecurityEvent extends SecurityEvent {
  readonly at: Date;
  readonly requestId?: string;
  readonly ip?: string;
  readonly userAgent?: string;
}

export type SecurityEventListener = (event: RecordedSecurityEvent) => void;

/** Where facts leave the rooms. Listeners record and report; a decision is never listened for, it is called. */
@Injectable()
export class SecurityEvents {
  private readonly logger = new Logger(SecurityEvents.name);
  private readonly listeners: SecurityEventListener[] = [];

  subscribe(listener: SecurityEventListener): void {
    this.listeners.push(listener);
  }

  publish(event: SecurityEvent): void {
    const recorded = { ...event, at: new Date(), ...requestContext.getStore() };
    for (const listener of this.listeners) {
      try {
        listener(recorded);
      } catch (error) {
        this.logger.error(error);
      }
    }
  }
}
