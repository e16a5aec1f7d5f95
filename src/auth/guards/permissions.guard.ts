import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS, type Access, EmailNotVerified, InsufficientPermission, type Principal } from '#common/access/index.js';
import { SecurityEvents } from '#common/events/security-events.js';

interface RequestOfUser {
  readonly user?: Principal;
  readonly params?: Record<string, string>;
}

/** Judges `@Permissions()`, `@SelfOrPermissions()` and `@VerifiedEmail()`: all that is named is needed. */
@Injectable()
export class PermissionsGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly events: SecurityEvents,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (!access || access.public) return true;

    const { user, params } = context.switchToHttp().getRequest<RequestOfUser>();
    if (access.verifiedEmail && !user?.emailVerified) throw new EmailNotVerified();
    if (!access.permissions || (access.orSelf && isSelf(user, params?.id))) return true;
    if (access.permissions.every((permission) => user?.permissions.includes(permission))) return true;
    const { permissions } = access;
    this.events.publish({ type: 'access.denied', outcome: 'failure', userId: user?.userId, detail: { permissions } });
    throw new InsufficientPermission(permissions);
  }
}

function isSelf(user: Principal | undefined, id: string | undefined): boolean {
  return user !== undefined && user.userId === id?.toLowerCase();
}
