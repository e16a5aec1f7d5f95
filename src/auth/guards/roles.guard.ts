import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS, type Access, InsufficientRole, type Principal } from '#common/access/index.js';
import { SecurityEvents } from '#common/events/security-events.js';

/** Judges `@Roles()`: any one of them is enough. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly events: SecurityEvents,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (!access?.roles) return true;

    const { user } = context.switchToHttp().getRequest<{ user?: Principal }>();
    if (access.roles.some((role) => user?.roles.includes(role))) return true;
    this.events.publish({
      type: 'access.denied',
      outcome: 'failure',
      userId: user?.userId,
      detail: { roles: access.roles },
    });
    throw new InsufficientRole(access.roles);
  }
}
