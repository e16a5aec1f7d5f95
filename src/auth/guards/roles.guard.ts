import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS, type Access, InsufficientRole, type Principal } from '#common/access/index.js';

/** Judges `@Roles()`: any one of them is enough. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (!access?.roles) return true;

    const { user } = context.switchToHttp().getRequest<{ user?: Principal }>();
    if (access.roles.some((role) => user?.roles.includes(role))) return true;
    throw new InsufficientRole(access.roles);
  }
}
